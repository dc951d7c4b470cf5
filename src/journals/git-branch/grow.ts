import { printBatch, type SignedBatch } from "../../core/journal-chain.ts";
import { withBatches } from "../../kit/journal/batches.ts";
import type { GitPlace } from "./git.ts";
import type { BadBranch, CheckedBranch } from "./read-branch.ts";
import { filesToJoin, type JournalFile, segmentFile, singleFile } from "./segments.ts";
import { type BranchFile, type BranchTree, GitRefused, readFiles, type TreeEntry, writeFile } from "./tree.ts";

/** The branch with a batch more; young batches become a segment when there are many. Nothing is published by it. */
export async function grownBranch(place: GitPlace, before: CheckedBranch, batch: SignedBatch): Promise<CheckedBranch> {
  const number = (before.tree.files.at(-1)?.last ?? 0) + 1;
  const joined = filesToJoin(before.tree.files);
  const kept = before.tree.files.slice(0, before.tree.files.length - joined.length);
  const segment = joined.length === 0 ? [] : [await joinFiles(place, joined)];
  const own = await store(place, singleFile(number), Buffer.from(printBatch(batch), "utf8"));
  const contents = withBatches(before.contents, [batch]);
  const ends = before.sequences.slice(0, kept.length);
  return {
    tip: before.tip,
    tree: { ...before.tree, files: [...kept, ...segment, own] },
    sequences: [...ends, ...segment.map(() => before.contents.sequence), contents.sequence],
    contents,
  };
}

async function joinFiles(place: GitPlace, files: readonly BranchFile[]): Promise<BranchFile> {
  const parts: Buffer[] = [];
  for await (const read of readFiles(place, files)) {
    // They were read and judged before, by the same objects.
    if (read === undefined) throw new GitRefused("cat-file");
    parts.push(Buffer.from(read.content));
  }
  return store(place, segmentFile(files[0]?.first ?? 1, files.at(-1)?.last ?? 1), Buffer.concat(parts));
}

async function store(place: GitPlace, file: JournalFile, content: Buffer): Promise<BranchFile> {
  const object = await writeFile(place, content);
  return { ...file, mode: "100644", kind: "blob", object, bytes: content.length };
}

/** The branch up to its first bad batch; what follows is kept under names that do not count. */
export async function setAsideTree(
  place: GitPlace,
  bad: BadBranch,
  tree: BranchTree,
): Promise<{ readonly good: CheckedBranch; readonly names: readonly string[] }> {
  const { good, begun } = bad;
  const rest = tree.files.slice(good.tree.files.length);
  const taken = new Set(tree.asides.map(({ name }) => name));
  const asides: TreeEntry[] = rest.map(({ mode, kind, object, bytes, name }) => {
    const free = freeName(`${name}.broken`, taken);
    taken.add(free);
    return { mode, kind, object, bytes, name: free };
  });
  const first = (good.tree.files.at(-1)?.last ?? 0) + 1;
  const text = begun.map(printBatch).join("");
  const whole =
    begun.length === 0
      ? []
      : [await store(place, segmentFile(first, first + begun.length - 1), Buffer.from(text, "utf8"))];
  const contents = withBatches(good.contents, begun);
  return {
    good: {
      tip: good.tip,
      tree: { ...tree, files: [...good.tree.files, ...whole], asides: [...tree.asides, ...asides] },
      sequences: [...good.sequences, ...whole.map(() => contents.sequence)],
      contents,
    },
    names: asides.map(({ name }) => name),
  };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

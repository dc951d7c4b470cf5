import type { SignedBatch } from "../../core/journal-chain.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import {
  type BatchChecks,
  type BatchFault,
  batchFault,
  batchName,
  NO_CONTENTS,
  readBatchBytes,
  withBatches,
} from "../../kit/journal/batches.ts";
import type { JournalContents } from "../../ports/journal.ts";
import type { GitPlace } from "./git.ts";
import { type BranchFile, type BranchTree, listTree, readFiles } from "./tree.ts";

/** The branch as it was read from one commit and found good. */
export interface CheckedBranch {
  /** null: there is no such branch. */
  readonly tip: string | null;
  readonly tree: BranchTree;
  /** Number of events up to the end of each file of the tree. */
  readonly sequences: readonly number[];
  readonly contents: JournalContents;
}

/** The first batch that does not count, and why. */
export interface BadBranch extends BatchFault {
  readonly name: string;
  readonly tree?: BranchTree;
  /** Everything before it; the tree's files end with the last whole file. */
  readonly good: CheckedBranch;
  /** Good batches at the beginning of the file that holds the bad one. */
  readonly begun: readonly SignedBatch[];
}

const NO_TREE: BranchTree = { files: [], asides: [], others: [] };
export const NO_BRANCH: CheckedBranch = { tip: null, tree: NO_TREE, sequences: [], contents: NO_CONTENTS };
const NEW_LINE = 10;

/** Reads a commit of the branch. Files that were read before, at the same place, are not read again. */
export async function readBranch(
  place: GitPlace,
  checks: BatchChecks,
  tip: string,
  before: CheckedBranch,
): Promise<Result<CheckedBranch, BadBranch>> {
  const tree = await listTree(place, tip);
  if (!tree.ok)
    return fail({ name: "", code: "JOURNAL_BROKEN", why: tree.error, good: { ...NO_BRANCH, tip }, begun: [] });
  const { files } = tree.value;
  const changed = files.findIndex((file, index) => !isAsBefore(file, before.tree.files[index]));
  const kept = changed === -1 ? files.length : changed;
  const start = beginningOf(before, kept);
  const batches: SignedBatch[] = [];
  const sequences = before.sequences.slice(0, kept);
  let { head, sequence } = start;
  let number = (files[kept - 1]?.last ?? 0) + 1;
  const fresh = readFiles(place, files.slice(kept));
  for (const file of files.slice(kept)) {
    const begun: SignedBatch[] = [];
    const bad = (name: string, fault: BatchFault) => {
      const good = { tip, tree: { ...tree.value, files: files.slice(0, sequences.length) }, sequences };
      return fail({
        ...fault,
        name,
        tree: tree.value,
        good: { ...good, contents: withBatches(start, batches) },
        begun,
      });
    };
    const broken = (name: string, why: string) => bad(name, { code: "JOURNAL_BROKEN", why });
    if (file.fault !== undefined) return broken(file.name, file.fault);
    if (file.first !== number) return broken(file.name, "follows a batch that is missing");
    const read = (await fresh.next()).value;
    if (read === undefined) return broken(file.name, "cannot be read");
    for (const line of linesOf(file, read.content)) {
      const name = nameIn(file, number);
      const batch = readBatchBytes(line);
      if (!batch.ok)
        return broken(name, batch.error === "torn" ? "ends too early" : "was changed after it was written");
      const fault = batchFault(checks, batch.value, { head, sequence });
      if (fault !== undefined) return bad(name, fault);
      begun.push(batch.value);
      head = batch.value.hash;
      sequence += batch.value.events.length;
      number += 1;
    }
    if (number !== file.last + 1) return broken(file.name, "does not hold the batches it is named after");
    for (const batch of begun) batches.push(batch);
    sequences.push(sequence);
  }
  return ok({ tip, tree: tree.value, sequences, contents: withBatches(start, batches) });
}

/** The same bytes count only under the same name, and as a plain file. */
function isAsBefore(file: BranchFile, before: BranchFile | undefined): boolean {
  return file.fault === undefined && file.name === before?.name && file.object === before.object;
}

/** A batch inside a segment is named with it. */
function nameIn(file: BranchFile, number: number): string {
  return file.first === file.last ? file.name : `${batchName(number)} in ${file.name}`;
}

/** A file of one batch is that batch, whatever stands in it; a segment is cut at its line breaks. */
function linesOf(file: BranchFile, content: Buffer): readonly Buffer[] {
  if (file.first === file.last) return [content];
  const lines: Buffer[] = [];
  for (let at = 0; at < content.length && lines.length <= file.last - file.first; ) {
    const end = content.indexOf(NEW_LINE, at);
    const next = end === -1 || lines.length === file.last - file.first ? content.length : end + 1;
    lines.push(content.subarray(at, next));
    at = next;
  }
  return lines;
}

/** The contents up to the end of the first so many files. */
function beginningOf(before: CheckedBranch, files: number): JournalContents {
  if (files === before.tree.files.length) return before.contents;
  const sequence = before.sequences[files - 1] ?? 0;
  const { contents } = before;
  return {
    head: contents.heads.get(sequence) ?? null,
    sequence,
    events: contents.events.slice(0, sequence),
    heads: new Map([...contents.heads].filter(([end]) => end <= sequence)),
  };
}

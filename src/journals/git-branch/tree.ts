import { fail, ok, type Result } from "../../core/result.ts";
import { BATCH_BYTES_MAX } from "../../kit/journal/batches.ts";
import { type GitPlace, type GitRequest, runGit } from "./git.ts";
import { type JournalFile, journalFile } from "./segments.ts";

export interface TreeEntry {
  readonly mode: string;
  readonly kind: string;
  readonly object: string;
  readonly bytes: number;
  readonly name: string;
}
/** A file of the journal as it stands in a commit. */
export interface BranchFile extends JournalFile, TreeEntry {
  /** Why it cannot be read as what its name says: a link, or out of all proportion. */
  readonly fault?: string;
}
/** What a commit of the branch holds. Nothing of it is ever checked out, so links and modes reach no disk. */
export interface BranchTree {
  readonly files: readonly BranchFile[];
  /** What else lies in the folder, as batches that were set aside; carried on, never counted. */
  readonly asides: readonly TreeEntry[];
  /** What else stands at the top, a README of the team for instance; carried on as it is. */
  readonly others: readonly TreeEntry[];
}

/** The folder of the branch in which the batches lie. */
export const FOLDER = "journal";
const LOCAL_MS = 60_000;
const ENTRIES_MAX = 4_096;
const LISTING_BYTES_MAX = 4 * 1024 * 1024;
const JOURNAL_BYTES_MAX = 1024 * 1024 * 1024;
/** Files are read in portions of about so many bytes. */
const PORTION_BYTES = 16 * 1024 * 1024;

/** Lists what a commit holds; the failure says, in words that follow the branch's name, why that is not possible. */
export async function listTree(place: GitPlace, commit: string): Promise<Result<BranchTree, string>> {
  const top = await list(place, `${commit}^{tree}`);
  if (!top.ok) return top;
  const others = top.value.filter(({ name }) => name !== FOLDER);
  const folder = top.value.find(({ name }) => name === FOLDER);
  if (folder === undefined) return ok({ files: [], asides: [], others });
  if (folder.kind !== "tree") return fail(`has a file where the folder ${FOLDER} belongs`);
  const inside = await list(place, folder.object);
  if (!inside.ok) return inside;
  const files: BranchFile[] = [];
  const asides: TreeEntry[] = [];
  let bytes = 0;
  for (const entry of inside.value) {
    const file = journalFile(entry.name);
    if (file === undefined) {
      asides.push(entry);
      continue;
    }
    bytes += entry.bytes;
    const fault = faultOf(entry, bytes);
    files.push({ ...file, ...entry, ...(fault === undefined ? {} : { fault }) });
  }
  return ok({ files: files.sort((one, other) => one.first - other.first), asides, others });
}

function faultOf(entry: TreeEntry, bytesSoFar: number): string | undefined {
  if (entry.kind !== "blob" || entry.mode !== "100644") return "is no plain file";
  if (entry.bytes > BATCH_BYTES_MAX) return `has more than ${BATCH_BYTES_MAX} bytes`;
  return bytesSoFar > JOURNAL_BYTES_MAX ? `goes beyond the ${JOURNAL_BYTES_MAX} bytes of a journal` : undefined;
}

async function list(place: GitPlace, tree: string): Promise<Result<readonly TreeEntry[], string>> {
  const listed = await runGit(place, {
    words: ["ls-tree", "-z", "-l", "--full-tree", tree],
    timeoutMs: LOCAL_MS,
    outputBytesMax: LISTING_BYTES_MAX,
  });
  if (listed.exitCode !== 0) return fail("cannot be listed");
  const lines = listed.stdout.split("\0").filter((line) => line !== "");
  if (lines.length > ENTRIES_MAX) return fail(`has more than ${ENTRIES_MAX} files`);
  const entries: TreeEntry[] = [];
  for (const line of lines) {
    const found = /^(\d{6}) (blob|tree|commit) ([0-9a-f]{40,64}) +(\d+|-)\t([\s\S]+)$/.exec(line);
    if (found === null) return fail("has an entry that cannot be read");
    const [, mode = "", kind = "", object = "", bytes = "", name = ""] = found;
    entries.push({ mode, kind, object, bytes: bytes === "-" ? 0 : Number(bytes), name });
  }
  return ok(entries);
}

/** The bytes of files, in order, in portions; undefined when git cannot give one of them. */
export async function* readFiles(
  place: GitPlace,
  files: readonly BranchFile[],
): AsyncGenerator<{ readonly file: BranchFile; readonly content: Buffer } | undefined> {
  for (let next = 0; next < files.length; ) {
    const portion: BranchFile[] = [];
    let bytes = 0;
    for (let file = files[next]; file !== undefined; file = files[next]) {
      if (portion.length > 0 && bytes + file.bytes > PORTION_BYTES) break;
      portion.push(file);
      bytes += file.bytes;
      next += 1;
    }
    const read = await runGit(place, {
      words: ["cat-file", "--batch"],
      input: `${portion.map(({ object }) => object).join("\n")}\n`,
      timeoutMs: LOCAL_MS,
      bytes: true,
      outputBytesMax: bytes + portion.length * 256,
    });
    const output = Buffer.from(read.stdout, "latin1");
    let at = 0;
    for (const file of portion) {
      const head = `${file.object} blob ${file.bytes}\n`;
      if (output.toString("latin1", at, at + head.length) !== head) {
        yield undefined;
        return;
      }
      at += head.length;
      yield { file, content: output.subarray(at, at + file.bytes) };
      at += file.bytes + 1;
    }
  }
}

/** Writes an object into our own repository; throws when the machine refuses, as a full disk does. */
async function writeObject(place: GitPlace, request: Omit<GitRequest, "timeoutMs">): Promise<string> {
  const written = await runGit(place, { ...request, timeoutMs: LOCAL_MS });
  const object = written.stdout.trim();
  if (written.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(object)) throw new GitRefused(request.words[0] ?? "git");
  return object;
}

/** Our own repository cannot be written. */
export class GitRefused extends Error {
  constructor(word: string) {
    super(`git ${word} cannot write here`);
  }
}

export function writeFile(place: GitPlace, content: string | Uint8Array): Promise<string> {
  return writeObject(place, { words: ["hash-object", "-w", "--stdin"], input: content });
}

/** A commit on top of another (or of none) whose tree is that one. */
export async function writeCommit(
  place: GitPlace,
  tree: BranchTree,
  about: { readonly parent: string | null; readonly says: string; readonly nowMs: number },
): Promise<string> {
  const inside = [...tree.files.map(lineOf), ...tree.asides.map(lineOf)];
  const folder = await writeTree(place, inside);
  const top = await writeTree(place, [...tree.others.map(lineOf), `040000 tree ${folder}\t${FOLDER}`]);
  return writeObject(place, {
    words: ["commit-tree", top, ...(about.parent === null ? [] : ["-p", about.parent]), "-m", about.says],
    date: `${Math.floor(about.nowMs / 1000)} +0000`,
  });
}

function lineOf({ mode, kind, object, name }: TreeEntry): string {
  return `${mode} ${kind} ${object}\t${name}`;
}

function writeTree(place: GitPlace, lines: readonly string[]): Promise<string> {
  return writeObject(place, { words: ["mktree", "-z"], input: lines.map((line) => `${line}\0`).join("") });
}

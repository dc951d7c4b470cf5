import { batchDigits, batchName } from "../../kit/journal/batches.ts";

/**
 * How a journal lies in the tree of its branch, so that the newest commit alone holds all of it in few files: young batches
 * one a file (`0000000042.json`), older ones together in segments (`0000000001-0000000064.jsonl`), a line each, spelled as
 * in their own files. Segments of like size are joined, so a journal of n batches has about log n of them.
 */
export interface JournalFile {
  readonly name: string;
  /** Numbers of its first and last batch. */
  readonly first: number;
  readonly last: number;
}

const SINGLE = /^(\d{10})\.json$/;
const SEGMENT = /^(\d{10})-(\d{10})\.jsonl$/;
export const SINGLES_MAX = 64;
/** A full segment is never written again; forges refuse files of 100 MB. */
const SEGMENT_BYTES_MAX = 16 * 1024 * 1024;

/** The batches that a file of that name holds; undefined for a name that no batch has. */
export function journalFile(name: string): JournalFile | undefined {
  const single = SINGLE.exec(name);
  if (single !== null) return { name, first: Number(single[1]), last: Number(single[1]) };
  const segment = SEGMENT.exec(name);
  if (segment === null) return undefined;
  const [first, last] = [Number(segment[1]), Number(segment[2])];
  return last > first ? { name, first, last } : undefined;
}

export function singleFile(number: number): JournalFile {
  return { name: batchName(number), first: number, last: number };
}

export function segmentFile(first: number, last: number): JournalFile {
  return first === last ? singleFile(first) : { name: `${batchDigits(first)}-${batchDigits(last)}.jsonl`, first, last };
}

/**
 * The files from the end on that the next commit should join into one; none while there are few young ones. An older
 * segment joins in when what would be joined to it is not much smaller: each batch is then rewritten about log n times.
 */
export function filesToJoin<File extends JournalFile & { readonly bytes: number }>(
  files: readonly File[],
): readonly File[] {
  const firstSingle = files.findIndex(({ first, last }) => first === last);
  if (firstSingle === -1 || files.length - firstSingle < SINGLES_MAX) return [];
  let from = firstSingle;
  let bytes = sum(files.slice(from));
  for (;;) {
    const older = files[from - 1];
    if (older === undefined || older.bytes > 2 * bytes || older.bytes + bytes > SEGMENT_BYTES_MAX) break;
    from -= 1;
    bytes += older.bytes;
  }
  return files.slice(from);
}

function sum(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}

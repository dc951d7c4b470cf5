import { closeSync, existsSync, openSync, readdirSync, readSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { printBatch, type SignedBatch } from "../../core/journal-chain.ts";
import { fail, type Result } from "../../core/result.ts";
import { syncFolder } from "../../kit/durable-file.ts";
import { createDurably } from "../../kit/exclusive-file.ts";
import { BATCH_BYTES_MAX, readBatchBytes } from "../../kit/journal/batches.ts";

const BATCH_NAME = /^(\d{10})\.json$/;
/** What `createDurably` writes before a batch gets its name. */
const DRAFT_NAME = /^\d{10}\.json\.[0-9a-f-]{36}\.tmp$/;

/** Names of the batch files of a journal, in order. */
export function batchNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => BATCH_NAME.test(name))
    .sort();
}

/** Changes whenever the file is touched; a batch is read and checked again only then. */
export function stampOf(folder: string, name: string): string {
  const { size, mtimeMs, ctimeMs, ino } = statSync(join(folder, name));
  return `${size}:${mtimeMs}:${ctimeMs}:${ino}`;
}

export function readBatchFile(folder: string, name: string): Result<SignedBatch, "torn" | "changed"> {
  const path = join(folder, name);
  const { size } = statSync(path);
  if (size > BATCH_BYTES_MAX) return fail("changed");
  const bytes = Buffer.alloc(size);
  const file = openSync(path, "r");
  try {
    for (let done = 0; done < size; ) {
      const count = readSync(file, bytes, done, size - done, done);
      if (count === 0) return fail("changed");
      done += count;
    }
  } finally {
    closeSync(file);
  }
  return readBatchBytes(bytes);
}

/** Publishes a batch under its number: false when another writer has published one there. */
export function writeBatchFile(folder: string, name: string, batch: SignedBatch): boolean {
  return createDurably(join(folder, name), printBatch(batch));
}

/** Keeps what a crash left of a batch under a name of its own; gives that name. */
export function setTornBatchAside(folder: string, name: string): string {
  return setAside(folder, name, "torn");
}

/** Keeps a batch that is damaged, or that follows such a one, under a name of its own; gives that name. */
export function setBrokenBatchAside(folder: string, name: string): string {
  return setAside(folder, name, "broken");
}

function setAside(folder: string, name: string, why: "torn" | "broken"): string {
  let aside = `${name}.${why}`;
  for (let number = 2; existsSync(join(folder, aside)); number += 1) aside = `${name}.${why}-${number}`;
  renameSync(join(folder, name), join(folder, aside));
  syncFolder(folder);
  return aside;
}

/** Removes drafts that a killed writer left. Only the one writer may call this. */
export function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) if (DRAFT_NAME.test(name)) rmSync(join(folder, name), { force: true });
}

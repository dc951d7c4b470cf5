import type { SignedBatch } from "../../core/journal-chain.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import {
  type BatchChecks,
  type BatchFault,
  batchFault,
  batchName,
  NO_CONTENTS,
  withBatches,
} from "../../kit/journal/batches.ts";
import type { JournalContents } from "../../ports/journal.ts";
import { batchNames, readBatchFile, stampOf } from "./batch-files.ts";

export interface FolderChecks extends BatchChecks {
  readonly folder: string;
}

/** Batches that were read and found good, by their files. */
export interface CheckedBatches {
  readonly files: readonly { readonly name: string; readonly stamp: string }[];
  readonly contents: JournalContents;
}

/** The first batch that does not count, and why. */
export interface BadBatch extends BatchFault {
  readonly name: string;
  /** Everything before it. */
  readonly good: CheckedBatches;
}

export const NO_BATCHES: CheckedBatches = { files: [], contents: NO_CONTENTS };

/** Reads what is new since `before`; everything, when something that was read has changed. */
export function readBatches(
  checks: FolderChecks,
  before: CheckedBatches,
): Result<{ readonly checked: CheckedBatches; readonly torn?: string }, BadBatch> {
  const { folder } = checks;
  const names = batchNames(folder);
  const stands = before.files.every(
    ({ name, stamp }, index) => names[index] === name && stampOf(folder, name) === stamp,
  );
  const start = stands ? before : NO_BATCHES;
  const fresh: { readonly name: string; readonly stamp: string; readonly batch: SignedBatch }[] = [];
  const good = (): CheckedBatches => grown(start, fresh);
  let { head, sequence } = start.contents;
  for (const name of names.slice(start.files.length)) {
    const bad = (why: string, code: BadBatch["code"] = "JOURNAL_BROKEN") => fail({ name, code, why, good: good() });
    if (name !== batchName(start.files.length + fresh.length + 1)) return bad("follows a batch that is missing");
    const stamp = stampOf(folder, name);
    const batch = readBatchFile(folder, name);
    if (!batch.ok) {
      if (batch.error === "torn" && name === names.at(-1)) return ok({ checked: good(), torn: name });
      return bad(batch.error === "torn" ? "ends too early" : "was changed after it was written");
    }
    const fault = batchFault(checks, batch.value, { head, sequence });
    if (fault !== undefined) return bad(fault.why, fault.code);
    head = batch.value.hash;
    sequence += batch.value.events.length;
    fresh.push({ name, stamp, batch: batch.value });
  }
  return ok({ checked: good() });
}

/** The batches with some more after them. */
export function grown(
  before: CheckedBatches,
  more: readonly { readonly name: string; readonly stamp: string; readonly batch: SignedBatch }[],
): CheckedBatches {
  if (more.length === 0) return before;
  return {
    files: [...before.files, ...more.map(({ name, stamp }) => ({ name, stamp }))],
    contents: withBatches(
      before.contents,
      more.map(({ batch }) => batch),
    ),
  };
}

import type { Digest } from "../../core/digest.ts";
import { batchBytes, chainFault, type SignedBatch } from "../../core/journal-chain.ts";
import type { JournalEvent } from "../../core/journal-events.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { JournalContents } from "../../ports/journal.ts";
import { batchName, batchNames, readBatchFile, stampOf } from "./batch-files.ts";

/** What makes a batch count, besides its place in the chain. */
export interface BatchChecks {
  readonly folder: string;
  /** False for a key that is not trusted as well as for a signature that does not hold. */
  verify(bytes: Uint8Array, keyId: string, signature: string): boolean;
  /** Answers `undefined` when an event is as schemas/event.schema.json says, else what is wrong. */
  readonly eventFault?: ((event: unknown) => string | undefined) | undefined;
}

/** Batches that were read and found good, by their files. */
export interface CheckedBatches {
  readonly files: readonly { readonly name: string; readonly stamp: string }[];
  readonly contents: JournalContents;
}

/** The first batch that does not count, and why. */
export interface BadBatch {
  readonly name: string;
  readonly code: "JOURNAL_BROKEN" | "JOURNAL_UNSIGNED";
  readonly why: string;
  /** Everything before it. */
  readonly good: CheckedBatches;
}

export const NO_BATCHES: CheckedBatches = {
  files: [],
  contents: { head: null, sequence: 0, events: [], heads: new Map() },
};

/** Reads what is new since `before`; everything, when something that was read has changed. */
export function readBatches(
  checks: BatchChecks,
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
    const fault = chainFault(batch.value, head, sequence) ?? eventFaults(checks, batch.value);
    if (fault !== undefined) return bad(fault);
    const { hash, keyId, signature, events } = batch.value;
    if (!checks.verify(batchBytes(hash), keyId, signature))
      return bad("is not signed by a key this repository trusts", "JOURNAL_UNSIGNED");
    head = hash;
    sequence += events.length;
    fresh.push({ name, stamp, batch: batch.value });
  }
  return ok({ checked: good() });
}

function eventFaults({ eventFault }: BatchChecks, batch: SignedBatch): string | undefined {
  for (const event of batch.events) {
    const fault = eventFault?.(event);
    if (fault !== undefined) return `holds an event that this version cannot read: ${fault}`;
  }
  return undefined;
}

/** The batches with some more after them; copied once, because who read the old ones must not see them grow. */
export function grown(
  before: CheckedBatches,
  more: readonly { readonly name: string; readonly stamp: string; readonly batch: SignedBatch }[],
): CheckedBatches {
  if (more.length === 0) return before;
  const events: JournalEvent[] = [...before.contents.events];
  const heads = new Map(before.contents.heads);
  let { head }: { head: Digest | null } = before.contents;
  for (const { batch } of more) {
    for (const event of batch.events) events.push(event);
    heads.set(events.length, batch.hash);
    head = batch.hash;
  }
  return {
    files: [...before.files, ...more.map(({ name, stamp }) => ({ name, stamp }))],
    contents: { head, sequence: events.length, events, heads },
  };
}

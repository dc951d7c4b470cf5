import type { Digest } from "../../core/digest.ts";
import { batchBytes, batchHash, chainFault, readBatchText, type SignedBatch } from "../../core/journal-chain.ts";
import type { JournalEvent } from "../../core/journal-events.ts";
import { fail, invariant, type Result } from "../../core/result.ts";
import type { BatchSigner, JournalContents } from "../../ports/journal.ts";

/** What journals share, wherever they keep their batches: how one is named, read, judged, made and counted. */

export const BATCH_BYTES_MAX = 64 * 1024 * 1024;
export const NO_CONTENTS: JournalContents = { head: null, sequence: 0, events: [], heads: new Map() };

/** What makes a batch count, besides its place in the chain. */
export interface BatchChecks {
  /** False for a key that is not trusted as well as for a signature that does not hold. */
  readonly verify: BatchSigner["verify"];
  /** Answers `undefined` when an event is as schemas/event.schema.json says, else what is wrong. */
  readonly eventFault?: ((event: unknown) => string | undefined) | undefined;
}

/** What a person does about a batch that no trusted key has signed. */
export const TRUST_HINT =
  "bring trust.json and the keys back that belong to it; if a stranger wrote the batch, begin again from the committed lock: shotlock journal restore";

export interface BatchFault {
  readonly code: "JOURNAL_BROKEN" | "JOURNAL_UNSIGNED";
  readonly why: string;
}

/** Batches are counted from 1: `0000000042.json`. */
export function batchName(number: number): string {
  return `${batchDigits(number)}.json`;
}

export function batchDigits(number: number): string {
  return String(number).padStart(10, "0");
}

/** A batch from its bytes; a byte that is no UTF-8 would read as a replacement character and hide. */
export function readBatchBytes(bytes: Buffer): Result<SignedBatch, "torn" | "changed"> {
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? readBatchText(text) : fail("changed");
}

/** Why a batch does not count after that head; undefined when it does. */
export function batchFault(
  checks: BatchChecks,
  batch: SignedBatch,
  after: { readonly head: Digest | null; readonly sequence: number },
): BatchFault | undefined {
  const why = chainFault(batch, after.head, after.sequence) ?? eventFaults(checks, batch);
  if (why !== undefined) return { code: "JOURNAL_BROKEN", why };
  if (checks.verify(batchBytes(batch.hash), batch.keyId, batch.signature)) return undefined;
  return { code: "JOURNAL_UNSIGNED", why: "is not signed by a key this repository trusts" };
}

function eventFaults({ eventFault }: BatchChecks, batch: SignedBatch): string | undefined {
  for (const event of batch.events) {
    const fault = eventFault?.(event);
    if (fault !== undefined) return `holds an event that this version cannot read: ${fault}`;
  }
  return undefined;
}

/** Once written it could never be read again, so such an event must not be written. */
export function mustBeReadable({ eventFault }: Pick<BatchChecks, "eventFault">, events: readonly JournalEvent[]): void {
  for (const event of events) {
    const fault = eventFault?.(event);
    invariant(fault === undefined, `the event ${event.type} is not as it should be: ${fault}`);
  }
}

/** The next batch of a journal, signed. */
export function signBatch(signer: BatchSigner, before: JournalContents, events: readonly JournalEvent[]): SignedBatch {
  const batch = { after: before.sequence, previous: before.head, events };
  const hash = batchHash(batch);
  return { ...batch, hash, ...signer.sign(batchBytes(hash)) };
}

/** The contents with some batches more; copied once, because who read the old ones must not see them grow. */
export function withBatches(before: JournalContents, more: readonly SignedBatch[]): JournalContents {
  if (more.length === 0) return before;
  const events: JournalEvent[] = [...before.events];
  const heads = new Map(before.heads);
  let { head } = before;
  for (const batch of more) {
    for (const event of batch.events) events.push(event);
    heads.set(events.length, batch.hash);
    head = batch.hash;
  }
  return { head, sequence: events.length, events, heads };
}

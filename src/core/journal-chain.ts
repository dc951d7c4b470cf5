import { canonicalJson, type Digest, sha256 } from "./digest.ts";
import type { JournalEvent } from "./journal-events.ts";
import type { Json } from "./json.ts";

/** One signed batch of the journal: a line of canonical JSON in a file of its own. */
export interface JournalBatch {
  /** Number of events before this batch. */
  readonly after: number;
  /** Hash of the batch before, null for the first. */
  readonly previous: Digest | null;
  readonly events: readonly JournalEvent[];
}

export interface SignedBatch extends JournalBatch {
  /** Hash of the three fields above: the head after this batch. */
  readonly hash: Digest;
  readonly keyId: string;
  readonly signature: string;
}

/** Hash of a batch: covers its place, its predecessor and its events. */
export function batchHash(batch: JournalBatch): Digest {
  const { after, previous, events } = batch;
  return sha256(canonicalJson({ after, previous, events } as unknown as Json));
}

/** The bytes a batch's signature is over: a fixed prefix, so that it can never serve as a signature of something else. */
export function batchBytes(hash: Digest): Uint8Array {
  return new TextEncoder().encode(`shotlock/journal-batch/1\n${hash}\n`);
}

/** Why a batch does not continue the chain; undefined when it does. */
export function chainFault(batch: SignedBatch, head: Digest | null, sequence: number): string | undefined {
  if (batch.previous !== head) return "names another batch as the one before it";
  if (batch.after !== sequence) return `counts ${batch.after} events before it, ${sequence} are there`;
  if (batch.events.length === 0) return "holds no event";
  if (batchHash(batch) !== batch.hash) return "was changed after it was written";
  return undefined;
}

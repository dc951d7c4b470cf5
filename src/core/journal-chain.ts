import { isBase64 } from "./base64.ts";
import { canonicalJson, type Digest, sha256 } from "./digest.ts";
import type { JournalEvent } from "./journal-events.ts";
import type { Json } from "./json.ts";
import { fail, ok, type Result } from "./result.ts";

/** One signed batch of the journal: a line of canonical JSON. */
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

/** A batch as it stands in a file: canonical JSON and a line break, so that there is one spelling of it. */
export function printBatch(batch: SignedBatch): string {
  return `${canonicalJson(batch as unknown as Json)}\n`;
}

/**
 * Reads a batch back. `torn`: the beginning of a batch, as a crash in the middle of writing leaves it. `changed`: anything
 * else that `printBatch` would not have written, were it a single space.
 */
export function readBatchText(text: string): Result<SignedBatch, "torn" | "changed"> {
  if (isTorn(text)) return fail("torn");
  try {
    const value: unknown = JSON.parse(text);
    if (!isBatch(value)) return fail("changed");
    const { after, previous, events, hash, keyId, signature } = value;
    const batch: SignedBatch = { after, previous, events, hash, keyId, signature };
    return printBatch(batch) === text ? ok(batch) : fail("changed");
  } catch {
    return fail("changed");
  }
}

/** What canonical JSON of a batch begins with. */
const BEGINNING = '{"after":';

/** Cut off inside the object; some disks fill the rest with zeros. A whole object with a wrong end was changed by somebody. */
function isTorn(text: string): boolean {
  const body = text.replace(/\0+$/, "");
  const begins = body.startsWith(BEGINNING) || BEGINNING.startsWith(body);
  return begins && !body.includes("\n") && !isJson(body) && !isJson(body.slice(0, -1));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isBatch(value: unknown): value is SignedBatch {
  if (typeof value !== "object" || value === null) return false;
  const { after, previous, events, hash, keyId, signature } = value as Partial<Record<keyof SignedBatch, unknown>>;
  return (
    Number.isSafeInteger(after) &&
    (previous === null || typeof previous === "string") &&
    Array.isArray(events) &&
    [hash, keyId].every((field) => typeof field === "string") &&
    typeof signature === "string" &&
    isBase64(signature)
  );
}

/** Why a batch does not continue the chain; undefined when it does. */
export function chainFault(batch: SignedBatch, head: Digest | null, sequence: number): string | undefined {
  if (batch.previous !== head) return "names another batch as the one before it";
  if (batch.after !== sequence) return `counts ${batch.after} events before it, ${sequence} are there`;
  if (batch.events.length === 0) return "holds no event";
  if (batchHash(batch) !== batch.hash) return "was changed after it was written";
  return undefined;
}

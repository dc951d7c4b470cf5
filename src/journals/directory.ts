import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import { canonicalJson, type Digest } from "../core/digest.ts";
import { batchBytes, batchHash, chainFault, type SignedBatch } from "../core/journal-chain.ts";
import type { JournalEvent } from "../core/journal-events.ts";
import type { Json } from "../core/json.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { syncFolder, writeDurably } from "../kit/durable-file.ts";
import { takeLease } from "../kit/lease.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal, JournalContents, JournalFailure } from "../ports/journal.ts";
import type { ProcessRunner } from "../ports/process.ts";

/** Signs and checks batches; keys stay with whoever made these functions. */
export interface BatchSigner {
  sign(bytes: Uint8Array): { readonly keyId: string; readonly signature: string };
  /** False for a key that is not trusted as well as for a signature that does not hold. */
  verify(bytes: Uint8Array, keyId: string, signature: string): boolean;
}

export interface DirectoryJournalOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly process: ProcessRunner;
  readonly signer: BatchSigner;
  /** Answers `undefined` when an event is as schemas/event.schema.json says, else what is wrong. */
  readonly eventFault?: (event: unknown) => string | undefined;
  readonly leaseWaitMs?: number;
}

const BATCH_NAME = /^(\d{10})\.json$/;
const BATCH_BYTES_MAX = 64 * 1024 * 1024;
const LEASE_WAIT_MS = 10_000;
const RESTORE = "bring the folder back from a backup, or begin again from the committed lock: shotlock journal restore";

interface Loaded extends JournalContents {
  readonly batches: number;
}

/**
 * A journal in a folder: one file a batch, numbered, each naming its predecessor's hash and signed. Made for one machine:
 * files are synced before an append returns, and one process writes at a time.
 */
export function directoryJournal(options: DirectoryJournalOptions): Journal {
  let cached: { readonly stamp: string; readonly loaded: Loaded } | undefined;

  function load(): Result<Loaded, JournalFailure> {
    const names = batchNames(options.folder);
    const stamp = stampOf(options.folder, names);
    if (cached?.stamp === stamp) return ok(cached.loaded);
    const loaded = readBatches(options, names);
    if (loaded.ok) cached = { stamp, loaded: loaded.value };
    return loaded;
  }

  return {
    id: "directory",
    read: async () => load(),
    async append(events, expectedHead) {
      const lease = await takeLease({
        path: join(options.folder, "writer.lease"),
        clock: options.clock,
        process: options.process,
        waitMs: options.leaseWaitMs ?? LEASE_WAIT_MS,
        uptimeSeconds: uptime(),
      });
      if (!lease.ok)
        return failure(
          "JOURNAL_BUSY",
          `${lease.error.holder} writes to this journal`,
          "wait for the other run, or stop it",
        );
      try {
        setAsideTornBatch(options.folder);
        const loaded = load();
        if (!loaded.ok) return loaded;
        if (loaded.value.head !== expectedHead)
          return failure(
            "JOURNAL_MOVED",
            "somebody else appended to the journal",
            "run it again: the plan is made anew",
          );
        return ok(writeBatch(options, loaded.value, events));
      } finally {
        lease.value.release();
      }
    },
  };
}

function failure(
  code: JournalFailure["code"],
  message: string,
  hint: string,
): { readonly ok: false; readonly error: JournalFailure } {
  return fail({ code, message, hint });
}

function batchNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => BATCH_NAME.test(name))
    .sort();
}

/** Changes whenever a batch is added or touched; reading the whole journal again is only done then. */
function stampOf(folder: string, names: readonly string[]): string {
  return names
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name}:${size}:${mtimeMs}`;
    })
    .join("|");
}

function readBatches(options: DirectoryJournalOptions, names: readonly string[]): Result<Loaded, JournalFailure> {
  let head: Digest | null = null;
  const events: JournalEvent[] = [];
  const heads = new Map<number, Digest>();
  for (const [index, name] of names.entries()) {
    if (Number(BATCH_NAME.exec(name)?.[1]) !== index + 1) return broken(name, "a batch before it is missing");
    const batch = readBatch(join(options.folder, name));
    if (batch === undefined) return broken(name, "is not readable");
    const fault = chainFault(batch, head, events.length) ?? eventFaults(options, batch);
    if (fault !== undefined) return broken(name, fault);
    if (!options.signer.verify(batchBytes(batch.hash), batch.keyId, batch.signature))
      return failure(
        "JOURNAL_UNSIGNED",
        `journal batch ${name} is not signed by a key this repository trusts`,
        RESTORE,
      );
    head = batch.hash;
    events.push(...batch.events);
    heads.set(events.length, batch.hash);
  }
  return ok({ head, sequence: events.length, events, heads, batches: names.length });
}

function broken(name: string, why: string): { readonly ok: false; readonly error: JournalFailure } {
  return failure("JOURNAL_BROKEN", `journal batch ${name} ${why}`, RESTORE);
}

function eventFaults(options: DirectoryJournalOptions, batch: SignedBatch): string | undefined {
  for (const event of batch.events) {
    const fault = options.eventFault?.(event);
    if (fault !== undefined) return `holds an event that is not as it should be: ${fault}`;
  }
  return undefined;
}

function readBatch(path: string): SignedBatch | undefined {
  if (statSync(path).size > BATCH_BYTES_MAX) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isBatch(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isBatch(value: unknown): value is SignedBatch {
  if (typeof value !== "object" || value === null) return false;
  const { after, previous, events, hash, keyId, signature } = value as Partial<Record<keyof SignedBatch, unknown>>;
  return (
    Number.isSafeInteger(after) &&
    (previous === null || typeof previous === "string") &&
    Array.isArray(events) &&
    [hash, keyId, signature].every((field) => typeof field === "string")
  );
}

/** A power cut can leave an empty or half file under the last name on some disks; it is kept under another name, never silently lost. */
function setAsideTornBatch(folder: string): void {
  const last = batchNames(folder).at(-1);
  if (last === undefined) return;
  const path = join(folder, last);
  if (readBatch(path) !== undefined) return;
  const text = readFileSync(path, "utf8");
  // A whole file that was changed ends with its line break: that is damage to report, not a torn write.
  if (text.endsWith("}\n")) return;
  renameSync(path, `${path}.torn`);
  syncFolder(folder);
}

function writeBatch(
  options: DirectoryJournalOptions,
  loaded: Loaded,
  events: readonly JournalEvent[],
): { readonly head: Digest; readonly sequence: number } {
  const batch = { after: loaded.sequence, previous: loaded.head, events };
  const hash = batchHash(batch);
  const { keyId, signature } = options.signer.sign(batchBytes(hash));
  const signed: SignedBatch = { ...batch, hash, keyId, signature };
  mkdirSync(options.folder, { recursive: true });
  const name = `${String(loaded.batches + 1).padStart(10, "0")}.json`;
  writeDurably(join(options.folder, name), `${canonicalJson(signed as unknown as Json)}\n`);
  return { head: hash, sequence: loaded.sequence + events.length };
}

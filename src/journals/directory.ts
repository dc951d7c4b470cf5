import { uptime } from "node:os";
import { join } from "node:path";
import type { Digest } from "../core/digest.ts";
import { batchBytes, batchHash, chainFault, type SignedBatch } from "../core/journal-chain.ts";
import type { JournalEvent } from "../core/journal-events.ts";
import { fail, invariant, ok, type Result } from "../core/result.ts";
import { codeOf } from "../kit/exclusive-file.ts";
import { takeLease } from "../kit/lease.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal, JournalContents, JournalFailure } from "../ports/journal.ts";
import type { ProcessRunner } from "../ports/process.ts";
import {
  batchName,
  batchNames,
  readBatchFile,
  setTornBatchAside,
  stampOf,
  writeBatchFile,
} from "./directory/batch-files.ts";

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

const LEASE_WAIT_MS = 10_000;
const RESTORE = "bring the folder back from a backup, or begin again from the committed lock: shotlock journal restore";

type Failed = { readonly ok: false; readonly error: JournalFailure };

/** Batches that were read and found good, by their files. */
interface Checked {
  readonly files: readonly { readonly name: string; readonly stamp: string }[];
  readonly contents: JournalContents;
}

const NOTHING: Checked = { files: [], contents: { head: null, sequence: 0, events: [], heads: new Map() } };

/**
 * A journal in a folder: one file a batch, numbered, each naming its predecessor's hash and signed. Made for one machine:
 * files are synced before an append returns, one process writes at a time, and a batch's name can be taken only once. A
 * last batch that a crash left half written does not count; it is kept as `.torn` and named in the answer.
 */
export function directoryJournal(options: DirectoryJournalOptions): Journal {
  const { folder } = options;
  let checked = NOTHING;

  function load(): Result<JournalContents, JournalFailure> {
    const answer = loadFrom(options, checked);
    if (!answer.ok) return answer;
    checked = answer.value.checked;
    const { contents } = checked;
    return ok(answer.value.torn === undefined ? contents : { ...contents, unfinished: answer.value.torn });
  }

  function appendNow(
    events: readonly JournalEvent[],
    expectedHead: Digest | null,
  ): Result<{ readonly head: Digest; readonly sequence: number }, JournalFailure> {
    const loaded = load();
    if (!loaded.ok) return loaded;
    if (loaded.value.head !== expectedHead) return moved();
    if (loaded.value.unfinished !== undefined) setTornBatchAside(folder, loaded.value.unfinished);
    const batch = sign(options, { after: loaded.value.sequence, previous: loaded.value.head, events });
    const name = batchName(checked.files.length + 1);
    if (!writeBatchFile(folder, name, batch)) return moved();
    checked = grown(checked, { name, stamp: stampOf(folder, name) }, batch);
    return ok({ head: batch.hash, sequence: batch.after + events.length });
  }

  return {
    id: "directory",
    read: async () => guarded(load, "JOURNAL_BROKEN", "the journal cannot be read"),
    async append(events, expectedHead) {
      for (const event of events) {
        const fault = options.eventFault?.(event);
        // Once written it could never be read again, so it must not be written.
        invariant(fault === undefined, `the event ${event.type} is not as it should be: ${fault}`);
      }
      return guardedAsync(async () => {
        const lease = await takeLease({
          path: join(folder, "writer.lease"),
          clock: options.clock,
          process: options.process,
          waitMs: options.leaseWaitMs ?? LEASE_WAIT_MS,
          uptimeSeconds: uptime(),
        });
        if (!lease.ok) return busy(lease.error.holder);
        try {
          return appendNow(events, expectedHead);
        } finally {
          lease.value.release();
        }
      });
    },
  };
}

/** Reads what is new since `before`; everything, when something that was read has changed. */
function loadFrom(
  options: DirectoryJournalOptions,
  before: Checked,
): Result<{ readonly checked: Checked; readonly torn?: string }, JournalFailure> {
  const { folder } = options;
  const names = batchNames(folder);
  const stands = before.files.every(
    ({ name, stamp }, index) => names[index] === name && stampOf(folder, name) === stamp,
  );
  const good = stands ? before : NOTHING;
  const files = [...good.files];
  const events = [...good.contents.events];
  const heads = new Map(good.contents.heads);
  let { head } = good.contents;
  const sofar = (): Checked => ({ files, contents: { head, sequence: events.length, events, heads } });
  for (const name of names.slice(files.length)) {
    if (name !== batchName(files.length + 1)) return broken(name, "follows a batch that is missing");
    const stamp = stampOf(folder, name);
    const batch = readBatchFile(folder, name);
    if (!batch.ok) {
      if (batch.error === "torn" && name === names.at(-1)) return ok({ checked: sofar(), torn: name });
      return broken(name, batch.error === "torn" ? "ends too early" : "was changed after it was written");
    }
    const fault = chainFault(batch.value, head, events.length) ?? eventFaults(options, batch.value);
    if (fault !== undefined) return broken(name, fault);
    const { hash, keyId, signature } = batch.value;
    if (!options.signer.verify(batchBytes(hash), keyId, signature)) return unsigned(name);
    head = hash;
    files.push({ name, stamp });
    events.push(...batch.value.events);
    heads.set(events.length, hash);
  }
  return ok({ checked: names.length === good.files.length ? good : sofar() });
}

function grown(before: Checked, file: Checked["files"][number], batch: SignedBatch): Checked {
  const events = [...before.contents.events, ...batch.events];
  const heads = new Map(before.contents.heads).set(events.length, batch.hash);
  return {
    files: [...before.files, file],
    contents: { head: batch.hash, sequence: events.length, events, heads },
  };
}

function sign(
  options: DirectoryJournalOptions,
  batch: Pick<SignedBatch, "after" | "previous" | "events">,
): SignedBatch {
  const hash = batchHash(batch);
  return { ...batch, hash, ...options.signer.sign(batchBytes(hash)) };
}

function eventFaults(options: DirectoryJournalOptions, batch: SignedBatch): string | undefined {
  for (const event of batch.events) {
    const fault = options.eventFault?.(event);
    if (fault !== undefined) return `holds an event that this version cannot read: ${fault}`;
  }
  return undefined;
}

function failed(code: JournalFailure["code"], message: string, hint: string): Failed {
  return fail({ code, message, hint });
}

function broken(name: string, why: string): Failed {
  return failed("JOURNAL_BROKEN", `journal batch ${name} ${why}`, RESTORE);
}

function unsigned(name: string): Failed {
  return failed("JOURNAL_UNSIGNED", `journal batch ${name} is not signed by a key this repository trusts`, RESTORE);
}

function moved(): Failed {
  return failed("JOURNAL_MOVED", "somebody else appended to the journal", "run it again: the plan is made anew");
}

function busy(holder: string): Failed {
  return failed("JOURNAL_BUSY", `${holder} writes to this journal`, "wait for the other run, or stop it");
}

/** The disk's refusals are answers; anything without a system code is our bug and goes on. */
function guarded<Value>(
  work: () => Result<Value, JournalFailure>,
  code: JournalFailure["code"],
  says: string,
): Result<Value, JournalFailure> {
  try {
    return work();
  } catch (thrown) {
    return refused(thrown, code, says);
  }
}

async function guardedAsync<Value>(
  work: () => Promise<Result<Value, JournalFailure>>,
): Promise<Result<Value, JournalFailure>> {
  try {
    return await work();
  } catch (thrown) {
    return refused(thrown, "JOURNAL_UNWRITABLE", "the journal cannot be written");
  }
}

function refused(thrown: unknown, code: JournalFailure["code"], says: string): Failed {
  const system = codeOf(thrown);
  if (system === undefined || !(thrown instanceof Error)) throw thrown;
  return failed(code, `${says}: ${thrown.message}`, "make room on the disk and check who may write to the folder");
}

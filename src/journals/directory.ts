import { uptime } from "node:os";
import { join } from "node:path";
import type { Digest } from "../core/digest.ts";
import type { JournalEvent } from "../core/journal-events.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { codeOf } from "../kit/exclusive-file.ts";
import { batchName, mustBeReadable, signBatch, TRUST_HINT } from "../kit/journal/batches.ts";
import { takeLease } from "../kit/lease.ts";
import type { Clock } from "../ports/clock.ts";
import type { BatchSigner, Journal, JournalContents, JournalFailure, SetAside } from "../ports/journal.ts";
import type { ProcessRunner } from "../ports/process.ts";
import {
  batchNames,
  removeDrafts,
  setBrokenBatchAside,
  setTornBatchAside,
  stampOf,
  writeBatchFile,
} from "./directory/batch-files.ts";
import { type BadBatch, grown, NO_BATCHES, readBatches } from "./directory/read-batches.ts";

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
type Answer<Value> = Result<Value, JournalFailure>;

/**
 * A journal in a folder: one file a batch, numbered, each naming its predecessor's hash and signed. Made for one machine:
 * files are synced before an append returns, one process writes at a time, and a batch's name can be taken only once. A
 * last batch that a crash left half written does not count; it is kept as `.torn` and named in the answer.
 */
export function directoryJournal(options: DirectoryJournalOptions): Journal {
  const { folder, signer, eventFault } = options;
  const checks = {
    folder,
    eventFault,
    verify: (bytes: Uint8Array, keyId: string, signature: string) => signer.verify(bytes, keyId, signature),
  };
  let checked = NO_BATCHES;
  let swept = false;

  function load(): Answer<JournalContents> {
    const answer = readBatches(checks, checked);
    if (!answer.ok) return broken(answer.error);
    checked = answer.value.checked;
    const { contents } = checked;
    return ok(answer.value.torn === undefined ? contents : { ...contents, unfinished: answer.value.torn });
  }

  function appendNow(
    events: readonly JournalEvent[],
    expectedHead: Digest | null,
  ): Answer<{ readonly head: Digest; readonly sequence: number }> {
    const loaded = load();
    if (!loaded.ok) return loaded;
    if (loaded.value.head !== expectedHead) return moved();
    if (!swept) removeDrafts(folder);
    swept = true;
    if (loaded.value.unfinished !== undefined) setTornBatchAside(folder, loaded.value.unfinished);
    const batch = signBatch(signer, loaded.value, events);
    const name = batchName(checked.files.length + 1);
    if (!writeBatchFile(folder, name, batch)) return moved();
    checked = grown(checked, [{ name, stamp: stampOf(folder, name), batch }]);
    return ok({ head: batch.hash, sequence: batch.after + events.length });
  }

  function setAsideNow(): Answer<SetAside> {
    const answer = readBatches(checks, NO_BATCHES);
    if (answer.ok) return ok({ names: [], sequence: answer.value.checked.contents.sequence });
    const { good } = answer.error;
    // From the last one back, so that a crash on the way leaves a journal that is broken at the same place.
    const bad = batchNames(folder).slice(good.files.length).reverse();
    const names = bad.map((name) => setBrokenBatchAside(folder, name)).reverse();
    checked = good;
    return ok({ names, sequence: good.contents.sequence });
  }

  return {
    id: "directory",
    read: async () => guarded(async () => load(), "JOURNAL_BROKEN", "the journal cannot be read"),
    async append(events, expectedHead) {
      mustBeReadable(options, events);
      return asWriter(options, () => appendNow(events, expectedHead));
    },
    setBrokenAside: async () => asWriter(options, setAsideNow),
  };
}

/** Does something that only one process may do at a time. */
async function asWriter<Value>(options: DirectoryJournalOptions, work: () => Answer<Value>): Promise<Answer<Value>> {
  return guarded(
    async () => {
      const lease = await takeLease({
        path: join(options.folder, "writer.lease"),
        clock: options.clock,
        process: options.process,
        waitMs: options.leaseWaitMs ?? LEASE_WAIT_MS,
        uptimeSeconds: uptime(),
      });
      if (!lease.ok) return busy(lease.error.holder);
      try {
        return work();
      } finally {
        lease.value.release();
      }
    },
    "JOURNAL_UNWRITABLE",
    "the journal cannot be written",
  );
}

function failed(code: JournalFailure["code"], message: string, hint: string): Failed {
  return fail({ code, message, hint });
}

function broken({ name, code, why }: BadBatch): Failed {
  return failed(code, `journal batch ${name} ${why}`, code === "JOURNAL_UNSIGNED" ? TRUST_HINT : RESTORE);
}

function moved(): Failed {
  return failed("JOURNAL_MOVED", "somebody else appended to the journal", "run it again: the plan is made anew");
}

function busy(holder: string): Failed {
  return failed("JOURNAL_BUSY", `${holder} writes to this journal`, "wait for the other run, or stop it");
}

/** The disk's refusals are answers; anything without a system code is our bug and goes on. */
async function guarded<Value>(
  work: () => Promise<Answer<Value>>,
  code: JournalFailure["code"],
  says: string,
): Promise<Answer<Value>> {
  try {
    return await work();
  } catch (thrown) {
    if (codeOf(thrown) === undefined || !(thrown instanceof Error)) throw thrown;
    const hint = "make room on the disk and check who may write to the folder";
    return failed(code, `${says}: ${thrown.message}`, hint);
  }
}

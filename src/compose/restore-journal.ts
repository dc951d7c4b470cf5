import { type Digest, sha256 } from "../core/digest.ts";
import type { JsonObject } from "../core/json.ts";
import type { LockDocument } from "../core/lock.ts";
import type { Episode } from "../core/production.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { openRecord } from "../operations/apply/journal-record.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import type { Journal } from "../ports/journal.ts";
import { lockKeys, signatureHolds } from "./lock-desk.ts";
import { openState, parseLockText } from "./open-state.ts";
import { journalProblem, type Problem, problem } from "./problem.ts";
import { asProblem, takeRunLease } from "./run-apply.ts";
import type { Shop } from "./shop.ts";
import type { Said } from "./workshop.ts";

/**
 * Begins this machine's journal for an episode with what its committed lock says: a person's decision, recorded as one. A
 * broken journal keeps its good beginning; what follows is kept beside it and no longer counts.
 */
export async function restoreJournal(shop: Shop, episode: Episode): Promise<Result<Said, Problem>> {
  const keys = shop.keys.signing();
  if (!keys.ok) return keys;
  const published = shop.keys.admit(keys.value);
  if (!published.ok) return published;
  const journal = shop.journal();
  if (!journal.ok) return journal;
  try {
    const lease = await takeRunLease(shop);
    if (!lease.ok) return lease;
    try {
      return await restore(shop, episode, journal.value);
    } finally {
      lease.value.release();
    }
  } catch (thrown) {
    return asProblem(thrown);
  }
}

async function restore(shop: Shop, episode: Episode, journal: Journal): Promise<Result<Said, Problem>> {
  const lock = signedLock(shop, episode);
  const read = await journal.read();
  const isBroken = !read.ok && (read.error.code === "JOURNAL_BROKEN" || read.error.code === "JOURNAL_UNSIGNED");
  // Nothing is moved before it is known that there is something to begin from.
  if (!lock.ok && !(isBroken && lock.error === undefined)) return fail(lock.error ?? noLock(episode));
  const aside = await journal.setBrokenAside();
  if (!aside.ok) return journalProblem(aside.error);
  const { names, sequence } = aside.value;
  const moved =
    names.length === 0
      ? []
      : [
          `${names.length} ${names.length === 1 ? "batch is" : "batches are"} kept as ${names[0]} and no longer count; ${sequence} events before stay. Look at the bills of your engines for what was under way then.`,
        ];
  const opened = await openState(shop.repository, journal, episode);
  const isThere = opened.ok && opened.value.from === "journal" && opened.value.state.lock !== null;
  if (names.length === 0 && isThere)
    return ok({
      says: `${episode.id}: the journal is here and contains what the lock was made from; nothing to restore`,
    });
  const record = await openRecord(journal, shop.clock, {
    run: `restore-${new Date(shop.clock.now()).toISOString()}`,
    operator: shop.operator(),
    show: episode.show.id,
    episode: episode.id,
  });
  if (!record.ok) return journalProblem(record.error);
  for (const says of moved) await record.value.append({ type: "note.written", says });
  const [first] = moved;
  if (!lock.ok || isThere) return ok({ says: `${episode.id}: ${first ?? "nothing to restore"}` });
  const { document, digest } = lock.value;
  await record.value.append({
    type: "journal.restored",
    lock: digest,
    document: document as unknown as JsonObject,
  });
  const begins = `the journal begins with lock serial ${document.serial}. Takes whose files are not in the store here are planned as missing.`;
  return ok({ says: `${episode.id}: ${[begins, ...moved].join(" ")}` });
}

function noLock(episode: Episode): Problem {
  return {
    message: `${episode.id} has no lock to begin from`,
    hint: "shotlock apply begins a journal by itself",
    exitCode: 1,
  };
}

/** The lock, only as it was signed: what is begun from here is vouched for by our own signature from then on. */
function signedLock(
  shop: Shop,
  episode: Episode,
): Result<{ readonly document: LockDocument; readonly digest: Digest }, Problem | undefined> {
  const paths = lockPaths(episode);
  const text = shop.repository.read(paths.lock);
  if (text === undefined) return fail(undefined);
  const document = parseLockText(text);
  if (document === undefined || document.show !== episode.show.id || document.episode !== episode.id)
    return problem(`${paths.lock} is not a lock of ${episode.id} that can be read`, "restore it from git", 2);
  const signature = shop.repository.read(paths.signature);
  const digest = sha256(text);
  if (signature === undefined || !signatureHolds(signature, digest, lockKeys(shop)))
    return problem(
      `${paths.lock} is not as it was signed, or its signer is not trusted here: nothing is begun from it`,
      "bring lock, signature and trust.json back from git; shotlock verify says which of them it is",
      2,
    );
  return ok({ document, digest });
}

import { sha256 } from "../core/digest.ts";
import { type EpisodeState, emptyEpisodeState } from "../core/episode-state.ts";
import type { JournalEvent } from "../core/journal-events.ts";
import { foldJournal } from "../core/journal-state.ts";
import { type LockDocument, stateFromLock } from "../core/lock.ts";
import { checkLockHead } from "../core/lock-head.ts";
import type { Episode } from "../core/production.ts";
import { ok, type Result } from "../core/result.ts";
import { entriesOfLock } from "../core/spending/lock-entries.ts";
import { continueSpending, NOTHING_SPENT, type Spending } from "../core/spending.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import type { Journal, JournalContents } from "../ports/journal.ts";
import { shapeErrors } from "../schema/validators.ts";
import { journalProblem, type Problem, problem } from "./problem.ts";
import type { RepositoryFolder } from "./repository-folder.ts";

export interface OpenState {
  readonly state: EpisodeState;
  /** The books of the whole repository; without a journal, what the lock tells. */
  readonly spending: Spending;
  /** `lock`: there is no journal here, the committed lock is all that is known. */
  readonly from: "journal" | "lock" | "nothing";
  /** All of the repository's journal; empty without one. */
  readonly events: readonly JournalEvent[];
  readonly lock?: LockDocument;
  /** Present when the journal itself could not be asked: what its copy here is, in a sentence. */
  readonly copy?: string;
}

/** A lock's text as a document; undefined when it is none. */
export function parseLockText(text: string): LockDocument | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return shapeErrors("lock", value).length === 0 ? (value as LockDocument) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What is known of an episode: the journal folded, or without one what the lock says. A journal that the lock does not know
 * stops everything. `copyIsEnough`: for looking, not for spending; a journal that gives no answer is then read as this machine saw it last.
 */
export async function openState(
  repository: RepositoryFolder,
  journal: Journal,
  episode: Episode,
  { copyIsEnough = false }: { readonly copyIsEnough?: boolean } = {},
): Promise<Result<OpenState, Problem>> {
  const paths = lockPaths(episode);
  const text = repository.read(paths.lock);
  const lock = text === undefined ? undefined : parseLockText(text);
  if (text !== undefined && lock === undefined)
    return problem(`${paths.lock} is not a lock that can be read`, "restore it from git; it is never edited by hand");
  const asked = await journal.read();
  const isSilent = !asked.ok && asked.error.code === "JOURNAL_UNREACHABLE";
  const read = isSilent && copyIsEnough && journal.readHere !== undefined ? await journal.readHere() : asked;
  if (!read.ok) return journalProblem(read.error);
  const copy = isSilent ? { copy: copyWords(read.value, asked.error.message) } : {};
  // A copy from before the lock was made knows less than the lock.
  const isOld = isSilent && lock !== undefined && read.value.sequence < lock.journal.sequence;
  const standing = isOld ? "missing" : checkLockHead(lock, read.value);
  if (standing === "other")
    return problem(
      `the journal here does not contain what ${paths.lock} was made from`,
      "bring the right journal back, or begin again from the lock: shotlock journal restore",
      3,
    );
  if (standing === "missing" && lock !== undefined && text !== undefined)
    return ok({
      state: stateFromLock(lock, sha256(text)),
      spending: spendingOfLock(lock),
      from: "lock",
      events: [],
      lock,
      ...copy,
    });
  const { events, sequence } = read.value;
  const spending = continueSpending(NOTHING_SPENT, events);
  if (sequence === 0)
    return ok({
      state: emptyEpisodeState(episode.show.id, episode.id),
      spending,
      from: "nothing",
      events: [],
      ...copy,
    });
  const state = foldJournal(events, episode.show.id, episode.id, read.value);
  return ok({ state, spending, from: "journal", events, ...(lock === undefined ? {} : { lock }), ...copy });
}

/** The state of an episode that may be written to: what a lock alone tells is no ground to go on from. */
export async function openJournaled(
  repository: RepositoryFolder,
  journal: Journal,
  episode: Episode,
): Promise<Result<OpenState, Problem>> {
  const opened = await openState(repository, journal, episode);
  if (!opened.ok || opened.value.from !== "lock") return opened;
  return problem(
    `${episode.id} has a lock, and the journal it was made from is not here`,
    "bring .shotlock back, or begin again from the lock: shotlock journal restore",
    3,
  );
}

/** What a lock without a time of its own tells counts in no month. */
function spendingOfLock(lock: LockDocument): Spending {
  return { ...NOTHING_SPENT, entries: entriesOfLock(lock, { at: "", run: "", operator: "" }) };
}

function copyWords({ sequence, events }: JournalContents, why: string): string {
  const last = events.at(-1)?.at;
  const until = last === undefined ? "nothing of it is here" : `this is its event ${sequence} of ${last}`;
  return `${why}; ${until}`;
}

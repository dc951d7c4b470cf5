import { attemptSummary } from "./attempt-summary.ts";
import type { Digest } from "./digest.ts";
import { type AttemptState, type EpisodeState, emptyEpisodeState, type ShotState } from "./episode-state.ts";
import type { JournalEvent } from "./journal-events.ts";
import { OPEN_STANDINGS } from "./journal-state/fold-attempt.ts";
import { emptyShot, foldShot } from "./journal-state/fold-shot.ts";
import { IllegalTransition, mayFollow } from "./journal-state/illegal-transition.ts";
import { type LockDocument, stateFromLock } from "./lock.ts";
import { atMost } from "./plan/attempts-so-far.ts";
import { fail, ok, type Result } from "./result.ts";
import type { AttemptSummary } from "./take.ts";
import { toldAttempts } from "./told-attempts.ts";

/** Where the fold ends: the journal's head and number of events (of the whole repository, not of one episode). */
export interface JournalPlace {
  readonly head: Digest | null;
  readonly sequence: number;
}

/**
 * The state of one episode: a pure fold over the journal. Events of other episodes are passed over. An event that cannot
 * follow the ones before it, or of a type this version does not know, throws `IllegalTransition`.
 */
export function foldJournal(
  events: readonly JournalEvent[],
  show: string,
  episode: string,
  place: JournalPlace,
): EpisodeState {
  return continueFold(emptyEpisodeState(show, episode), events, place);
}

/** The same fold, from a state that the events before these gave. */
export function continueFold(before: EpisodeState, events: readonly JournalEvent[], place: JournalPlace): EpisodeState {
  const own = events.filter((event) => event.show === before.show && event.episode === before.episode);
  return { ...own.reduce(foldEvent, before), head: place.head, sequence: place.sequence };
}

/** Like `continueFold`, with the illegal event as an answer: for a journal that somebody else wrote. */
export function tryFold(
  before: EpisodeState,
  events: readonly JournalEvent[],
  place: JournalPlace,
): Result<EpisodeState, string> {
  try {
    return ok(continueFold(before, events, place));
  } catch (thrown) {
    if (thrown instanceof IllegalTransition) return fail(thrown.message);
    throw thrown;
  }
}

function foldEvent(state: EpisodeState, event: JournalEvent): EpisodeState {
  switch (event.type) {
    case "run.started":
    case "run.ended":
    case "note.written":
    case "grant.written":
    case "spending.stopped":
    case "spending.resumed":
      return state;
    case "journal.restored":
      // The document was validated against schemas/lock.schema.json before the event was written.
      return restored(state, stateFromLock(event.document as unknown as LockDocument, event.lock));
    case "lock.signed":
      mayFollow(event.serial > (state.lock?.serial ?? 0), `lock ${event.serial} after lock ${state.lock?.serial}`);
      return { ...state, lock: { serial: event.serial, digest: event.lock } };
    case "episode.conformed":
      return { ...state, conformed: { ...state.conformed, [event.tier]: event.record } };
    case "shot.renamed":
      return renamed(state, event.was, event.shot);
    default: {
      const shot = foldShot(state.shots[event.shot] ?? emptyShot(event.shot), event);
      return { ...state, shots: { ...state.shots, [event.shot]: shot } };
    }
  }
}

/**
 * The lock's word on takes and choices. Attempts that may still cost or bring something are never forgotten, unless the lock
 * tells how they ended, and neither is what was paid for those that it does not tell of.
 */
function restored(before: EpisodeState, lock: EpisodeState): EpisodeState {
  const shots: Record<string, ShotState> = { ...lock.shots };
  for (const [id, shot] of Object.entries(before.shots)) {
    const present = shots[id] ?? emptyShot(id);
    const summaries = toldAttempts(present.takes, present.told ?? []);
    const ended = new Set(summaries.filter(hasEnded).map((summary) => summary.attempt));
    const attempts = shot.attempts.filter((attempt) => isOpen(attempt) && !ended.has(attempt.attempt));
    const known = new Set([...summaries, ...attempts].map((attempt) => attempt.attempt));
    const untold = [
      ...(shot.told ?? []),
      ...shot.attempts.filter((attempt) => atMost(attempt) > 0).map((attempt) => attemptSummary(attempt)),
    ].filter((summary) => !known.has(summary.attempt));
    const open = new Set(attempts.map((attempt) => attempt.attempt));
    const told = [...(present.told ?? []), ...untold].filter((summary) => !open.has(summary.attempt));
    if (attempts.length === 0 && untold.length === 0) continue;
    const { told: _told, ...plain } = present;
    shots[id] = { ...plain, attempts, ...(told.length === 0 ? {} : { told }) };
  }
  return { ...lock, shots };
}

function isOpen({ standing }: AttemptState): boolean {
  return OPEN_STANDINGS.has(standing) || standing === "in-doubt";
}

function hasEnded({ outcome }: AttemptSummary): boolean {
  return outcome !== "running" && outcome !== "in-doubt";
}

function renamed(state: EpisodeState, was: string, now: string): EpisodeState {
  const shot = state.shots[was];
  mayFollow(shot !== undefined, `${was} is not known and cannot become ${now}`);
  const { [was]: _gone, [now]: present, ...others } = state.shots;
  mayFollow(
    present === undefined || (present.takes.length === 0 && present.attempts.length === 0),
    `${now} has takes of its own, ${was} cannot become it`,
  );
  const retakes = [...shot.retakes, ...(present?.retakes ?? [])];
  return {
    ...state,
    shots: { ...others, [now]: { ...shot, shot: now, retakes, formerIds: [...shot.formerIds, was] } },
  };
}

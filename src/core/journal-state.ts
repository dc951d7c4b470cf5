import type { Basis } from "./basis.ts";
import type { Digest } from "./digest.ts";
import type { AttemptState, EpisodeState, ShotState } from "./episode-state.ts";
import { emptyEpisodeState } from "./episode-state.ts";
import type { JournalEvent } from "./journal-events.ts";
import { foldAttempt } from "./journal-state/fold-attempt.ts";
import type { JsonObject } from "./json.ts";
import { type LockDocument, stateFromLock } from "./lock.ts";

/** Where the fold ends: the journal's head and number of events (of the whole repository, not of one episode). */
export interface JournalPlace {
  readonly head: Digest | null;
  readonly sequence: number;
}

/**
 * The state of one episode: a pure fold over the journal. Events of other episodes are passed over. An event that cannot
 * follow the ones before it is our bug or a forged journal, and throws.
 */
export function foldJournal(
  events: readonly JournalEvent[],
  show: string,
  episode: string,
  place: JournalPlace,
): EpisodeState {
  const own = events.filter((event) => event.show === show && event.episode === episode);
  const folded = own.reduce(foldEvent, emptyEpisodeState(show, episode));
  return { ...folded, head: place.head, sequence: place.sequence };
}

function foldEvent(state: EpisodeState, event: JournalEvent): EpisodeState {
  switch (event.type) {
    case "run.started":
    case "run.ended":
    case "note.written":
      return state;
    case "journal.restored":
      return restored(event.document, event.lock);
    case "lock.signed":
      return { ...state, lock: { serial: event.serial, digest: event.lock } };
    case "episode.conformed":
      return { ...state, conformed: { ...state.conformed, [event.tier]: event.record } };
    case "shot.renamed":
      return renamed(state, event.was, event.shot);
    default:
      return withShot(state, event.shot, (shot) => foldShot(shot, event));
  }
}

function restored(document: JsonObject, digest: Digest): EpisodeState {
  // The document was validated against schemas/lock.schema.json before the event was written.
  return stateFromLock(document as unknown as LockDocument, digest);
}

function withShot(state: EpisodeState, id: string, change: (shot: ShotState) => ShotState): EpisodeState {
  return { ...state, shots: { ...state.shots, [id]: change(state.shots[id] ?? emptyShot(id)) } };
}

function emptyShot(shot: string): ShotState {
  return { shot, takes: [], attempts: [], circled: {}, kept: {}, retakes: [], formerIds: [] };
}

function renamed(state: EpisodeState, was: string, now: string): EpisodeState {
  const shot = state.shots[was];
  if (shot === undefined) return state;
  const { [was]: _gone, ...others } = state.shots;
  return { ...state, shots: { ...others, [now]: { ...shot, shot: now, formerIds: [...shot.formerIds, was] } } };
}

type ShotEvent = Exclude<
  JournalEvent,
  {
    type:
      | "run.started"
      | "run.ended"
      | "note.written"
      | "journal.restored"
      | "lock.signed"
      | "episode.conformed"
      | "shot.renamed";
  }
>;

function foldShot(shot: ShotState, event: ShotEvent): ShotState {
  switch (event.type) {
    case "take.accepted": {
      const retakes = shot.retakes.filter((retake) => retake.tier !== event.take.tier);
      return { ...withAttempt(shot, event), takes: [...shot.takes, event.take], retakes };
    }
    case "take.set-aside":
      return { ...withAttempt(shot, event), takes: [...shot.takes, event.take] };
    case "take.circled":
      return { ...shot, circled: { ...shot.circled, [event.tier]: event.take } };
    case "take.kept":
      return { ...shot, kept: { ...shot.kept, [event.take]: keptOf(event.basis, event.reason, event.operator) } };
    case "retake.asked": {
      const { tier, reason, operator, at } = event;
      return { ...shot, retakes: [...shot.retakes, { tier, reason, operator, at }] };
    }
    default:
      return withAttempt(shot, event);
  }
}

function keptOf(basis: Basis, reason: string, operator: string): ShotState["kept"][string] {
  return { basis, reason, operator };
}

function withAttempt(shot: ShotState, event: ShotEvent): ShotState {
  if (!("attempt" in event) || event.attempt === undefined) return shot;
  const index = shot.attempts.findIndex((attempt) => attempt.attempt === event.attempt);
  const before: AttemptState | undefined = shot.attempts[index];
  const after = foldAttempt(before, event);
  const attempts =
    before === undefined
      ? [...shot.attempts, after]
      : shot.attempts.map((attempt, at) => (at === index ? after : attempt));
  return { ...shot, attempts };
}

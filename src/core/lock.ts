import { attemptSummary } from "./attempt-summary.ts";
import type { Basis } from "./basis.ts";
import type { Digest } from "./digest.ts";
import type { EpisodeState, ShotState } from "./episode-state.ts";
import type { ConformRecord } from "./journal-events.ts";
import type { Json } from "./json.ts";
import type { Micros } from "./money.ts";
import { atMost } from "./plan/attempts-so-far.ts";
import { TIERS, type Tier } from "./production.ts";
import type { AttemptSummary, Take } from "./take.ts";
import { takeNumber } from "./take-names.ts";
import { toldAttempts } from "./told-attempts.ts";

/**
 * The lock: which take of which shot is the produced one, and from what it was made. A projection of the journal, written
 * by the program, signed beside itself. Its TypeScript shape follows schemas/lock.schema.json.
 */
export interface LockDocument {
  readonly schema: "shotlock/lock/1";
  readonly show: string;
  readonly episode: string;
  /** Counts signed locks of this episode, from 1. */
  readonly serial: number;
  /** Digest of the signed lock before this one. */
  readonly previous: Digest | null;
  /** Where the journal stood when this was projected. */
  readonly journal: { readonly head: Digest | null; readonly sequence: number };
  readonly shots: { readonly [shot: string]: LockedShot };
  readonly conformed: { readonly [tier in Tier]?: ConformRecord };
}

export interface LockedShot {
  /** The circled take per tier. */
  readonly circled: { readonly [tier in Tier]?: string };
  readonly formerIds: readonly string[];
  readonly kept: {
    readonly [take: string]: { readonly basis: Basis; readonly reason: string; readonly operator: string };
  };
  readonly retakes: ShotState["retakes"];
  /** Accepted and set-aside takes by id: a loser is kept and recorded, too. */
  readonly takes: { readonly [take: string]: Take };
  /** Attempts that cost something, or still may, and of which no take tells; absent when there is none. */
  readonly attempts?: readonly AttemptSummary[];
}

export interface LockPlace {
  readonly serial: number;
  readonly previous: Digest | null;
}

/** Projects the folded journal. Same state and place, same document. */
export function projectLock(state: EpisodeState, place: LockPlace): LockDocument {
  const shots: Record<string, LockedShot> = {};
  for (const [id, shot] of Object.entries(state.shots)) {
    const attempts = attemptsToTell(shot);
    if (shot.takes.length === 0 && shot.retakes.length === 0 && attempts.length === 0) continue;
    shots[id] = {
      circled: shot.circled,
      formerIds: shot.formerIds,
      kept: shot.kept,
      retakes: shot.retakes,
      takes: Object.fromEntries(shot.takes.map((take) => [take.id, take])),
      ...(attempts.length === 0 ? {} : { attempts }),
    };
  }
  return {
    schema: "shotlock/lock/1",
    show: state.show,
    episode: state.episode,
    serial: place.serial,
    previous: place.previous,
    journal: { head: state.head, sequence: state.sequence },
    shots,
    conformed: state.conformed,
  };
}

/** What the stories of the takes leave out, so that a journal begun from this lock forgets no money and no open job. */
function attemptsToTell(shot: ShotState): readonly AttemptSummary[] {
  const told = new Map(toldAttempts(shot.takes).map((summary) => [summary.attempt, summary]));
  const own = shot.attempts
    .filter((attempt) => atMost(attempt) > 0)
    .map((attempt) => attemptSummary(attempt))
    // A take that was signed while the attempt was still under way tells of another bill.
    .filter((summary) => atMostTold(told.get(summary.attempt)) !== atMostTold(summary));
  return [...(shot.told ?? []), ...own];
}

function atMostTold(summary: AttemptSummary | undefined): Micros | undefined {
  if (summary === undefined) return undefined;
  return summary.charge.certainty === "known" ? summary.charge.micros : summary.charge.atMostMicros;
}

/** Sorted keys, two spaces, LF, a final newline: the same lock is always the same bytes, and a diff shows one block a shot. */
export function printLock(lock: LockDocument): string {
  return `${JSON.stringify(sorted(lock as unknown as Json), null, 2)}\n`;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const object = value as { readonly [key: string]: Json };
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .filter((key) => object[key] !== undefined)
      .map((key) => [key, sorted(object[key] as Json)]),
  );
}

/** What a clone without a journal knows: the lock's takes and choices, no attempts. */
export function stateFromLock(lock: LockDocument, digest: Digest): EpisodeState {
  const shots: Record<string, ShotState> = {};
  for (const [id, shot] of Object.entries(lock.shots))
    shots[id] = {
      shot: id,
      takes: Object.values(shot.takes).sort((left, right) => takeNumber(left.id) - takeNumber(right.id)),
      attempts: [],
      circled: shot.circled,
      kept: shot.kept,
      retakes: shot.retakes,
      formerIds: shot.formerIds,
      ...(shot.attempts === undefined ? {} : { told: shot.attempts }),
    };
  return {
    show: lock.show,
    episode: lock.episode,
    head: lock.journal.head,
    sequence: lock.journal.sequence,
    shots,
    conformed: lock.conformed,
    lock: { serial: lock.serial, digest },
  };
}

/** The take a tier's cut uses, whole. */
export function circledTakeOf(lock: LockDocument, shot: string, tier: Tier): Take | undefined {
  const id = lock.shots[shot]?.circled[tier];
  return id === undefined ? undefined : lock.shots[shot]?.takes[id];
}

/** Every file a lock vouches for: signed takes of every tier and the conformed episodes. */
export function lockedMedia(
  lock: LockDocument,
): readonly { readonly shot?: string; readonly take?: string; readonly tier: Tier; readonly media: Digest }[] {
  const takes = Object.entries(lock.shots).flatMap(([shot, locked]) =>
    Object.values(locked.takes).flatMap((take) =>
      take.signed === undefined ? [] : [{ shot, take: take.id, tier: take.tier, media: take.signed.sha256 }],
    ),
  );
  const episodes = TIERS.flatMap((tier) => {
    const record = lock.conformed[tier];
    return record === undefined ? [] : [{ tier, media: record.media }];
  });
  return [...takes, ...episodes];
}

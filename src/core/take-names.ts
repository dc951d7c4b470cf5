import type { Basis } from "./basis.ts";
import { digestOf, sha256 } from "./digest.ts";
import type { ShotState } from "./episode-state.ts";
import { mayComeLate } from "./journal-state/fold-attempt.ts";
import type { Json } from "./json.ts";

/** `v002` -> 2. */
export function takeNumber(id: string): number {
  return Number(id.replace(/^v/, ""));
}

/** The next take id of a shot: never one that a take has or an attempt under way has reserved. */
export function nextTakeId(state: ShotState | undefined): string {
  const taken = [...(state?.takes ?? []).map((take) => take.id), ...openTakeIds(state)].map(takeNumber);
  return `v${String(Math.max(0, ...taken) + 1).padStart(3, "0")}`;
}

function openTakeIds(state: ShotState | undefined): readonly string[] {
  const closed = ["refused", "failed", "abandoned"];
  return (state?.attempts ?? [])
    .filter((attempt) => !closed.includes(attempt.standing) || mayComeLate(attempt))
    .map((attempt) => attempt.take);
}

/** Attempts of a shot count from 1 for ever, over tiers and also after its journal was begun anew from a lock. */
export function nextAttemptNumber(state: ShotState | undefined): number {
  const summaries = [...(state?.takes ?? []).flatMap((take) => take.attempts), ...(state?.told ?? [])];
  return Math.max(0, ...[...(state?.attempts ?? []), ...summaries].map((attempt) => attempt.number)) + 1;
}

export interface AttemptPlace {
  readonly show: string;
  readonly episode: string;
  readonly shot: string;
  readonly basis: Basis;
}

/** Key of an attempt: names show, episode, shot and number, and is unlike any other shot's that once had the number. */
export function attemptKey(place: AttemptPlace, number: number): string {
  return `${place.show}-${place.episode}-${place.shot}-a${number}-${fingerprint(place.basis)}`;
}

/**
 * A seed for a take to be made: decimal, below 2^53, so that every engine can take it. It belongs to the take and not to
 * the attempt: a try that brought nothing is repeated with the same seed, so that a run that was cut off makes the same film.
 */
export function seedOfTake(place: AttemptPlace, take: string): string {
  const key = `${place.show}-${place.episode}-${place.shot}-${take}-${fingerprint(place.basis)}`;
  const digits = sha256(`seed of ${key}`).slice("sha256:".length, "sha256:".length + 14);
  return (BigInt(`0x${digits}`) & ((1n << 53n) - 1n)).toString();
}

function fingerprint(basis: Basis): string {
  return digestOf(basis as unknown as Json).slice("sha256:".length, "sha256:".length + 8);
}

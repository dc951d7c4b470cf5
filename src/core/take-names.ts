import type { Basis } from "./basis.ts";
import { digestOf, sha256 } from "./digest.ts";
import type { ShotState } from "./episode-state.ts";
import type { Json } from "./json.ts";

/** `v002` -> 2. */
function takeNumber(id: string): number {
  return Number(id.replace(/^v/, ""));
}

/** The next take id of a shot: never one that a take has or an attempt under way has reserved. */
export function nextTakeId(state: ShotState | undefined): string {
  const taken = [...(state?.takes ?? []).map((take) => take.id), ...openTakeIds(state)].map(takeNumber);
  return `v${String(Math.max(0, ...taken) + 1).padStart(3, "0")}`;
}

function openTakeIds(state: ShotState | undefined): readonly string[] {
  const closed = ["refused", "failed", "abandoned"];
  return (state?.attempts ?? []).filter((attempt) => !closed.includes(attempt.standing)).map((attempt) => attempt.take);
}

/** Key of an attempt: names show, episode, shot and number, and is unlike any other shot's that once had the number. */
export function attemptKey(show: string, episode: string, shot: string, number: number, basis: Basis): string {
  const fingerprint = digestOf(basis as unknown as Json).slice("sha256:".length, "sha256:".length + 8);
  return `${show}-${episode}-${shot}-a${number}-${fingerprint}`;
}

/** A seed of its own for every attempt, from its key: decimal, below 2^53, so that every engine can take it. */
export function seedOfAttempt(attempt: string): string {
  const digits = sha256(`seed of ${attempt}`).slice("sha256:".length, "sha256:".length + 13);
  return (BigInt(`0x${digits}`) & ((1n << 53n) - 1n)).toString();
}

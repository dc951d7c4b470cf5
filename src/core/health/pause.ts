import { sha256 } from "../digest.ts";
import type { Pause } from "./health.ts";

/** Clocks of two machines may differ by this much before one of them is taken for wrong. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Milliseconds of a pause that are left. A clock far behind the pause's own beginning was set back, or the other one was
 * wrong: such a pause is over, because the alternative is to wait for a moment that may be years away. One try too early
 * costs nothing; waiting for ever does.
 */
export function leftOf(pause: Pause | undefined, nowMs: number): number {
  if (pause === undefined || nowMs < pause.fromMs - CLOCK_TOLERANCE_MS) return 0;
  return Math.max(0, pause.untilMs - Math.max(nowMs, pause.fromMs));
}

export function pauseFor(fromMs: number, lengthMs: number): Pause {
  return { fromMs, untilMs: fromMs + lengthMs };
}

/** A pause that is begun while another goes on makes it no shorter. */
export function longerOf(one: Pause | undefined, other: Pause): Pause {
  return one === undefined || leftOf(one, other.fromMs) < other.untilMs - other.fromMs ? other : one;
}

const JITTER_STEPS = 1024;

/** A length a little longer or shorter, at most `perMille`, by a hash of `seed`: many that wait do not come back at once. */
export function jittered(lengthMs: number, perMille: number, seed: string): number {
  const digits = sha256(seed).slice("sha256:".length, "sha256:".length + 8);
  const step = Number.parseInt(digits, 16) % JITTER_STEPS;
  const spread = Math.floor((lengthMs * perMille) / 1000);
  return lengthMs - spread + Math.floor((2 * spread * step) / (JITTER_STEPS - 1));
}

/** First pause after an engine asked for patience without saying how much; doubled each time in a row. */
const BACK_OFF_FIRST_MS = 2_000;
const BACK_OFF_MAX_MS = 60_000;
const BACK_OFF_JITTER_PER_MILLE = 250;
/** No engine's wish for peace is taken for longer than a day. */
const WISH_MAX_MS = 24 * 60 * 60_000;

/** The pause that an engine asked for. */
export function wishedPause(fromMs: number, wishMs: number): Pause {
  return pauseFor(fromMs, Math.min(WISH_MAX_MS, Math.max(0, wishMs)));
}

/** Length of the nth pause in a row, from 1; never longer than a minute. */
export function backOffMs(nth: number, seed: string): number {
  const plain = Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** Math.min(Math.max(0, nth - 1), 10));
  return Math.min(BACK_OFF_MAX_MS, jittered(plain, BACK_OFF_JITTER_PER_MILLE, seed));
}

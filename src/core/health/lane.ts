import type { Lane } from "./health.ts";
import { backOffMs, longerOf, pauseFor, wishedPause } from "./pause.ts";

export const EMPTY_LANE: Lane = { pausesInARow: 0, proven: 0, belowProvenInARow: 0 };

/** What is kept of a learned limit when the engine says that it was too many. */
const KEPT_PER_MILLE = 800;
/** What a job that ran well at the limit adds to it. */
const GAIN_MILLI = 500;
/** So often in a row it is no accident: the account may do less than it once did. */
const BELOW_PROVEN_MAX = 3;
/** Jobs beyond the proven ones that are tried where nobody declares a limit. */
const STEP_BEYOND_PROVEN = 2;

/** Rate limit: as long as the engine asked, or growing from time to time. How many may run at once is untouched. */
export function laneAfterRateLimit(lane: Lane, wishMs: number | undefined, atMs: number, seed: string): Lane {
  const pausesInARow = lane.pausesInARow + 1;
  const pause = wishMs === undefined ? pauseFor(atMs, backOffMs(pausesInARow, seed)) : wishedPause(atMs, wishMs);
  return { ...lane, pausesInARow, pause: longerOf(lane.pause, pause) };
}

/** Another failure that comes with a wish for peace, such as an engine that is down and says until when. */
export function laneAfterWish(lane: Lane, wishMs: number, atMs: number): Lane {
  return { ...lane, pause: longerOf(lane.pause, wishedPause(atMs, wishMs)) };
}

export interface Congestion {
  /** Jobs of ours that the engine had beside this one. */
  readonly others: number;
  /** Time a job takes there: the limit is cut once in it, since what was started before the cut still comes back. */
  readonly medianMs: number;
  readonly atMs: number;
}

/**
 * Too many at once. The limit falls to four fifths, never below what has been seen to run, and once in the time of a job.
 * Less than what has run before is no congestion: engines answer so at random, and a limiter that believed it would halve
 * itself to a crawl.
 */
export function laneAfterCongestion(lane: Lane, { others, medianMs, atMs }: Congestion): Lane {
  if (others < lane.proven) {
    const belowProvenInARow = lane.belowProvenInARow + 1;
    if (belowProvenInARow < BELOW_PROVEN_MAX) return { ...lane, belowProvenInARow };
    const proven = Math.max(1, others);
    return { ...lane, belowProvenInARow: 0, proven, limitMilli: proven * 1000, cutAtMs: atMs };
  }
  if (lane.cutAtMs !== undefined && atMs - lane.cutAtMs < medianMs) return lane;
  const had = Math.min(lane.limitMilli ?? Number.MAX_SAFE_INTEGER, (others + 1) * 1000);
  const limitMilli = Math.max(1000, lane.proven * 1000, Math.floor((had * KEPT_PER_MILLE) / 1000));
  return { ...lane, limitMilli, cutAtMs: atMs, belowProvenInARow: 0 };
}

/** So many jobs run at once, as far as the engine says. */
export function laneAfterRunning(lane: Lane, running: number): Lane {
  return running <= lane.proven ? lane : { ...lane, proven: running };
}

/** It took an order: whatever it asked to be left alone for is over. */
export function laneAfterTaken(lane: Lane): Lane {
  return lane.pausesInARow === 0 ? lane : { ...lane, pausesInARow: 0 };
}

/** A job was finished while so many were under way, itself among them. */
export function laneAfterDone(lane: Lane, underWay: number): Lane {
  const calm = { ...lane, belowProvenInARow: 0 };
  if (lane.limitMilli === undefined || underWay < Math.floor(lane.limitMilli / 1000)) return calm;
  return { ...calm, limitMilli: lane.limitMilli + GAIN_MILLI };
}

/** Jobs that may be under way at once: what is declared is the most, what was learned may be less. */
export function slotsOf(lane: Lane, declared: number | undefined): number {
  const learned = lane.limitMilli === undefined ? Number.MAX_SAFE_INTEGER : Math.floor(lane.limitMilli / 1000);
  return Math.max(1, Math.min(declared ?? lane.proven + STEP_BEYOND_PROVEN, learned));
}

import type { Breaker, BreakerCounts } from "./health.ts";
import { jittered, pauseFor } from "./pause.ts";

/** Failures in a row, in thousandths, that open a breaker. */
const IN_A_ROW_MILLI = 2_000;
/** A failure so long ago that it says nothing of the next one: after a silence the first error is the first. */
const IN_A_ROW_WITHIN_MS = 10 * 60_000;
/** Or so many faded failures, when they outweigh the successes. */
const WEIGHT_MILLI = 3_000;
const HALF_LIFE_MS = 120_000;
const OPEN_FIRST_MS = 60_000;
const OPEN_MAX_MS = 600_000;
const OPEN_JITTER_PER_MILLE = 100;
/** A probe nobody heard of for so long, because its run died, gives way to another. */
export const PROBE_LEASE_MS = 15 * 60_000;

export const NEVER_TRIED: Breaker = {
  state: "closed",
  openings: 0,
  inARowMilli: 0,
  failureMilli: 0,
  successMilli: 0,
  weighedAtMs: 0,
};

/** What a breaker needs to know of the attempt that something happened to. */
export interface Tried {
  readonly attempt: string;
  /** Its endpoint, which the length of an opening is jittered by. */
  readonly endpoint: string;
  readonly startedMs: number;
}

/** Whoever starts while the breaker is not closed is the probe; a second one only follows a probe that nobody hears of. */
export function breakerAfterStart(breaker: Breaker, { attempt }: Tried, atMs: number): Breaker {
  if (breaker.state === "closed") return breaker;
  return { ...countsOf(breaker), state: "half-open", sinceMs: breaker.sinceMs, probe: { attempt, sinceMs: atMs } };
}

export function breakerAfterSuccess(breaker: Breaker, tried: Tried, atMs: number): Breaker {
  const counts = faded(breaker, atMs);
  const better = { ...counts, inARowMilli: 0, successMilli: counts.successMilli + 1_000 };
  // A job from before the opening shows that the engine finishes what it has, not that it takes more.
  if (breaker.state !== "closed" && isOlder(breaker, tried)) return { ...breaker, ...better };
  return {
    ...better,
    state: "closed",
    openings: 0,
    failureMilli: breaker.state === "closed" ? counts.failureMilli : 0,
  };
}

/** `weightMilli`: 1000 for a failure of the engine, half of it when nobody knows what happened. */
export function breakerAfterFailure(breaker: Breaker, tried: Tried, weightMilli: number, atMs: number): Breaker {
  const counts = faded(breaker, atMs);
  const isFirst = counts.lastFailureMs === undefined || atMs - counts.lastFailureMs > IN_A_ROW_WITHIN_MS;
  const worse: BreakerCounts = {
    ...counts,
    inARowMilli: (isFirst ? 0 : counts.inARowMilli) + weightMilli,
    failureMilli: counts.failureMilli + weightMilli,
    lastFailureMs: atMs,
  };
  if (breaker.state === "closed") {
    const outweighs = worse.failureMilli >= WEIGHT_MILLI && worse.failureMilli > worse.successMilli;
    return worse.inARowMilli >= IN_A_ROW_MILLI || outweighs
      ? opened(worse, tried, atMs)
      : { ...worse, state: "closed" };
  }
  // All jobs of before fail at once when an engine goes down: that is one opening, not many.
  if (isOlder(breaker, tried)) return { ...breaker, ...worse };
  return opened(weightMilli < 1_000 ? { ...worse, openings: worse.openings - 1 } : worse, tried, atMs);
}

/** The attempt ended in a way that says nothing of the endpoint. Was it the probe, the next one to start is. */
export function breakerAfterRelease(breaker: Breaker, { attempt }: Tried, atMs: number): Breaker {
  if (breaker.state !== "half-open" || breaker.probe.attempt !== attempt) return breaker;
  const { sinceMs } = breaker;
  return { ...countsOf(breaker), state: "open", sinceMs, ...pauseFor(atMs, 0) };
}

function opened(counts: BreakerCounts, { endpoint }: Tried, atMs: number): Breaker {
  const openings = Math.max(0, counts.openings) + 1;
  const plain = OPEN_FIRST_MS * 2 ** Math.min(openings - 1, 10);
  const seed = `${endpoint} ${atMs} ${openings}`;
  const lengthMs = Math.min(OPEN_MAX_MS, jittered(Math.min(OPEN_MAX_MS, plain), OPEN_JITTER_PER_MILLE, seed));
  return { ...counts, openings, inARowMilli: 0, state: "open", sinceMs: atMs, ...pauseFor(atMs, lengthMs) };
}

/** Started before the breaker opened. The probe never was, whatever the clocks say. */
function isOlder(breaker: Exclude<Breaker, { state: "closed" }>, { attempt, startedMs }: Tried): boolean {
  if (breaker.state === "half-open" && breaker.probe.attempt === attempt) return false;
  return startedMs <= breaker.sinceMs;
}

function countsOf(breaker: Breaker): BreakerCounts {
  const { openings, inARowMilli, failureMilli, successMilli, weighedAtMs, lastFailureMs } = breaker;
  return {
    openings,
    inARowMilli,
    failureMilli,
    successMilli,
    weighedAtMs,
    ...(lastFailureMs === undefined ? {} : { lastFailureMs }),
  };
}

function faded(breaker: Breaker, atMs: number): BreakerCounts {
  const ageMs = Math.max(0, atMs - breaker.weighedAtMs);
  const fade = (milli: number): number => fadedMilli(milli, ageMs);
  return {
    ...countsOf(breaker),
    failureMilli: fade(breaker.failureMilli),
    successMilli: fade(breaker.successMilli),
    weighedAtMs: Math.max(atMs, breaker.weighedAtMs),
  };
}

/** Halved every half-life, straight between: whole numbers, because powers differ in the last digit between platforms. */
export function fadedMilli(milli: number, ageMs: number): number {
  const halvings = Math.floor(ageMs / HALF_LIFE_MS);
  if (halvings > 30) return 0;
  const whole = Math.floor(milli / 2 ** halvings);
  const rest = ageMs - halvings * HALF_LIFE_MS;
  return whole - Math.floor((whole * rest) / (2 * HALF_LIFE_MS));
}

import type { LatencyGuess } from "./latency.ts";
import { jittered } from "./pause.ts";

/** Longest wait of one run for one job, however slow its engine is known to be. */
export const JOB_PATIENCE_MS = 45 * 60_000;
/** A job that is not begun for so long is slow, too. */
const QUEUE_PATIENCE_MS = 20 * 60_000;
const DEADLINE_MIN_MS = 2 * 60_000;

/** What the catalogue says of an endpoint; undefined where nobody measured it. */
type Published = Pick<LatencyGuess, "p50Ms" | "p95Ms"> | undefined;

/**
 * When a job is slow: half as long again as nineteen of twenty take. Own jobs may have been quick by luck, or short, and a
 * second take costs more than some minutes: what is published as ordinary is never slow, however quick they were.
 */
export function deadlineMs({ p95Ms }: Pick<LatencyGuess, "p95Ms">, published: Published): number {
  const ordinaryMs = published === undefined ? 0 : Math.max(published.p95Ms, 2 * published.p50Ms);
  return Math.min(JOB_PATIENCE_MS, Math.max(DEADLINE_MIN_MS, ordinaryMs, Math.ceil((p95Ms * 3) / 2)));
}

/** Time that somebody waited for a job while looking at it: never read off a clock, which may be set forward meanwhile. */
export interface Waited {
  /** In the engine's queue, and at work since it was first seen to run. */
  readonly queuedMs: number;
  readonly ranMs: number;
}

/** Time in the engine's queue is no time it runs. An engine that never says that it runs is given the longer of both. */
export function isSlow({ queuedMs, ranMs }: Waited, latency: LatencyGuess, published: Published): boolean {
  const most = deadlineMs(latency, published);
  return ranMs > most || queuedMs > Math.max(QUEUE_PATIENCE_MS, most);
}

/** A pause that lasted longer than it should have counts for no more than this beyond it: machines sleep, clocks are set. */
const PAUSE_GRACE_MS = 30_000;

export function waitedMore(
  waited: Waited,
  pause: { readonly askedMs: number; readonly tookMs: number; readonly runs: boolean },
): Waited {
  const more = Math.max(0, Math.min(pause.tookMs, pause.askedMs + PAUSE_GRACE_MS));
  return pause.runs ? { ...waited, ranMs: waited.ranMs + more } : { ...waited, queuedMs: waited.queuedMs + more };
}

const POLL_FIRST_MS = 3_000;
const POLL_MAX_MS = 20_000;
/** Looks before the pause grows: orders that are refused are refused soon. */
const POLL_EARLY = 2;
/** Looks in the time that a job takes. */
const POLLS_A_JOB = 12;
const POLL_JITTER_PER_MILLE = 150;

/** How long to leave a job alone: often at first, then a twelfth of what it takes, so that a slow engine is asked less. */
export function pollPauseMs(polls: number, { p50Ms }: Pick<LatencyGuess, "p50Ms">, seed: string): number {
  const even = Math.min(POLL_MAX_MS, Math.max(POLL_FIRST_MS, Math.floor(p50Ms / POLLS_A_JOB)));
  return jittered(polls < POLL_EARLY ? POLL_FIRST_MS : even, POLL_JITTER_PER_MILLE, `${seed} ${polls}`);
}

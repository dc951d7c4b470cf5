import type { Evidence, LatencySample, OpenAttempt } from "./evidence.ts";

/** Newest jobs that an endpoint's time is learned from: enough for a p95, few enough to follow a change within a day. */
export const LATENCY_SAMPLES_MAX = 48;

/**
 * The samples with one finished job more. Only a job that one and the same run submitted and saw done counts: a run that
 * collects what another one left measures how long nobody looked.
 */
export function withLatency(
  latencies: Evidence["latencies"],
  { identity, submitted, runningMs, clipMs }: OpenAttempt,
  done: { readonly attempt: string; readonly at: string; readonly run: string },
): Evidence["latencies"] {
  if (submitted === undefined || submitted.run !== done.run) return latencies;
  const atMs = Date.parse(done.at);
  const runMs = atMs - (runningMs ?? submitted.atMs);
  // A clock that was set back measures nothing.
  if (!(runMs >= 0) || (runningMs !== undefined && runningMs < submitted.atMs)) return latencies;
  const sample: LatencySample = {
    atMs,
    attempt: done.attempt,
    runMs,
    ...(runningMs === undefined ? {} : { queueMs: runningMs - submitted.atMs }),
    clipMs,
  };
  const all = [...(latencies[identity.endpoint] ?? []), sample].sort(
    (one, other) => one.atMs - other.atMs || (one.attempt < other.attempt ? -1 : one.attempt > other.attempt ? 1 : 0),
  );
  return { ...latencies, [identity.endpoint]: all.slice(-LATENCY_SAMPLES_MAX) };
}

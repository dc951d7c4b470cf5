import type { ExpectedLatency } from "../evidence/expected-latency.ts";
import type { RouteRequest } from "./route-request.ts";
import type { Weights } from "./score.ts";

/** From so long before the due time on, waiting becomes dearer, up to so many times at the hour itself. */
const HURRY_MS = 86_400_000;
const HURRY_MAX_PER_MILLE = 4_000;

/** Milliseconds until the episode is due; undefined when it has no due time or nobody said what time it is. */
function leftMs({ episode, nowMs }: RouteRequest): number | undefined {
  return episode.dueMs === undefined || nowMs === undefined ? undefined : episode.dueMs - nowMs;
}

/** The weights with the price of waiting as it is so close to the due time. A due time that is past hurries nobody. */
export function dueWeights(weights: Weights, request: RouteRequest): Weights {
  const left = leftMs(request);
  if (left === undefined || left >= HURRY_MS || left <= 0) return weights;
  const perMille = 1000 + Math.round(((HURRY_MAX_PER_MILLE - 1000) * (HURRY_MS - left)) / HURRY_MS);
  return { ...weights, waitingMicrosPerSecond: Math.round((weights.waitingMicrosPerSecond * perMille) / 1000) };
}

/** A sentence when one take, late but not stuck, would come after the due time. */
export function tooLate(request: RouteRequest, { p95Ms }: ExpectedLatency): string | undefined {
  const left = leftMs(request);
  if (left === undefined || left <= 0 || p95Ms <= left) return undefined;
  return `takes up to ${minutes(p95Ms)} min, the episode is due in ${minutes(left)} min`;
}

function minutes(milliseconds: number): number {
  return Math.ceil(milliseconds / 60_000);
}

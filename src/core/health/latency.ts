import { UNMEASURED } from "../evidence/expected-latency.ts";

/** Samples that are kept, and how many of them are needed before they count for more than the catalogue. */
export const SAMPLES_MAX = 64;
export const SAMPLES_MIN = 8;

/** Of samples in any order, the one that `perMille` of them do not exceed (nearest rank); undefined without samples. */
export function quantile(samples: readonly number[], perMille: number): number | undefined {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((sorted.length * perMille) / 1000) - 1)];
}

export function withSample(samples: readonly number[], sample: number): readonly number[] {
  return [...samples, Math.max(0, sample)].slice(-SAMPLES_MAX);
}

/** How long a take takes at an endpoint. */
export interface LatencyGuess {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly from: "measured" | "catalogue" | "assumed";
}

/** Nobody has measured it: what the router assumes, too. */
const ASSUMED: LatencyGuess = { ...UNMEASURED, from: "assumed" };

/** Own measurements, when there are enough; else what the catalogue says; else an assumption that says it is one. */
export function latencyOf(
  runMs: readonly number[] | undefined,
  declared: { readonly p50Ms: number; readonly p95Ms: number } | undefined,
): LatencyGuess {
  const samples = runMs ?? [];
  const [p50Ms, p95Ms] = [quantile(samples, 500), quantile(samples, 950)];
  if (samples.length >= SAMPLES_MIN && p50Ms !== undefined && p95Ms !== undefined)
    return { p50Ms, p95Ms, from: "measured" };
  return declared === undefined
    ? ASSUMED
    : { p50Ms: declared.p50Ms, p95Ms: Math.max(declared.p50Ms, declared.p95Ms), from: "catalogue" };
}

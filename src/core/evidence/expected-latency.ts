import type { Latency } from "../catalogue.ts";
import type { Evidence, LatencySample } from "./evidence.ts";

/** A job whose time nobody has measured: its middle, and three times that at worst. */
export const UNMEASURED = { p50Ms: 180_000, p95Ms: 540_000 } as const;
/** Jobs the published figure counts as. */
const PRIOR_JOBS = 3;
/** From so many jobs on their own quantiles count, whatever was published. */
const OWN_QUANTILES_MIN = 8;
/** One job in a hundred that hangs must not price the other ninety-nine: longer ones count as so many middles. */
const LONGEST_MIDDLES = 8;

export interface ExpectedLatency {
  /** What one job takes on the average, tails included: what waiting is priced by. */
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Time in the vendor's queue before it ran, median; absent where no vendor told. */
  readonly queueMs?: number;
  /** Own finished jobs behind it. */
  readonly jobs: number;
  /** True when neither the catalogue nor own history knows anything. */
  readonly assumed: boolean;
}

/** How long a clip of this length takes at an endpoint: own jobs, brought to the length, over the published figure. */
export function expectedLatency(
  evidence: Evidence | undefined,
  endpoint: string,
  published: Latency | undefined,
  clipMs: number,
): ExpectedLatency {
  const samples = evidence?.latencies[endpoint] ?? [];
  const prior = priorOf(published);
  if (samples.length === 0) return { ...prior, jobs: 0, assumed: published === undefined };
  const slopePerMille = slopeOf(samples);
  const runs = samples
    .map((sample) => Math.max(1, sample.runMs + Math.round((slopePerMille * (clipMs - sample.clipMs)) / 1000)))
    .sort((one, other) => one - other);
  const p50 = quantile(runs, 500);
  const longest = LONGEST_MIDDLES * p50;
  const mean = Math.round(runs.reduce((sum, run) => sum + Math.min(run, longest), 0) / runs.length);
  const priorJobs = published === undefined ? 0 : PRIOR_JOBS;
  const blend = (own: number, told: number): number =>
    Math.round((own * runs.length + told * priorJobs) / (runs.length + priorJobs));
  const ownTail = quantile(runs, 950);
  const queues = samples.flatMap(({ queueMs }) => (queueMs === undefined ? [] : [queueMs])).sort((a, b) => a - b);
  return {
    meanMs: blend(mean, prior.meanMs),
    p50Ms: blend(p50, prior.p50Ms),
    p95Ms: runs.length >= OWN_QUANTILES_MIN ? ownTail : Math.max(ownTail, prior.p95Ms),
    ...(queues.length === 0 ? {} : { queueMs: quantile(queues, 500) }),
    jobs: runs.length,
    assumed: false,
  };
}

/** The mean of a law with a long tail lies above its middle: by an eighth of the way to the 95th for usual spreads. */
function priorOf(published: Latency | undefined): Pick<ExpectedLatency, "meanMs" | "p50Ms" | "p95Ms"> {
  if (published === undefined) return { meanMs: UNMEASURED.p50Ms, ...UNMEASURED };
  const { p50Ms, p95Ms } = published;
  return { meanMs: p50Ms + Math.round(Math.max(0, p95Ms - p50Ms) / 8), p50Ms, p95Ms };
}

/** Asked for once a shot and always answered alike while the samples are the same. */
const REMEMBERED = new WeakMap<readonly LatencySample[], number>();

function slopeOf(samples: readonly LatencySample[]): number {
  const known = REMEMBERED.get(samples) ?? slopeOverPairs(samples);
  REMEMBERED.set(samples, known);
  return known;
}

/** Milliseconds of run time by millisecond of clip, times 1000: the median over all pairs, so that no tail bends it. */
function slopeOverPairs(samples: readonly LatencySample[]): number {
  const slopes: number[] = [];
  for (const [index, one] of samples.entries())
    for (const other of samples.slice(index + 1)) {
      const clip = other.clipMs - one.clipMs;
      if (clip !== 0) slopes.push(Math.round(((other.runMs - one.runMs) * 1000) / clip));
    }
  // With few pairs a slope is noise; a longer clip never takes less.
  if (slopes.length < OWN_QUANTILES_MIN) return 0;
  return Math.max(
    0,
    quantile(
      slopes.sort((one, other) => one - other),
      500,
    ),
  );
}

/** The value below which so many thousandths lie; the list is ascending and not empty. */
function quantile(ascending: readonly number[], perMille: number): number {
  const index = Math.min(ascending.length - 1, Math.floor((ascending.length * perMille) / 1000));
  return ascending[index] ?? 0;
}

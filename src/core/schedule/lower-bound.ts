import type { Job, JobOption } from "./schedule-of.ts";

/** Rounds of raising the prices of full lines; after them the bound moves by less than a percent. */
const ROUNDS = 60;
const STEP = 0.3;

/**
 * No schedule of this expected work is shorter. The greatest of three: the longest chain of shots, each on its fastest
 * engine; the fastest engine of any shot; and the work shared out over all lines, by weak duality of the linear program: for
 * any prices of a line's time that sum to one over all slots, the cheapest choice of every shot is a bound. Only sums,
 * products and quotients, which are the same on every platform.
 */
export function lowerBoundMs(jobs: readonly Job[]): number {
  return Math.floor(Math.max(longestChain(jobs), sharedWork(jobs)));
}

function longestChain(jobs: readonly Job[]): number {
  const known = new Map(jobs.map((job) => [job.shot, job]));
  const ends = new Map<string, number>();
  const endOf = (job: Job, below: ReadonlySet<string>): number => {
    const before = ends.get(job.shot);
    if (before !== undefined) return before;
    const from = job.after === undefined || below.has(job.after) ? undefined : known.get(job.after);
    const startMs = from === undefined ? 0 : endOf(from, new Set([...below, job.shot]));
    const fastest = Math.min(...job.options.map((option) => option.workMs));
    ends.set(job.shot, startMs + (Number.isFinite(fastest) ? fastest : 0));
    return ends.get(job.shot) ?? 0;
  };
  return Math.max(0, ...jobs.map((job) => endOf(job, new Set())));
}

function sharedWork(jobs: readonly Job[]): number {
  const slots = new Map<string, number>();
  for (const { options } of jobs) for (const { lane, slots: count } of options) slots.set(lane, Math.max(1, count));
  const total = [...slots.values()].reduce((sum, count) => sum + count, 0);
  const prices = new Map([...slots.keys()].map((lane) => [lane, 1 / total]));
  let bound = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const loads = new Map<string, number>();
    let value = 0;
    for (const { options } of jobs) {
      const [first, ...others] = options;
      if (first === undefined) continue;
      const price = ({ lane, workMs }: JobOption): number => (prices.get(lane) ?? 0) * workMs;
      const best = others.reduce((one, other) => (price(other) < price(one) ? other : one), first);
      value += price(best);
      loads.set(best.lane, (loads.get(best.lane) ?? 0) + best.workMs / (slots.get(best.lane) ?? 1));
    }
    bound = Math.max(bound, value);
    raise(prices, slots, loads);
  }
  return bound;
}

/** Lines that everybody chose get dearer; the prices keep their sum over all slots. */
function raise(
  prices: Map<string, number>,
  slots: ReadonlyMap<string, number>,
  loads: ReadonlyMap<string, number>,
): void {
  const fullest = Math.max(...loads.values(), 1);
  for (const [lane, price] of prices) prices.set(lane, price * (1 + (STEP * (loads.get(lane) ?? 0)) / fullest));
  const sum = [...prices].reduce((total, [lane, price]) => total + price * (slots.get(lane) ?? 1), 0);
  for (const [lane, price] of prices) prices.set(lane, price / sum);
}

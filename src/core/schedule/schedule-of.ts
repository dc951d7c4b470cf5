import type { Micros } from "../money.ts";
import { waitMicros } from "../route/score.ts";

/** One engine that could make a shot: its line, what it takes there, and what it costs. */
export interface JobOption {
  readonly lane: string;
  readonly slots: number;
  readonly workMs: number;
  readonly micros: Micros;
  /** The router's score, waiting in line left out. */
  readonly scoreMicros: Micros;
}

export interface Job {
  readonly shot: string;
  /** The shot that must be made first. */
  readonly after?: string;
  readonly options: readonly JobOption[];
  readonly waitingMicrosPerSecond: Micros;
}

export interface Schedule {
  readonly endMs: number;
  readonly micros: Micros;
}

/** Most jobs at once that are told apart in one line. */
const SLOTS_MAX = 64;

/**
 * List scheduling in the order given: each shot takes the engine whose score and wait in line together are least, as the
 * run itself chooses. A shot that follows another begins when that one is made. Deterministic; an estimate of a run in
 * which nothing fails but takes.
 */
export function scheduleOf(jobs: readonly Job[]): Schedule {
  const lines = new Map<string, number[]>();
  const ends = new Map<string, number>();
  let micros = 0;
  for (const job of inChainOrder(jobs)) {
    const readyMs = job.after === undefined ? 0 : (ends.get(job.after) ?? 0);
    const starts = job.options.map((option) => ({ option, startMs: Math.max(readyMs, firstFree(lines, option)) }));
    const cost = ({ option, startMs }: (typeof starts)[number]): number =>
      option.scoreMicros + waitMicros(job.waitingMicrosPerSecond, startMs - readyMs);
    const [first, ...others] = starts;
    if (first === undefined) continue;
    const best = others.reduce((one, other) => (cost(other) < cost(one) ? other : one), first);
    const endMs = best.startMs + best.option.workMs;
    takeSlot(lines, best.option, endMs);
    ends.set(job.shot, endMs);
    micros += best.option.micros;
  }
  return { endMs: Math.max(0, ...ends.values()), micros };
}

/** The order given, but none before the one it follows. */
function inChainOrder(jobs: readonly Job[]): readonly Job[] {
  const known = new Map(jobs.map((job) => [job.shot, job]));
  const placed = new Set<string>();
  const ordered: Job[] = [];
  const place = (job: Job): void => {
    if (placed.has(job.shot)) return;
    placed.add(job.shot);
    const before = job.after === undefined ? undefined : known.get(job.after);
    if (before !== undefined) place(before);
    ordered.push(job);
  };
  for (const job of jobs) place(job);
  return ordered;
}

function lineOf(lines: Map<string, number[]>, { lane, slots }: JobOption): number[] {
  const known = lines.get(lane);
  if (known !== undefined) return known;
  const line = Array.from({ length: Math.max(1, Math.min(SLOTS_MAX, slots)) }, () => 0);
  lines.set(lane, line);
  return line;
}

function firstFree(lines: Map<string, number[]>, option: JobOption): number {
  return Math.min(...lineOf(lines, option));
}

function takeSlot(lines: Map<string, number[]>, option: JobOption, endMs: number): void {
  const line = lineOf(lines, option);
  line[line.indexOf(Math.min(...line))] = endMs;
}

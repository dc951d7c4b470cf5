import type { Cost } from "./bill.ts";

/** What was decided about a job when it was accepted: everything that will happen to it but the waiting. */
export interface JobPlan<Details> {
  readonly id: string;
  readonly account: string;
  readonly model: string;
  /** Jobs of one line share its slots. */
  readonly line: string;
  readonly prompt: string;
  readonly seed: number;
  /** Vendor's milliseconds it is held back before it may start. */
  readonly holdMs: number;
  readonly isThrottled: boolean;
  /** Vendor's milliseconds of work; undefined: it never ends. */
  readonly workMs: number | undefined;
  readonly cost: Cost;
  readonly ending: JobEnding;
  readonly details: Details;
}
export type JobEnding =
  | { readonly kind: "done"; readonly hasFile: boolean }
  /** `charged` undefined: as the vendor does. */
  | {
      readonly kind: "failed";
      readonly why: "input" | "output" | "internal" | "retired" | "invalid";
      readonly code?: string;
      readonly charged?: boolean;
    };

export interface SandboxJob<Details> extends JobPlan<Details> {
  readonly number: number;
  /** Vendor's milliseconds. */
  readonly acceptedMs: number;
  readonly acceptedAtMs: number;
  state: "waiting" | "running" | "ended";
  startedMs?: number;
  endedMs?: number;
  ended?: JobEnding | { readonly kind: "cancelled" };
  /** The film, once it is there. */
  clip?: Uint8Array;
}

export interface QueueTold<Details> {
  started(job: SandboxJob<Details>): void;
  ended(job: SandboxJob<Details>): void;
}

/** A vendor's jobs: they wait for a slot, work, and end. Time is looked at, never waited for: `advance` brings it up to date. */
export interface JobQueue<Details> {
  accept(plan: JobPlan<Details>, nowMs: number, dateMs: number): SandboxJob<Details>;
  advance(nowMs: number): void;
  find(id: string): SandboxJob<Details> | undefined;
  all(): readonly SandboxJob<Details>[];
  /** Jobs of its line that started or wait before it. */
  ahead(job: SandboxJob<Details>): number;
  end(job: SandboxJob<Details>, ended: NonNullable<SandboxJob<Details>["ended"]>, nowMs: number): void;
  forget(job: SandboxJob<Details>): void;
  clear(): void;
}

export interface QueueOptions<Details> {
  /** Slots of a line. */
  slots(line: string): number;
  readonly told: QueueTold<Details>;
}

export function createJobQueue<Details>({ slots, told }: QueueOptions<Details>): JobQueue<Details> {
  const list = createJobList<Details>();
  let count = 0;
  let reachedMs = 0;
  const active = (): SandboxJob<Details>[] => list.all().filter((job) => job.state !== "ended");
  const end = (job: SandboxJob<Details>, ended: NonNullable<SandboxJob<Details>["ended"]>, atMs: number): void => {
    Object.assign(job, { state: "ended", endedMs: atMs, ended });
    told.ended(job);
  };
  const startAt = (atMs: number): void => {
    const taken = new Map<string, number>();
    for (const job of active()) if (job.state === "running") taken.set(job.line, (taken.get(job.line) ?? 0) + 1);
    for (const job of active()) {
      if (job.state !== "waiting" || eligibleMs(job) > atMs) continue;
      if ((taken.get(job.line) ?? 0) >= slots(job.line)) continue;
      taken.set(job.line, (taken.get(job.line) ?? 0) + 1);
      Object.assign(job, { state: "running", startedMs: atMs });
      told.started(job);
    }
  };
  const advance = (nowMs: number): void => {
    for (;;) {
      startAt(reachedMs);
      const nextMs = nextMoment(active(), reachedMs, nowMs);
      if (nextMs === undefined) break;
      reachedMs = nextMs;
      for (const job of active()) if (isOver(job, reachedMs)) end(job, job.ending, reachedMs);
    }
    reachedMs = Math.max(reachedMs, nowMs);
    startAt(reachedMs);
  };
  return {
    accept(plan, nowMs, dateMs) {
      advance(nowMs);
      count += 1;
      const job: SandboxJob<Details> = {
        ...plan,
        number: count,
        acceptedMs: nowMs,
        acceptedAtMs: dateMs,
        state: "waiting",
      };
      list.add(job);
      return job;
    },
    advance,
    find: list.find,
    all: list.all,
    ahead: (job) => active().filter((other) => other.line === job.line && other.number < job.number).length,
    end,
    forget: list.forget,
    clear: list.clear,
  };
}

interface JobList<Details> {
  add(job: SandboxJob<Details>): void;
  find(id: string): SandboxJob<Details> | undefined;
  all(): readonly SandboxJob<Details>[];
  forget(job: SandboxJob<Details>): void;
  clear(): void;
}

/** Jobs in the order they came. A server that lets its client choose the id takes the same one twice: the newest answers to it. */
function createJobList<Details>(): JobList<Details> {
  let jobs: SandboxJob<Details>[] = [];
  const byId = new Map<string, SandboxJob<Details>>();
  return {
    add(job) {
      jobs.push(job);
      byId.set(job.id, job);
    },
    find: (id) => byId.get(id),
    all: () => [...jobs],
    forget(job) {
      jobs = jobs.filter((other) => other !== job);
      if (byId.get(job.id) === job) byId.delete(job.id);
    },
    clear() {
      jobs = [];
      byId.clear();
    },
  };
}

/** The film that an ended job hands out; undefined when it made none. */
export function filmMade({ ended, clip }: SandboxJob<unknown>): Uint8Array | undefined {
  return ended?.kind === "done" && ended.hasFile ? clip : undefined;
}

function eligibleMs(job: SandboxJob<unknown>): number {
  return job.acceptedMs + job.holdMs;
}

function overMs(job: SandboxJob<unknown>): number | undefined {
  return job.startedMs === undefined || job.workMs === undefined ? undefined : job.startedMs + job.workMs;
}

/** A job that made a film ends only when the film is there. */
function isOver(job: SandboxJob<unknown>, atMs: number): boolean {
  const dueMs = overMs(job);
  if (job.state !== "running" || dueMs === undefined || dueMs > atMs) return false;
  return job.ending.kind === "failed" || job.clip !== undefined;
}

/** The next moment, until now, at which a job ends or may start. A film that came late ends its job now. */
function nextMoment(jobs: readonly SandboxJob<unknown>[], reachedMs: number, nowMs: number): number | undefined {
  const moments: number[] = [];
  for (const job of jobs) {
    const dueMs = overMs(job);
    if (dueMs !== undefined && isOver(job, Math.max(dueMs, reachedMs))) moments.push(Math.max(dueMs, reachedMs));
    if (job.state === "waiting" && eligibleMs(job) > reachedMs) moments.push(eligibleMs(job));
  }
  const next = Math.min(...moments);
  return next <= nowMs ? next : undefined;
}

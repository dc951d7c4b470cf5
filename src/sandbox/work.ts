import type { Cost } from "./bill.ts";
import { draw, drawUuid } from "./draw.ts";
import type { Fault } from "./faults/fault-book.ts";
import type { FootageRequest } from "./footage.ts";
import { createJobQueue, type JobEnding, type JobPlan, type JobQueue, type SandboxJob } from "./job-queue.ts";
import type { VendorDesk } from "./vendor.ts";
import type { VendorName } from "./vendor-names.ts";

/** When a vendor takes its money, and for which ends it takes none. */
export interface BillingRules {
  readonly charges: "at-accept" | "at-end";
  readonly input: boolean;
  readonly output: boolean;
  readonly internal: boolean;
  /** A job that was cancelled while it ran. */
  readonly cancelledRunning: boolean;
}

/** An order that the vendor found in order. */
export interface WorkOrder<Details> {
  /** The client's own id where the vendor takes one; else one is drawn. */
  readonly id?: string;
  readonly account: string;
  readonly model: string;
  readonly line: string;
  /** Vendor's milliseconds before even a free slot takes it. */
  readonly queuedMs: number;
  /** Vendor's milliseconds of work it usually takes. */
  readonly usualMs: number;
  readonly cost: Cost;
  readonly film: Omit<FootageRequest, "vendor" | "model" | "job" | "look">;
  readonly details: Details;
  /** Set when the order itself leads to nothing, whatever faults say. */
  readonly ending?: JobEnding;
}

/** A vendor's workshop: jobs with their faults, their films and their bill. */
export interface Work<Details> {
  readonly queue: JobQueue<Details>;
  accept(order: WorkOrder<Details>): SandboxJob<Details>;
  /** Jobs accepted since the start. */
  accepted(): number;
  advance(): void;
  cancel(job: SandboxJob<Details>): void;
  retire(model: string, running: "finish" | "fail"): void;
}

const THROTTLED_SECONDS = 600;
const SLOW_PERCENT = 500;
const HALF_PERCENT = 50;
/** Jobs take from 70 to 150 percent of the usual time. */
const PACE = { from: 700, spread: 800 } as const;

export interface WorkOptions {
  readonly vendor: VendorName;
  readonly desk: VendorDesk;
  readonly rules: BillingRules;
  slots(line: string): number;
  /** Cost by the vendor's milliseconds that a job ran, where only they tell. */
  costAtEnd?(ranMs: number): Cost;
}

export function createWork<Details>({ vendor, desk, rules, slots, costAtEnd }: WorkOptions): Work<Details> {
  const { time, bill, log } = desk;
  const ids = (job: SandboxJob<Details>) => ({ job: job.id, account: job.account, model: job.model });
  const charge = (job: SandboxJob<Details>, says: string): void => {
    const ranMs = (job.endedMs ?? 0) - (job.startedMs ?? job.endedMs ?? 0);
    const cost = costAtEnd?.(ranMs) ?? job.cost;
    bill.charge({ ...ids(job), atMs: time.date(), ...cost, says });
    log.add({ event: "money.charged", ...ids(job), says: moneyWords(cost) });
  };
  const refund = (job: SandboxJob<Details>, says: string): void => {
    const cost = bill.costOf(job.id);
    if (cost.micros === 0 && cost.credits === undefined) return;
    bill.refund({ ...ids(job), atMs: time.date(), says });
    log.add({ event: "money.refunded", ...ids(job), says: moneyWords(cost) });
  };
  const settle = (job: SandboxJob<Details>): void => {
    const ended = job.ended;
    if (ended === undefined) return;
    const event = { done: "job.done", failed: "job.failed", cancelled: "job.cancelled" } as const;
    log.add({ event: event[ended.kind], ...ids(job), says: ended.kind === "failed" ? ended.why : ended.kind });
    const pays = isCharged(job, ended, rules);
    if (rules.charges === "at-accept" && !pays) refund(job, ended.kind);
    if (rules.charges === "at-end" && pays) charge(job, ended.kind);
  };
  const queue = createJobQueue<Details>({
    slots,
    told: {
      started: (job) => log.add({ event: "job.started", ...ids(job), says: "works" }),
      ended: settle,
    },
  });
  let count = 0;
  const accept = (order: WorkOrder<Details>): SandboxJob<Details> => {
    count += 1;
    const faults = jobFaults(desk, order.model);
    const id = order.id ?? drawUuid(desk.seed, vendor, "job", count, time.date());
    for (const fault of Object.values(faults))
      if (fault !== undefined) log.add({ event: "fault.struck", job: id, model: order.model, says: fault.fault });
    const perMille = PACE.from + (draw(desk.seed, vendor, "pace", count) % PACE.spread);
    const job = queue.accept(planOf({ ...order, id }, perMille, faults), time.now(), time.date());
    log.add({ event: "job.accepted", ...ids(job), says: order.film.prompt.slice(0, 120) });
    if (rules.charges === "at-accept") charge(job, "accepted");
    if (job.ending.kind === "done") film(vendor, desk, order, faults.film, job);
    queue.advance(time.now());
    return job;
  };
  return {
    queue,
    accept,
    accepted: () => count,
    advance: () => queue.advance(time.now()),
    cancel: (job) => queue.end(job, { kind: "cancelled" }, time.now()),
    retire(model, running) {
      if (running === "finish") return;
      for (const job of queue.all())
        if (job.model === model && job.state !== "ended")
          queue.end(job, { kind: "failed", why: "retired" }, time.now());
    },
  };
}

function moneyWords(cost: Cost): string {
  return cost.credits === undefined ? `${cost.micros} micros` : `${cost.credits} credits, ${cost.micros} micros`;
}

interface JobFaults {
  readonly pace: Fault | undefined;
  readonly ending: Fault | undefined;
  readonly film: Fault | undefined;
}

function jobFaults({ faults }: VendorDesk, model: string): JobFaults {
  const place = { at: "accept", model } as const;
  return {
    pace: faults.strike(["throttled", "stuck", "slow"], place),
    ending: faults.strike(["refused-input", "refused-output", "failed", "no-file"], place),
    film: faults.strike(["wrong-duration", "quality"], place),
  };
}

function planOf<Details>(
  order: WorkOrder<Details> & { readonly id: string },
  perMille: number,
  { pace, ending }: JobFaults,
): JobPlan<Details> {
  const slowPercent = pace?.fault === "slow" ? (pace.pace_percent ?? SLOW_PERCENT) : 100;
  const workMs = Math.round((order.usualMs * perMille * slowPercent) / 100_000);
  const { id, account, model, line, cost, details, film } = order;
  return {
    ...{ id, account, model, line, cost, details, prompt: film.prompt, seed: film.seed },
    holdMs: pace?.fault === "throttled" ? (pace.hold_seconds ?? THROTTLED_SECONDS) * 1000 : order.queuedMs,
    isThrottled: pace?.fault === "throttled",
    workMs: pace?.fault === "stuck" ? undefined : workMs,
    ending: order.ending ?? endingOf(ending),
  };
}

function endingOf(fault: Fault | undefined): JobEnding {
  if (fault === undefined) return { kind: "done", hasFile: true };
  if (fault.fault === "no-file") return { kind: "done", hasFile: false };
  const why = fault.fault === "refused-input" ? "input" : fault.fault === "refused-output" ? "output" : "internal";
  return {
    ...{ kind: "failed", why },
    ...(fault.code === undefined ? {} : { code: fault.code }),
    ...(fault.charged === undefined ? {} : { charged: fault.charged }),
  };
}

function isCharged(
  job: SandboxJob<unknown>,
  ended: NonNullable<SandboxJob<unknown>["ended"]>,
  rules: BillingRules,
): boolean {
  if (ended.kind === "done") return true;
  if (ended.kind === "cancelled") return job.startedMs !== undefined && rules.cancelledRunning;
  if (ended.charged !== undefined) return ended.charged;
  return ended.why === "retired" || ended.why === "invalid" ? false : rules[ended.why];
}

/** Sets the camera going; a film that cannot be made fails its job, and nobody pays. */
function film<Details>(
  vendor: VendorName,
  desk: VendorDesk,
  { film: ordered, model }: WorkOrder<Details>,
  fault: Fault | undefined,
  job: SandboxJob<Details>,
): void {
  const percent = fault?.fault === "wrong-duration" ? (fault.length_percent ?? HALF_PERCENT) : 100;
  const frames = Math.max(1, Math.round((ordered.frames * percent) / 100));
  const look = fault?.fault === "quality" ? (fault.look ?? "black") : "normal";
  const made = desk.footage({ ...ordered, vendor, model, job: job.id, frames, look });
  if (made instanceof Uint8Array) {
    job.clip = made;
    return;
  }
  made.then(
    (clip) => {
      job.clip = clip;
    },
    (thrown: unknown) => {
      const says = thrown instanceof Error ? thrown.message.slice(0, 300) : "not made";
      desk.log.add({ event: "footage.failed", job: job.id, model, says });
      Object.assign(job, { ending: { kind: "failed", why: "internal", charged: false } satisfies JobEnding });
    },
  );
}

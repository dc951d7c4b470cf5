import type { Charge, EngineFailure, FailureClass } from "../../../src/core/failure.ts";
import type { ShotOrder } from "../../../src/core/order.ts";
import { fail, ok } from "../../../src/core/result.ts";
import type { Engine, Job } from "../../../src/ports/engine.ts";

/** How one order goes. What is not said goes well. */
export interface Course {
  /** `lost`: the vendor has it and its answer never came; `unheard`: neither did the order. */
  readonly submit?: EngineFailure | "lost" | "unheard";
  /** Answers to the first polls; then the job is done. */
  readonly polls?: readonly (EngineFailure | "running" | "forever")[];
  /** The job itself fails. */
  readonly fails?: EngineFailure;
  /** Answers to the first fetches; then the file comes. */
  readonly fetches?: readonly EngineFailure[];
  /** What is delivered; `bad` does not pass the gates, `broken` is no film. */
  readonly footage?: "good" | "bad" | "broken";
  readonly modelVersion?: string;
}

export interface VendorJob {
  readonly id: string;
  readonly order: ShotOrder;
  course: Course;
  /** What stands on the vendor's own bill. */
  readonly billedMicros: number;
  polled: number;
  fetched: number;
  cancelled: boolean;
}

export interface VendorOptions {
  readonly id?: string;
  readonly priceMicros?: number;
  /** Course of the nth order of a shot, from 1. */
  readonly course?: (order: ShotOrder, nth: number) => Course;
  /** Whether it can look a job up by its attempt key. */
  readonly finds?: boolean;
  readonly cancels?: boolean;
  /** An engine of this machine, which is asked often and ends with the run. */
  readonly local?: boolean;
}

/** A vendor with a memory and a bill of its own, which outlive every run of ours. */
export interface Vendor {
  readonly engine: Engine;
  readonly jobs: readonly VendorJob[];
  /** Attempt keys in the order in which they were submitted, also those that it refused. */
  readonly asked: readonly string[];
  readonly files: Map<string, string>;
}

export const known = (micros: number): Charge => ({ certainty: "known", micros });

export function failure(kind: FailureClass, change: Partial<EngineFailure> = {}): EngineFailure {
  return { class: kind, advice: "next-route", charge: known(0), message: `${kind} it says`, ...change };
}

export function vendor(files: Map<string, string>, options: VendorOptions = {}): Vendor {
  const {
    id = "animatic",
    priceMicros = 0,
    course = (): Course => ({}),
    finds = true,
    cancels = true,
    local = false,
  } = options;
  const jobs: VendorJob[] = [];
  const asked: string[] = [];
  const jobOf = (job: VendorJob): Job => ({
    engine: id,
    id: job.id,
    attempt: job.order.attempt,
    handle: { id: job.id },
  });
  const jobBy = (job: Job): VendorJob => {
    const own = jobs.find((candidate) => candidate.id === job.id);
    if (own === undefined) throw new Error(`the vendor knows no job ${job.id}`);
    return own;
  };
  const jobFromId = (order: ShotOrder, job: string): Job | undefined =>
    /^job-\d+$/.test(job) ? { engine: id, id: job, attempt: order.attempt, handle: { id: job } } : undefined;
  const engine: Engine = {
    contract: 1,
    id,
    secrets: [],
    ...(local ? { pollEveryMs: 250 } : {}),
    async submit(order) {
      asked.push(order.attempt);
      const nth = asked.filter((attempt) => attempt.includes(`-${order.shotName.split("_").at(-1)}-`)).length;
      const way = course(order, nth);
      if (typeof way.submit === "object") return fail(way.submit);
      const ambiguous = failure("ambiguous-submit", { charge: { certainty: "unknown", atMostMicros: priceMicros } });
      if (way.submit === "unheard") return fail(ambiguous);
      const billedMicros =
        way.fails === undefined
          ? priceMicros
          : way.fails.charge.certainty === "known"
            ? way.fails.charge.micros
            : priceMicros;
      const job: VendorJob = {
        id: `job-${jobs.length + 1}`,
        order,
        course: way,
        billedMicros,
        polled: 0,
        fetched: 0,
        cancelled: false,
      };
      jobs.push(job);
      return way.submit === "lost" ? fail(ambiguous) : ok(jobOf(job));
    },
    async poll(handle) {
      const job = jobBy(handle);
      const { polls = [], fails, modelVersion } = job.course;
      const answer = polls.includes("forever") ? "running" : polls[job.polled];
      job.polled += 1;
      if (answer === "running") return ok({ state: "running", progressPerMille: 500 });
      if (answer !== undefined && answer !== "forever") return fail(answer);
      if (fails !== undefined) return ok({ state: "failed", failure: fails });
      return ok({
        state: "done",
        charge: known(priceMicros),
        ...(modelVersion === undefined ? {} : { modelVersion }),
      });
    },
    async fetch(handle, desk) {
      const job = jobBy(handle);
      const trouble = job.course.fetches?.[job.fetched];
      job.fetched += 1;
      if (trouble !== undefined) return fail(trouble);
      const path = `${desk.directory}/film.mp4`;
      files.set(path, `${job.course.footage ?? "good"} ${job.order.takeName} seed ${job.order.seed}`);
      return ok({ path, attachments: {} });
    },
    async cancel(handle) {
      if (!cancels) return ok({ cancelled: false, says: "too late" });
      jobBy(handle).cancelled = true;
      return ok({ cancelled: true, charge: known(0) });
    },
    async find(order) {
      if (!finds) return ok({ found: "cannot-look", says: "it has no list of jobs" });
      const job = jobs.find((candidate) => candidate.order.attempt === order.attempt);
      return ok(job === undefined ? { found: "none" } : { found: "job", job: jobOf(job) });
    },
  };
  return { engine: { ...engine, jobFromId }, jobs, asked, files };
}

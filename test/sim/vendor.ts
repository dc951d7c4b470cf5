import type { Charge, EngineFailure, FailureClass } from "../../src/core/failure.ts";
import type { ShotOrder } from "../../src/core/order.ts";
import { fail, ok, type Result } from "../../src/core/result.ts";
import type { CancelOutcome, Engine, FindOutcome, Footage, Job, JobState } from "../../src/ports/engine.ts";
import type { WorldClock } from "./clock.ts";
import type { Counters } from "./counters.ts";
import { perMilleOf } from "./random.ts";
import type { EndpointPlan, Fault, FaultKind, VendorPlan } from "./scenario.ts";
import type { BillLine, JobEnd, SubmitRecord, VendorJob, VendorLog } from "./vendor-log.ts";

/** How long an answer takes that never comes. */
const TIMEOUT_MS = 30_000;
const RETRY_AFTER_MS = 45_000;
const LONG_RETRY_AFTER_MS = 20 * 60_000;
const FRAMES_A_SECOND = 24;
const SLOW_FACTOR = 40;
const NOTHING: Charge = { certainty: "known", micros: 0 };

export interface VendorWorld {
  readonly seed: number;
  readonly clock: WorldClock;
  readonly faults: readonly Fault[];
  readonly calmAtMs: number;
  readonly startMs: number;
  readonly counters: Counters;
  readonly files: Map<string, string>;
  step(): number;
}

/** A vendor with books of its own, and the adapter that translates it for us. It outlives every run. */
export interface Vendor {
  readonly engine: Engine;
  readonly log: VendorLog;
  /** Posts what time has brought, and lets go what was stuck once all faults are over. */
  settle(): void;
}

export function openVendor(plan: VendorPlan, world: VendorWorld): Vendor {
  const { clock, counters } = world;
  const submits: SubmitRecord[] = [];
  const jobs: VendorJob[] = [];
  const bill: BillLine[] = [];
  const looks = new Map<string, number>();

  const sinceStart = (): number => clock.nowMs - world.startMs;

  /** The fault that strikes now, if one does; the luck belongs to the order and not to the moment. */
  function strikes(kind: FaultKind, endpoint: string, name: string): boolean {
    const now = sinceStart();
    for (const [index, fault] of world.faults.entries()) {
      if (fault.kind !== kind || fault.endpoint !== endpoint || now < fault.fromMs) continue;
      if (kind !== "retired" && (now >= fault.untilMs || now >= world.calmAtMs)) continue;
      if (perMilleOf(world.seed, `${kind} ${index} ${name}`) >= fault.perMille) continue;
      counters.add(`fault ${kind}`);
      return true;
    }
    return false;
  }

  function post(job: Pick<VendorJob, "key" | "billedMicros">, micros: number, says: string): void {
    if (micros === 0) return;
    job.billedMicros += micros;
    bill.push({ atMs: clock.nowMs, key: job.key, micros, says });
  }

  function endpointOf(id: string): EndpointPlan {
    const found = plan.endpoints.find((endpoint) => endpoint.id === id);
    if (found === undefined) throw new Error(`${plan.id} serves no ${id}`);
    return found;
  }

  const priceOf = (order: ShotOrder): number =>
    Math.ceil((endpointOf(order.identity.endpoint).secondMicros * order.frames) / FRAMES_A_SECOND);

  function settle(): void {
    const isCalm = sinceStart() >= world.calmAtMs;
    for (const job of jobs) {
      if (isCalm && job.endsAtMs === Number.POSITIVE_INFINITY) job.endsAtMs = clock.nowMs + 60_000;
      if (job.isSettled || job.endsAtMs > clock.nowMs) continue;
      job.isSettled = true;
      const price = job.priceMicros;
      const brings = job.end !== "failed" && job.end !== "moderated" && job.end !== "cancelled";
      if (brings && plan.bills === "on-success") post(job, price, "done");
      if (job.end === "moderated" && plan.bills === "on-success" && plan.billsModerated) post(job, price, "moderated");
      const refunds = job.end === "failed" || (job.end === "moderated" && !plan.billsModerated);
      if (refunds && plan.bills === "refunds") post(job, -price, "refund");
    }
  }

  /** What the adapter may say of a job's charge: the truth, or that it cannot know. */
  function chargeOf(job: VendorJob): Charge {
    return job.tells
      ? { certainty: "known", micros: job.billedMicros }
      : { certainty: "unknown", atMostMicros: job.priceMicros };
  }

  /** Why a submit is not taken; in the order in which a vendor's front door looks. */
  function refusalOf(order: ShotOrder, endpoint: string): EngineFailure | undefined {
    const name = order.attempt;
    if (strikes("auth", endpoint, name)) return failure("auth", { advice: "stop-and-ask" });
    if (strikes("retired", endpoint, name) || strikes("model-gone", endpoint, name)) return failure("gone");
    if (strikes("server-error", endpoint, name)) return failure("server");
    if (strikes("rate-limit", endpoint, name)) {
      const long = perMilleOf(world.seed, `long ${name}`) < 100;
      return failure("rate-limit", {
        advice: "retry-later",
        retryAfterMs: long ? LONG_RETRY_AFTER_MS : RETRY_AFTER_MS,
      });
    }
    if (strikes("rate-limit-no-word", endpoint, name)) return failure("rate-limit", { advice: "retry-later" });
    if (strikes("quota", endpoint, name)) return failure("quota");
    if (strikes("invalid-request", endpoint, name)) return failure("invalid-request");
    const full = strikes("throttled", endpoint, name);
    if (full || (plan.over === "reject" && runningNow() >= plan.running)) {
      if (!full) counters.add("vendor account full");
      return failure("concurrency", { advice: "retry-later" });
    }
    const always = perMilleOf(world.seed, `refuses ${plan.id} ${order.shotName}`) < plan.refusesPerMille;
    if (!always && !strikes("moderated-input", endpoint, name)) return undefined;
    if (always) counters.add("vendor always refuses");
    const micros = plan.billsModerated ? priceOf(order) : 0;
    post({ key: name, billedMicros: 0 }, micros, "moderated input");
    return failure("refusal", {
      advice: "next-route",
      charge: plan.tells ? { certainty: "known", micros } : { certainty: "unknown", atMostMicros: priceOf(order) },
    });
  }

  function runningNow(): number {
    return jobs.filter((job) => !job.isSettled).length;
  }

  function accept(order: ShotOrder, endpoint: string): VendorJob {
    const offer = endpointOf(endpoint);
    const name = order.attempt;
    const luck = perMilleOf(world.seed, `time ${name}`);
    let runMs = Math.floor((offer.medianMs * (600 + luck)) / 1000);
    if (strikes("slow-tail", endpoint, name)) runMs *= SLOW_FACTOR;
    const waiting = jobs.filter((job) => !job.isSettled).map((job) => job.endsAtMs);
    const startsAtMs =
      waiting.length < plan.running
        ? clock.nowMs
        : Math.max(clock.nowMs, waiting.sort((one, other) => one - other)[waiting.length - plan.running] ?? 0);
    // A place behind a stuck job is a place all the same: the account is not stuck for ever.
    const begins = startsAtMs === Number.POSITIVE_INFINITY ? clock.nowMs + 10 * 60_000 : startsAtMs;
    const endsAtMs = strikes("stuck", endpoint, name) ? Number.POSITIVE_INFINITY : begins + runMs;
    const withheld = !plan.tells || strikes("charge-not-told", endpoint, name);
    const job: VendorJob = {
      id: `${plan.id}-job-${jobs.length + 1}`,
      key: name,
      endpoint,
      takeName: order.takeName,
      seed: order.seed,
      frames: order.frames,
      priceMicros: priceOf(order),
      acceptedAtMs: clock.nowMs,
      startsAtMs: begins,
      endsAtMs,
      end: endOf(name, endpoint, offer),
      expiresAtMs: strikes("expired-url", endpoint, name) ? endsAtMs : Number.POSITIVE_INFINITY,
      billedMicros: 0,
      isSettled: false,
      tells: !withheld,
      fetches: 0,
      delivered: false,
    };
    jobs.push(job);
    if (plan.bills !== "on-success") post(job, job.priceMicros, "accepted");
    return job;
  }

  function endOf(name: string, endpoint: string, offer: EndpointPlan): JobEnd {
    if (strikes("job-fails", endpoint, name)) return "failed";
    if (strikes("moderated-output", endpoint, name)) return "moderated";
    if (strikes("no-file", endpoint, name)) return "no-file";
    if (strikes("truncated", endpoint, name)) return "truncated";
    if (strikes("wrong-file", endpoint, name)) return "wrong-file";
    if (strikes("below-quality", endpoint, name)) return "below-quality";
    return perMilleOf(world.seed, `quality ${name}`) < offer.goodPerMille ? "good" : "below-quality";
  }

  const jobOf = (job: VendorJob): Job => ({ engine: plan.id, id: job.id, attempt: job.key, handle: { id: job.id } });
  function jobBy(job: Job): VendorJob {
    const found = jobs.find((candidate) => candidate.id === job.id);
    if (found === undefined) throw new Error(`${plan.id} knows no job ${job.id}`);
    return found;
  }

  async function submit(order: ShotOrder): Promise<Result<Job, EngineFailure>> {
    const { endpoint } = order.identity;
    const name = order.attempt;
    await clock.sleep(20 + (perMilleOf(world.seed, `way ${name}`) >> 1));
    settle();
    const unknown: Charge = { certainty: "unknown", atMostMicros: priceOf(order) };
    const ambiguous = failure("ambiguous-submit", { charge: unknown });
    if (strikes("dropped-before-accept", endpoint, name)) return fail(ambiguous);
    const note = (answer: SubmitRecord["answer"], failed?: EngineFailure): void =>
      void submits.push({
        step: world.step(),
        atMs: clock.nowMs,
        key: name,
        endpoint,
        answer,
        ...(failed?.retryAfterMs === undefined ? {} : { retryAfterMs: failed.retryAfterMs }),
      });
    const known = plan.dedupes ? jobs.find((job) => job.key === name) : undefined;
    const refused = known === undefined ? refusalOf(order, endpoint) : undefined;
    if (refused !== undefined) {
      note("refused", refused);
      return fail(refused);
    }
    note(known === undefined ? "accepted" : "same-job");
    const job = known ?? accept(order, endpoint);
    if (strikes("dropped-after-accept", endpoint, name)) return fail(ambiguous);
    if (strikes("answer-lost", endpoint, name)) {
      await clock.sleep(TIMEOUT_MS);
      return fail(ambiguous);
    }
    await clock.sleep(20);
    return ok(jobOf(job));
  }

  function lookNumber(what: string, job: VendorJob): number {
    const key = `${what} ${job.id}`;
    const number = (looks.get(key) ?? 0) + 1;
    looks.set(key, number);
    return number;
  }

  async function poll(asked: Job): Promise<Result<JobState, EngineFailure>> {
    settle();
    const job = jobBy(asked);
    const look = `${job.key} ${lookNumber("poll", job)}`;
    if (strikes("poll-trouble", job.endpoint, look)) {
      const kind = perMilleOf(world.seed, `which ${look}`);
      if (kind < 100) return fail(failure("auth", { advice: "stop-and-ask" }));
      return fail(failure(kind < 500 ? "server" : "rate-limit", { advice: "retry-later", retryAfterMs: 10_000 }));
    }
    if (job.endsAtMs > clock.nowMs)
      return ok(job.startsAtMs > clock.nowMs ? { state: "queued" } : { state: "running", progressPerMille: 500 });
    const failed = job.end === "failed" ? "server" : job.end === "moderated" ? "refusal" : undefined;
    if (failed !== undefined) return ok({ state: "failed", failure: failure(failed, { charge: chargeOf(job) }) });
    if (job.end === "cancelled")
      return ok({
        state: "failed",
        failure: failure("server", { charge: chargeOf(job), message: "it was cancelled" }),
      });
    return ok({ state: "done", charge: chargeOf(job) });
  }

  async function fetchFile(asked: Job, directory: string): Promise<Result<Footage, EngineFailure>> {
    settle();
    const job = jobBy(asked);
    job.fetches += 1;
    if (strikes("fetch-trouble", job.endpoint, `${job.key} ${job.fetches}`))
      return fail(failure("server", { advice: "retry-later" }));
    const charge = chargeOf(job);
    if (job.end === "no-file") return fail(failure("lost-result", { advice: "retry-same", charge }));
    if (clock.nowMs >= job.expiresAtMs) return fail(failure("lost-result", { advice: "retry-same", charge }));
    await clock.sleep(500);
    job.delivered = true;
    const path = `${directory}/film.mp4`;
    world.files.set(path, `${job.end} ${job.frames} ${job.id} ${job.takeName} seed ${job.seed}`);
    return ok({ path, attachments: {} });
  }

  async function cancel(asked: Job): Promise<Result<CancelOutcome, EngineFailure>> {
    settle();
    const job = jobBy(asked);
    if (plan.cancels === "never" || job.endsAtMs <= clock.nowMs) return ok({ cancelled: false, says: "too late" });
    counters.add(`cancel ${plan.cancels}`);
    if (plan.cancels === "refunds" && job.billedMicros > 0) post(job, -job.billedMicros, "cancelled");
    if (plan.cancels === "charges" && job.billedMicros === 0) post(job, job.priceMicros, "cancelled");
    job.end = "cancelled";
    job.endsAtMs = clock.nowMs;
    job.isSettled = true;
    return ok({ cancelled: true, charge: chargeOf(job) });
  }

  async function find(order: ShotOrder): Promise<Result<FindOutcome, EngineFailure>> {
    settle();
    if (plan.lookup === "never") return ok({ found: "cannot-look", says: "it has no list of jobs" });
    const lagMs = plan.lookup === "lagging" ? plan.lookupLagMs : 0;
    const job = jobs.find((one) => one.key === order.attempt && clock.nowMs >= one.acceptedAtMs + lagMs);
    counters.add(job === undefined ? "looked up, not there" : "looked up, found");
    return ok(job === undefined ? { found: "none" } : { found: "job", job: jobOf(job) });
  }

  const engine: Engine = {
    contract: 1,
    id: plan.id,
    secrets: [],
    ...(plan.local ? { pollEveryMs: 1_000 } : {}),
    submit,
    poll,
    fetch: (job, desk) => fetchFile(job, desk.directory),
    cancel,
    find,
    // A job's id in the dashboard is all that its handle holds.
    jobFromId: (order, id) =>
      id.startsWith(`${plan.id}-job-`) ? { engine: plan.id, id, attempt: order.attempt, handle: { id } } : undefined,
  };
  return { engine, log: { id: plan.id, submits, jobs, bill }, settle };
}

function failure(kind: FailureClass, change: Partial<EngineFailure> = {}): EngineFailure {
  return { class: kind, advice: "next-route", charge: NOTHING, message: `${kind}, it says`, ...change };
}

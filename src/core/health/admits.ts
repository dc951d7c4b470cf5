import type { EngineIdentity } from "../take.ts";
import { PROBE_LEASE_MS } from "./breaker.ts";
import type { DeclaredLimit } from "./declared-limit.ts";
import type { Health } from "./health.ts";
import { slotsOf } from "./lane.ts";
import { laneAt } from "./lane-at.ts";
import { latencyOf } from "./latency.ts";
import { leftOf, pauseFor } from "./pause.ts";
import { underWay } from "./under-way.ts";

export interface AdmitsQuestion {
  readonly identity: Pick<EngineIdentity, "engine" | "endpoint">;
  /** From the catalogue; absent for an engine that has no limit but the cores of this machine. */
  readonly limit: DeclaredLimit | undefined;
  /** The run that asks: an account that this run has seen closed stays closed for it. */
  readonly run: string;
  readonly nowMs: number;
  /** How long a job takes by the catalogue, for the time at which a slot may be free. */
  readonly latency?: { readonly p50Ms: number; readonly p95Ms: number };
}

/** Whether an attempt may start at an endpoint now. */
export type Admits =
  | { readonly kind: "go" }
  /** Not before a moment that is known, or guessed for `slots` and `probe`. */
  | {
      readonly kind: "wait";
      readonly why: "breaker" | "probe" | "pause" | "slots";
      readonly untilMs: number;
      readonly says: string;
    }
  /** Not in this run. */
  | { readonly kind: "out"; readonly why: "account" | "gone" | "quarantine"; readonly says: string };

const GO: Admits = { kind: "go" };
/** A guess of when a slot is free is never nearer than this: nobody asks without end. */
const GUESS_MIN_MS = 1_000;

/** Hard reasons first, then the longest wait of those that have a known end, then slots. */
export function admits(health: Health, question: AdmitsQuestion): Admits {
  return outOf(health, question) ?? longest(health, question) ?? slots(health, question) ?? GO;
}

function outOf(health: Health, { identity, run, nowMs }: AdmitsQuestion): Admits | undefined {
  const endpoint = health.endpoints[identity.endpoint];
  const closed = health.accounts[identity.engine]?.closed;
  if (closed !== undefined && (closed.run === run || leftOf(closed, nowMs) > 0))
    return { kind: "out", why: "account", says: `${identity.engine} is closed to this account: ${closed.says}` };
  if (leftOf(endpoint?.gone, nowMs) > 0)
    return { kind: "out", why: "gone", says: `${identity.endpoint} says that it is not served any more` };
  if (leftOf(endpoint?.quarantine, nowMs) > 0)
    return {
      kind: "out",
      why: "quarantine",
      says: `${identity.endpoint} called the orders of two shots invalid: what the catalogue says of it may be wrong`,
    };
  return undefined;
}

type Wait = Extract<Admits, { kind: "wait" }>;

function longest(health: Health, question: AdmitsQuestion): Wait | undefined {
  const waits = [breakerWait(health, question), accountProbeWait(health, question), pauseWait(health, question)];
  return waits
    .filter((wait) => wait !== undefined)
    .reduce<Wait | undefined>(
      (most, wait) => (most === undefined || wait.untilMs > most.untilMs ? wait : most),
      undefined,
    );
}

function breakerWait(health: Health, { identity, nowMs }: AdmitsQuestion): Wait | undefined {
  const breaker = health.endpoints[identity.endpoint]?.breaker;
  if (breaker === undefined || breaker.state === "closed") return undefined;
  if (breaker.state === "open") {
    const left = leftOf(breaker, nowMs);
    const says = `${identity.endpoint} is in trouble and left in peace`;
    return left === 0 ? undefined : { kind: "wait", why: "breaker", untilMs: nowMs + left, says };
  }
  return probeWait(breaker.probe, `one attempt tries whether ${identity.endpoint} is well again`, nowMs);
}

function accountProbeWait(health: Health, { identity, nowMs }: AdmitsQuestion): Wait | undefined {
  const probe = health.accounts[identity.engine]?.closed?.probe;
  if (probe === undefined) return undefined;
  return probeWait(probe, `one attempt tries whether ${identity.engine} is open to this account again`, nowMs);
}

function probeWait(probe: { readonly sinceMs: number }, says: string, nowMs: number): Wait | undefined {
  const left = leftOf(pauseFor(probe.sinceMs, PROBE_LEASE_MS), nowMs);
  return left === 0 ? undefined : { kind: "wait", why: "probe", untilMs: nowMs + left, says };
}

function pauseWait(health: Health, { identity, limit, nowMs }: AdmitsQuestion): Wait | undefined {
  const lane = limit === undefined ? undefined : laneAt(health, limit, identity).lane;
  // An engine without a lane of its own may ask for peace, too.
  const endpoint = health.endpoints[identity.endpoint]?.lane;
  const left = Math.max(leftOf(lane?.pause, nowMs), leftOf(endpoint?.pause, nowMs));
  const says = `${identity.endpoint} asks to be left alone`;
  return left === 0 ? undefined : { kind: "wait", why: "pause", untilMs: nowMs + left, says };
}

function slots(health: Health, { identity, limit, nowMs, latency }: AdmitsQuestion): Wait | undefined {
  if (limit === undefined) return undefined;
  const { id, lane } = laneAt(health, limit, identity);
  const jobs = underWay(health, limit.lane, id, nowMs);
  const free = slotsOf(lane, limit.running);
  if (jobs.length < free) return undefined;
  const { p50Ms } = latencyOf(health.endpoints[identity.endpoint]?.runMs, latency);
  const ends = jobs
    .map((job) => (job.runningMs ?? job.submittedMs ?? job.startedMs) + p50Ms)
    .sort((one, other) => one - other);
  const untilMs = Math.max(nowMs + GUESS_MIN_MS, ends[jobs.length - free] ?? 0);
  return { kind: "wait", why: "slots", untilMs, says: `${jobs.length} of ${free} jobs at ${id} are under way` };
}

/** How many attempts may start at an endpoint now; one, where a single attempt tries whether it is well again. */
export function roomFor(health: Health, question: AdmitsQuestion): number {
  if (admits(health, question).kind !== "go") return 0;
  const { identity, limit, nowMs } = question;
  const { breaker } = health.endpoints[identity.endpoint] ?? {};
  const isTrial = breaker !== undefined && breaker.state !== "closed";
  if (isTrial || health.accounts[identity.engine]?.closed !== undefined) return 1;
  if (limit === undefined) return Number.MAX_SAFE_INTEGER;
  const { id, lane } = laneAt(health, limit, identity);
  return Math.max(0, slotsOf(lane, limit.running) - underWay(health, limit.lane, id, nowMs).length);
}

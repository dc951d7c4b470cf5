import type { FailureClass } from "../failure.ts";
import { breakerAfterFailure, breakerAfterRelease } from "./breaker.ts";
import type {
  AccountHealth,
  Breaker,
  ClosedAccount,
  EndpointHealth,
  Health,
  Lane,
  OpenJob,
  SeenFailure,
} from "./health.ts";
import { changed, withJob, withoutJob } from "./health-change.ts";
import type { HealthFact } from "./health-fact.ts";
import { laneAfterCongestion, laneAfterRateLimit, laneAfterWish } from "./lane.ts";
import { quantile } from "./latency.ts";
import { longerOf, pauseFor, wishedPause } from "./pause.ts";
import { type LaneKind, underWay } from "./under-way.ts";

/** Weight of a failure for the breaker, in thousandths. What is not here says nothing of the endpoint's health. */
const BREAKER_WEIGHT: { readonly [kind in FailureClass]?: number } = {
  server: 1_000,
  "lost-result": 1_000,
  "ambiguous-submit": 500,
};
const FAILURES_KEPT = 5;
/** An endpoint that is gone, or whose orders are called invalid, is asked again after so long: catalogues get mended. */
const GONE_MS = 7 * 24 * 60 * 60_000;
const QUARANTINE_MS = 24 * 60 * 60_000;
/** Time a job is taken to last where none was finished yet. */
const MEDIAN_UNKNOWN_MS = 60_000;

type Bad = Extract<HealthFact, { kind: "failed" | "doubted" | "abandoned" | "held" }>;
type Ended = Exclude<Bad, { kind: "held" }>;

/** An attempt that did not give a result, by its class: who learns what from it. */
export function foldFailure(health: Health, job: OpenJob, fact: Bad): Health {
  if (fact.kind === "held") return held(health, job, fact.atMs);
  const after = changed(health, job, {
    endpoint: (one) => endpointAfter(health, one, job, fact),
    account: (one) => accountAfter(health, one, job, fact),
  });
  // Kept, since it may turn out to be there; its slot is free. A person resolves it, and the others do not wait for that.
  if (fact.kind === "doubted") return withJob(after, { ...job, inDoubt: true });
  // One that was given up as slow may still be running over there, and may still bring a late result.
  const goesOn = fact.kind === "failed" && fact.class === "slow" && !fact.settled;
  return goesOn ? after : withoutJob(after, job);
}

/** The engine took the order and does not begin with it: more than it runs at once. */
function held(health: Health, job: OpenJob, atMs: number): Health {
  const learn = (lane: Lane, kind: LaneKind): Lane => {
    const others = underWay(health, kind, job[kind], atMs).filter(
      (one) => one.attempt !== job.attempt && one.runningMs !== undefined,
    );
    // Alone in the queue it waits for the engine, not for our own jobs.
    if (others.length === 0) return lane;
    return laneAfterCongestion(lane, { others: others.length, medianMs: medianOf(health, job), atMs });
  };
  return changed(health, job, {
    endpoint: (one) => ({ ...one, lane: learn(one.lane, "endpoint") }),
    account: (one) => ({ ...one, lane: learn(one.lane, "account") }),
  });
}

function endpointAfter(health: Health, one: EndpointHealth, job: OpenJob, fact: Ended): EndpointHealth {
  const { atMs } = fact;
  const seen = seenFailure(fact);
  if (seen === undefined) return { ...one, breaker: breakerAfterRelease(one.breaker, job, atMs) };
  const kind = seen.class;
  const failed = { ...one.track.failed, [kind]: (one.track.failed[kind] ?? 0) + 1 };
  const after: EndpointHealth = {
    ...one,
    breaker: breakerAfter(one.breaker, job, kind, atMs),
    lane: laneAfter(health, one.lane, job, "endpoint", fact),
    track: { ...one.track, failed },
    failures: [...one.failures, seen].slice(-FAILURES_KEPT),
  };
  if (kind === "gone") return { ...after, gone: pauseFor(atMs, GONE_MS) };
  return kind === "invalid-request" ? afterInvalid(after, job, atMs) : after;
}

function breakerAfter(breaker: Breaker, job: OpenJob, kind: FailureClass, atMs: number): Breaker {
  const weight = BREAKER_WEIGHT[kind];
  return weight === undefined
    ? breakerAfterRelease(breaker, job, atMs)
    : breakerAfterFailure(breaker, job, weight, atMs);
}

/** One invalid order may be its shot's fault; two of different shots in a row are the catalogue's. */
function afterInvalid(one: EndpointHealth, job: OpenJob, atMs: number): EndpointHealth {
  const again = one.invalidShot !== undefined && one.invalidShot !== job.shot;
  return {
    ...one,
    invalidShot: job.shot,
    ...(again ? { quarantine: longerOf(one.quarantine, pauseFor(atMs, QUARANTINE_MS)) } : {}),
  };
}

function accountAfter(health: Health, one: AccountHealth, job: OpenJob, fact: Ended): AccountHealth {
  const lane = laneAfter(health, one.lane, job, "account", fact);
  const { closed, ...open } = { ...one, lane };
  const stillClosed = closed === undefined ? undefined : probeReleased(closed, job);
  const before: AccountHealth = { ...open, ...(stillClosed === undefined ? {} : { closed: stillClosed }) };
  if (fact.kind !== "failed") return before;
  if (fact.class === "refusal") return { ...before, refusals: one.refusals + 1 };
  if (fact.class !== "auth" && fact.class !== "quota") return before;
  const pause = wishedPause(fact.atMs, fact.retryAfterMs ?? 0);
  return { ...before, closed: { ...pause, class: fact.class, says: fact.says, run: fact.run } };
}

function probeReleased(closed: ClosedAccount, job: OpenJob): ClosedAccount {
  if (closed.probe?.attempt !== job.attempt) return closed;
  const { probe: _probe, ...released } = closed;
  return released;
}

function laneAfter(health: Health, lane: Lane, job: OpenJob, kind: LaneKind, fact: Ended): Lane {
  if (fact.kind !== "failed") return lane;
  const { atMs, retryAfterMs } = fact;
  const seed = `${job[kind]} ${job.attempt}`;
  if (fact.class === "rate-limit") return laneAfterRateLimit(lane, retryAfterMs, atMs, seed);
  // What else asks for peace speaks of this endpoint, not of the whole account.
  if (fact.class !== "concurrency")
    return kind === "endpoint" && retryAfterMs !== undefined ? laneAfterWish(lane, retryAfterMs, atMs) : lane;
  const others = underWay(health, kind, job[kind], atMs).filter((one) => one.attempt !== job.attempt).length;
  const learned = laneAfterCongestion(lane, { others, medianMs: medianOf(health, job), atMs });
  return laneAfterRateLimit(learned, retryAfterMs, atMs, seed);
}

function medianOf(health: Health, job: OpenJob): number {
  return quantile(health.endpoints[job.endpoint]?.runMs ?? [], 500) ?? MEDIAN_UNKNOWN_MS;
}

function seenFailure(fact: Ended): SeenFailure | undefined {
  if (fact.kind === "abandoned") return undefined;
  const kind = fact.kind === "doubted" ? "ambiguous-submit" : fact.class;
  return { atMs: fact.atMs, class: kind, says: fact.says };
}

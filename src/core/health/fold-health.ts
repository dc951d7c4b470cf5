import type { FailureClass } from "../failure.ts";
import type { JournalEvent } from "../journal-events.ts";
import { breakerAfterStart, breakerAfterSuccess } from "./breaker.ts";
import { foldFailure } from "./fold-failure.ts";
import type { EndpointHealth, Health, OpenJob } from "./health.ts";
import { changed, newAccount, newEndpoint, withJob, withoutJob } from "./health-change.ts";
import { factOf, type HealthFact } from "./health-fact.ts";
import { laneAfterDone, laneAfterRunning, laneAfterTaken } from "./lane.ts";
import { withSample } from "./latency.ts";
import { type LaneKind, underWay } from "./under-way.ts";

/** Health after one more event of the journal, of whatever episode. Pure: the same events give the same health. */
export function foldHealth(health: Health, event: JournalEvent): Health {
  const fact = factOf(event);
  return fact === undefined ? health : healthAfter(health, fact);
}

/** The same by a fact: for those who have no journal, such as a benchmark. */
export function healthAfter(health: Health, fact: HealthFact): Health {
  switch (fact.kind) {
    case "started":
      return started(health, fact);
    case "accepted":
    case "set-aside":
      return counted(health, fact);
    case "person-asked":
      return reopened(health);
    default: {
      const job = health.jobs[fact.attempt];
      return job === undefined ? health : afterJob(health, job, fact);
    }
  }
}

type FactOfRun = Extract<HealthFact, { readonly kind: "submitted" | "done" }>;
type JobFact = Exclude<HealthFact, { readonly kind: "started" | "accepted" | "set-aside" | "person-asked" }>;

function afterJob(health: Health, job: OpenJob, fact: JobFact): Health {
  switch (fact.kind) {
    case "submitted":
      return submitted(health, job, fact);
    case "running":
      return running(health, job, fact.atMs);
    case "done":
      return done(health, job, fact);
    case "held":
    case "failed":
    case "doubted":
    case "abandoned":
      return foldFailure(health, job, fact);
  }
}

function started(health: Health, fact: Extract<HealthFact, { kind: "started" }>): Health {
  const { attempt, shot, endpoint, account, atMs } = fact;
  const job: OpenJob = { attempt, shot, endpoint, account, startedMs: atMs, newsMs: atMs };
  const known: Health = {
    endpoints: { ...health.endpoints, [endpoint]: health.endpoints[endpoint] ?? newEndpoint(endpoint, account) },
    accounts: { ...health.accounts, [account]: health.accounts[account] ?? newAccount(account) },
    jobs: { ...health.jobs, [attempt]: job },
  };
  return changed(known, job, {
    endpoint: (one) => ({
      ...one,
      breaker: breakerAfterStart(one.breaker, job, atMs),
      track: { ...one.track, started: one.track.started + 1 },
    }),
    account: (one) =>
      one.closed === undefined ? one : { ...one, closed: { ...one.closed, probe: { attempt, sinceMs: atMs } } },
  });
}

/** The engine has the order: it is open to this account, and the shot's order was a valid one. */
function submitted(health: Health, before: OpenJob, { atMs, run }: FactOfRun): Health {
  const { inDoubt: _resolved, ...job } = before;
  const now = { ...job, submittedMs: job.submittedMs ?? atMs, submittedBy: job.submittedBy ?? run, newsMs: atMs };
  return changed(withJob(health, now), job, {
    endpoint: ({ quarantine: _quarantine, invalidShot: _shot, gone: _gone, ...one }) => ({
      ...one,
      lane: laneAfterTaken(one.lane),
    }),
    account: ({ closed: _closed, ...one }) => ({ ...one, lane: laneAfterTaken(one.lane) }),
  });
}

function running(health: Health, job: OpenJob, atMs: number): Health {
  const now = withJob(health, { ...job, runningMs: job.runningMs ?? atMs, newsMs: atMs });
  return changed(now, job, {
    endpoint: (one) => ({ ...one, lane: laneAfterRunning(one.lane, runningAt(now, "endpoint", one.endpoint, atMs)) }),
    account: (one) => ({ ...one, lane: laneAfterRunning(one.lane, runningAt(now, "account", one.account, atMs)) }),
  });
}

function runningAt(health: Health, kind: LaneKind, id: string, atMs: number): number {
  return underWay(health, kind, id, atMs).filter((job) => job.runningMs !== undefined).length;
}

function done(health: Health, job: OpenJob, fact: FactOfRun): Health {
  const { atMs } = fact;
  // It was finished, so it ran, whether or not anybody was told so in between.
  const ran = job.runningMs === undefined ? running(health, job, atMs) : health;
  const after = changed(ran, job, {
    endpoint: (one) => ({
      ...one,
      breaker: breakerAfterSuccess(one.breaker, job, atMs),
      lane: laneAfterDone(one.lane, underWay(ran, "endpoint", one.endpoint, atMs).length),
      track: { ...one.track, done: one.track.done + 1 },
      ...timesAfter(one, job, fact),
    }),
    account: (one) => ({
      ...one,
      lane: laneAfterDone(one.lane, underWay(ran, "account", one.account, atMs).length),
    }),
  });
  return withoutJob(after, job);
}

/** How long it took. A run that collects what another one left would measure how long nobody looked. */
function timesAfter(
  { runMs, queueMs }: EndpointHealth,
  { submittedMs, submittedBy, runningMs }: OpenJob,
  { atMs, run }: FactOfRun,
): Pick<EndpointHealth, "runMs" | "queueMs"> {
  if (submittedMs === undefined || submittedBy !== run) return { runMs, queueMs };
  return {
    runMs: withSample(runMs, atMs - (runningMs ?? submittedMs)),
    queueMs: runningMs === undefined ? queueMs : withSample(queueMs, runningMs - submittedMs),
  };
}

function counted(health: Health, fact: Extract<HealthFact, { kind: "accepted" | "set-aside" }>): Health {
  const one = health.endpoints[fact.endpoint] ?? newEndpoint(fact.endpoint, fact.account);
  const { track } = one;
  const kind: FailureClass = "below-quality";
  const next =
    fact.kind === "accepted"
      ? { ...track, accepted: track.accepted + 1 }
      : {
          ...track,
          setAside: track.setAside + 1,
          failed: { ...track.failed, [kind]: (track.failed[kind] ?? 0) + 1 },
        };
  return { ...health, endpoints: { ...health.endpoints, [fact.endpoint]: { ...one, track: next } } };
}

/** A person wants another try: what was closed until a person came is open. */
function reopened(health: Health): Health {
  if (Object.values(health.accounts).every((one) => one.closed === undefined)) return health;
  const accounts = Object.values(health.accounts).map(({ closed: _closed, ...one }) => [one.account, one] as const);
  return { ...health, accounts: Object.fromEntries(accounts) };
}

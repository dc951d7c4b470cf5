import { NEVER_TRIED } from "./breaker.ts";
import type { AccountHealth, EndpointHealth, Health, OpenJob } from "./health.ts";
import { EMPTY_LANE } from "./lane.ts";

export function newEndpoint(endpoint: string, account: string): EndpointHealth {
  const track = { started: 0, done: 0, accepted: 0, setAside: 0, failed: {} };
  return { endpoint, account, breaker: NEVER_TRIED, lane: EMPTY_LANE, track, failures: [], runMs: [], queueMs: [] };
}

export function newAccount(account: string): AccountHealth {
  return { account, lane: EMPTY_LANE, refusals: 0 };
}

interface Change {
  readonly endpoint?: (before: EndpointHealth) => EndpointHealth;
  readonly account?: (before: AccountHealth) => AccountHealth;
}

/** Endpoint and account of a job, changed; both are known since it was started. */
export function changed(health: Health, job: OpenJob, change: Change): Health {
  const endpoint = health.endpoints[job.endpoint] ?? newEndpoint(job.endpoint, job.account);
  const account = health.accounts[job.account] ?? newAccount(job.account);
  return {
    ...health,
    endpoints: { ...health.endpoints, [job.endpoint]: change.endpoint?.(endpoint) ?? endpoint },
    accounts: { ...health.accounts, [job.account]: change.account?.(account) ?? account },
  };
}

export function withJob(health: Health, job: OpenJob): Health {
  return { ...health, jobs: { ...health.jobs, [job.attempt]: job } };
}

export function withoutJob(health: Health, { attempt }: OpenJob): Health {
  const { [attempt]: _ended, ...jobs } = health.jobs;
  return { ...health, jobs };
}

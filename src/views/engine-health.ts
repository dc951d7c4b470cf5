import type { Catalogue } from "../core/catalogue.ts";
import type { Evidence } from "../core/evidence/evidence.ts";
import { type EngineFacts, engineFacts } from "../core/health/engine-facts.ts";
import type { AccountHealth, Breaker, EndpointHealth, Health, Lane, SeenFailure } from "../core/health/health.ts";
import { slotsOf } from "../core/health/lane.ts";
import { latencyOf } from "../core/health/latency.ts";
import { leftOf } from "../core/health/pause.ts";
import { type LaneKind, underWay } from "../core/health/under-way.ts";
import type { Json } from "../core/json.ts";
import { alarmNotices } from "../core/route/alarm-notices.ts";

/** How well engines are by the journal, and the moment it is asked for. */
export interface HealthNow {
  readonly health: Health;
  readonly nowMs: number;
  /** What the journal teaches; with it models that became worse in silence are told. */
  readonly evidence?: Evidence;
}

/** Of endpoints that were ever asked from this repository: state, limit, last failures and own track record. */
export function healthAsLines(catalogue: Catalogue, now: HealthNow, isAsked: (endpoint: string) => boolean): string[] {
  const { endpoints, accounts } = askedFor(now.health, isAsked);
  if (endpoints.length === 0)
    return ["No engine was asked from this repository yet: nothing is known of how well they are."];
  const facts = engineFacts(catalogue);
  return [
    `How they are, by this repository's journal at ${clockTime(now.nowMs)}:`,
    ...accounts.flatMap((one) => accountLines(one, facts, now)),
    ...endpoints.flatMap((one) => endpointLines(one, facts, now)),
    ...alarmLines(catalogue, now),
  ];
}

/** Endpoints that are asked for and have a history, and their accounts, by name. */
function askedFor(
  { endpoints, accounts }: Health,
  isAsked: (endpoint: string) => boolean,
): { readonly endpoints: readonly EndpointHealth[]; readonly accounts: readonly AccountHealth[] } {
  const asked = sorted(Object.values(endpoints), (one) => one.endpoint).filter((one) => isAsked(one.endpoint));
  const names = new Set(asked.map((one) => one.account));
  const theirs = sorted(Object.values(accounts), (one) => one.account).filter((one) => names.has(one.account));
  return { endpoints: asked, accounts: theirs };
}

/** Models whose takes are kept less often than they were, and until when they are left alone. */
function alarmLines(catalogue: Catalogue, { evidence, nowMs }: HealthNow): string[] {
  if (evidence === undefined) return [];
  return alarmNotices(evidence, catalogue, dayOf(nowMs)).map(({ says }) => `  WORSE: ${says}`);
}

function accountLines(one: AccountHealth, facts: EngineFacts, { health, nowMs }: HealthNow): string[] {
  const limit = facts.limitOf(one.account);
  const parts = [
    ...closedWords(one, nowMs),
    ...(limit?.lane === "account" ? [laneWords(one.lane, health, "account", one.account, limit.running, nowMs)] : []),
    ...(one.refusals === 0 ? [] : [`${one.refusals} refused by moderation`]),
  ];
  return parts.length === 0 ? [] : [`  account ${one.account}: ${parts.join("; ")}`];
}

function closedWords({ closed }: AccountHealth, nowMs: number): string[] {
  if (closed === undefined) return [];
  const left = leftOf(closed, nowMs);
  const then = left > 0 ? `until ${clockTime(nowMs + left)}` : "a later run asks once, a retake at once";
  return [`CLOSED since ${clockTime(closed.fromMs)} (${closed.class}: ${closed.says}); ${then}`];
}

function endpointLines(one: EndpointHealth, facts: EngineFacts, now: HealthNow): string[] {
  const limit = facts.limitOf(one.account);
  const { p50Ms, p95Ms, from } = latencyOf(one.runMs, facts.latencyOf(one.endpoint));
  const lane =
    limit?.lane === "endpoint"
      ? [`    ${laneWords(one.lane, now.health, "endpoint", one.endpoint, limit.running, now.nowMs)}`]
      : [];
  return [
    `  ${one.endpoint}: ${stateWords(one, now.nowMs)}`,
    `    ${trackWords(one)}`,
    `    a take takes ${seconds(p50Ms)} s, nineteen of twenty ${seconds(p95Ms)} s (${from}, ${one.runMs.length} of our own)`,
    ...lane,
    ...one.failures.slice(-FAILURES_TOLD).map((failure) => `    ${failureWords(failure)}`),
  ];
}

const FAILURES_TOLD = 3;

function stateWords({ breaker, gone, quarantine }: EndpointHealth, nowMs: number): string {
  if (leftOf(gone, nowMs) > 0) return `GONE, asked again on ${dayOf(gone?.untilMs ?? nowMs)}`;
  if (leftOf(quarantine, nowMs) > 0)
    return `OUT, two shots' orders were called invalid, until ${clockTime(quarantine?.untilMs ?? nowMs)}`;
  return breakerWords(breaker, nowMs);
}

function breakerWords(breaker: Breaker, nowMs: number): string {
  if (breaker.state === "closed") return "closed (well)";
  const since = `since ${clockTime(breaker.sinceMs)}, opening ${breaker.openings}`;
  if (breaker.state === "half-open") return `HALF-OPEN ${since}: ${breaker.probe.attempt} tries whether it is well`;
  const left = leftOf(breaker, nowMs);
  return left === 0 ? `OPEN ${since}: the next attempt tries it` : `OPEN ${since}, until ${clockTime(nowMs + left)}`;
}

function laneWords(
  lane: Lane,
  health: Health,
  kind: LaneKind,
  id: string,
  declared: number | undefined,
  nowMs: number,
): string {
  const jobs = underWay(health, kind, id, nowMs).length;
  const learned = lane.limitMilli === undefined ? "" : `, learned limit ${(lane.limitMilli / 1000).toFixed(1)}`;
  const told = declared === undefined ? "no limit declared" : `${declared} declared`;
  const left = leftOf(lane.pause, nowMs);
  const pause = left === 0 ? "" : `; left in peace until ${clockTime(nowMs + left)}`;
  return `${jobs} of ${slotsOf(lane, declared)} jobs (${told}, ${lane.proven} ran at once${learned})${pause}`;
}

function trackWords({ track }: EndpointHealth): string {
  const { started, done, accepted, setAside, failed } = track;
  const bad = Object.entries(failed)
    .filter(([kind]) => kind !== "below-quality")
    .map(([kind, count]) => `${count} ${kind}`);
  const ends = [`${done} done`, `${accepted} kept`, ...(setAside === 0 ? [] : [`${setAside} set aside`]), ...bad];
  return `${started} started: ${ends.join(", ")}`;
}

function failureWords({ atMs, class: kind, says }: SeenFailure): string {
  return `${clockTime(atMs)} ${kind}: ${says}`;
}

/** The same for machines: the fold as it is, with what follows from it at this moment. */
export function healthAsJson(
  catalogue: Catalogue,
  { health, nowMs }: HealthNow,
  isAsked: (endpoint: string) => boolean,
): Json {
  const facts = engineFacts(catalogue);
  const lane = (kind: LaneKind, id: string, one: Lane, account: string): Json => ({
    ...asJson(one),
    underWay: underWay(health, kind, id, nowMs).length,
    slots: slotsOf(one, facts.limitOf(account)?.running),
    counts: facts.limitOf(account)?.lane === kind,
    pausedMs: leftOf(one.pause, nowMs),
  });
  const { endpoints, accounts } = askedFor(health, isAsked);
  return {
    at: new Date(nowMs).toISOString(),
    endpoints: endpoints.map(({ runMs, queueMs, ...one }) => ({
      ...asJson(one),
      lane: lane("endpoint", one.endpoint, one.lane, one.account),
      latency: { ...asJson(latencyOf(runMs, facts.latencyOf(one.endpoint))), ran: [...runMs], queued: [...queueMs] },
    })),
    accounts: accounts.map((one) => ({ ...asJson(one), lane: lane("account", one.account, one.lane, one.account) })),
  };
}

/** Folded values are plain JSON; optional fields are absent, never undefined. */
function asJson(value: object): { readonly [key: string]: Json } {
  return value as { readonly [key: string]: Json };
}

function sorted<One>(list: readonly One[], key: (one: One) => string): readonly One[] {
  return [...list].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function clockTime(atMs: number): string {
  return `${dayOf(atMs)} ${new Date(atMs).toISOString().slice(11, 16)} UTC`;
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}

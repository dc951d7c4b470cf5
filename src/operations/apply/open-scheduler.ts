import { type Admits, type AdmitsQuestion, admits, roomFor } from "../../core/health/admits.ts";
import { foldHealth } from "../../core/health/fold-health.ts";
import { type Health, NO_HISTORY } from "../../core/health/health.ts";
import { latencyOf } from "../../core/health/latency.ts";
import type { Plan } from "../../core/plan-steps.ts";
import type { Candidate, Exclusion } from "../../core/route-decision.ts";
import { orderOfWork } from "../../core/schedule/order-of-work.ts";
import type { ApplyDesk, ApplyRun, RunContext } from "./desk.ts";
import type { JournalRecord } from "./journal-record.ts";
import { openBooks } from "./purse.ts";
import { runningFold } from "./running-fold.ts";
import { machineSeats, type Seats } from "./seats.ts";
import { type Claim, type Turnstile, turnstile } from "./turnstile.ts";

/** Opens what shots wait at: engines with room by their health, in the order of work, and the cores of this machine. */
export function openScheduler(desk: ApplyDesk, run: ApplyRun, plan: Plan, excluded: readonly Exclusion[]): RunContext {
  const before = desk.record.state();
  const healthOf = runningFold(NO_HISTORY, (health, events) => events.reduce(foldHealth, health));
  const now = (): Health => healthOf(desk.record.contents());
  const seats = machineSeats(run.parallel, desk.signal, () => gate.wake());
  const health = now();
  const gate: Turnstile = turnstile({
    clock: desk.clock,
    signal: desk.signal,
    order: orderOfWork({
      shots: run.episode.shots,
      steps: plan.steps,
      takeMs: (endpoint) => latencyOf(health.endpoints[endpoint]?.runMs, desk.facts.latencyOf(endpoint)).p50Ms,
    }),
    room: () => roomNow({ desk, run, plan, seats, health: now() }),
    lookAround: aroundNow(desk),
    report: (shot, says, waitMs) =>
      desk.report({ kind: "shot-phase", shot, phase: "queued", says: `${says}: waits ${Math.ceil(waitMs / 1000)} s` }),
  });
  return {
    desk: { ...desk, record: wakingRecord(desk.record, gate) },
    run,
    plan,
    before,
    excluded,
    books: openBooks(),
    healthOf,
    turnstile: gate,
    seats,
  };
}

/** What other runs did is seen when we write; while nothing is written it is looked for now and then. */
const LOOK_AROUND_MS = 30_000;

function aroundNow(desk: ApplyDesk): () => Promise<void> {
  let lookedMs = desk.clock.now();
  return async () => {
    const nowMs = desk.clock.now();
    if (Math.abs(nowMs - lookedMs) < LOOK_AROUND_MS) return;
    lookedMs = nowMs;
    await desk.record.refresh();
  };
}

/** Every event may make room for somebody. */
function wakingRecord(record: JournalRecord, gate: Turnstile): JournalRecord {
  return {
    ...record,
    async append(...events) {
      await record.append(...events);
      gate.wake();
    },
    async decide(decision) {
      const answer = await record.decide(decision);
      gate.wake();
      return answer;
    },
  };
}

export function isLocal(desk: Pick<ApplyDesk, "engines">, engine: string): boolean {
  return desk.engines.get(engine)?.pollEveryMs !== undefined;
}

export interface AdmitsContext {
  readonly desk: ApplyDesk;
  readonly run: Pick<ApplyRun, "run">;
  readonly health: Health;
}

function questionFor({ desk, run }: AdmitsContext, { identity }: Pick<Candidate, "identity">): AdmitsQuestion {
  const latency = desk.facts.latencyOf(identity.endpoint);
  return {
    identity,
    // An engine of this machine is limited by its seats.
    limit: isLocal(desk, identity.engine) ? undefined : desk.facts.limitOf(identity.engine),
    run: run.run,
    nowMs: desk.clock.now(),
    ...(latency === undefined ? {} : { latency }),
  };
}

/** Whether an attempt may start at a candidate now; one on this machine needs a seat that is taken already. */
export function admitsNow(context: AdmitsContext, candidate: Candidate, hasSeat: boolean): Admits {
  const answer = admits(context.health, questionFor(context, candidate));
  if (answer.kind !== "go" || hasSeat || !isLocal(context.desk, candidate.identity.engine)) return answer;
  const untilMs = context.desk.clock.now() + SEAT_GUESS_MS;
  return { kind: "wait", why: "slots", untilMs, says: "all cores are at work" };
}

/** A seat is told of when it is free; the guess only bounds how long nobody looks. */
const SEAT_GUESS_MS = 60_000;

/** What may start now, counted down as those who wait in order lay claim to it. */
function roomNow(context: AdmitsContext & { readonly plan: Plan; readonly seats: Seats }): Claim {
  const { desk, plan, seats } = context;
  const candidates = new Map(plan.steps.map((step) => [step.shot, step.receipt?.candidates ?? []]));
  const left = new Map<string, number>();
  const keyOf = ({ identity }: Candidate): string => (isLocal(desk, identity.engine) ? "seats" : identity.endpoint);
  const roomAt = (candidate: Candidate): number => {
    const known = left.get(keyOf(candidate));
    if (known !== undefined) return known;
    const room = roomFor(context.health, questionFor(context, candidate));
    const real = isLocal(desk, candidate.identity.engine) ? Math.min(room, seats.free()) : room;
    left.set(keyOf(candidate), real);
    return real;
  };
  return (shot, declined) => {
    const free = (candidates.get(shot) ?? []).find(
      (candidate) => !declined.has(candidate.identity.endpoint) && roomAt(candidate) > 0,
    );
    if (free === undefined) return false;
    left.set(keyOf(free), roomAt(free) - 1);
    return true;
  };
}

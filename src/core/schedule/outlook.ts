import type { LaneKind } from "../health/under-way.ts";
import type { Micros } from "../money.ts";
import type { Outlook, PriorityOutlook, Step } from "../plan-steps.ts";
import type { RouteWish, Shot } from "../production.ts";
import { WEIGHTS } from "../route/score.ts";
import type { Candidate, Receipt } from "../route-decision.ts";
import { lowerBoundMs } from "./lower-bound.ts";
import { orderOfWork } from "./order-of-work.ts";
import { type Job, scheduleOf } from "./schedule-of.ts";

export type Priority = RouteWish["priority"];
export const PRIORITIES: readonly Priority[] = ["quality", "balanced", "cheap", "fast"];

/** Where an engine's jobs stand in line, and how many of them run at once. */
export interface LanePlace {
  readonly lane: LaneKind;
  readonly id: string;
  readonly slots: number;
}

export interface OutlookRequest {
  readonly shots: readonly Pick<Shot, "id" | "intent" | "route">[];
  readonly steps: readonly Step[];
  /** Candidates of a shot, scored by the priority `balanced`, none of whose weights is nought. */
  readonly balanced: (shot: string) => Receipt;
  readonly latencyOf: (endpoint: string) => { readonly p50Ms: number; readonly p95Ms: number };
  readonly laneOf: (candidate: Candidate) => LanePlace;
}

/**
 * What the plan would cost and when it would be done under each of the four priorities, and how long it takes at least,
 * whoever schedules it. An estimate: each shot makes as many takes as its engine is expected to need. `likely`: every take
 * takes its median; `late`: every one takes as long as one in twenty does. Undefined when nothing is made.
 */
export function outlookOf(request: OutlookRequest): Outlook | undefined {
  const making = request.steps.filter((step) => step.takes > 0 && step.receipt !== undefined);
  if (making.length === 0) return undefined;
  const takeMs = (endpoint: string): number => request.latencyOf(endpoint).p50Ms;
  const order = orderOfWork({ shots: request.shots, steps: making, takeMs });
  const place = new Map(order.map((shot, rank) => [shot, rank]));
  const ranked = [...making].sort((one, other) => (place.get(one.shot) ?? 0) - (place.get(other.shot) ?? 0));
  const priorities = PRIORITIES.map((priority) => outlookFor(priority, ranked, request));
  return { priorities, lowerBoundMs: lowerBoundMs(jobsOf("balanced", ranked, request, "likely")) };
}

function outlookFor(priority: Priority, steps: readonly Step[], request: OutlookRequest): PriorityOutlook {
  const likely = scheduleOf(jobsOf(priority, steps, request, "likely"));
  const late = scheduleOf(jobsOf(priority, steps, request, "late"));
  return {
    priority,
    expectedMicros: likely.micros,
    likelyMs: likely.endMs,
    lateMs: Math.max(late.endMs, likely.endMs),
  };
}

function jobsOf(
  priority: Priority,
  steps: readonly Step[],
  request: OutlookRequest,
  when: "likely" | "late",
): readonly Job[] {
  const shots = new Map(request.shots.map((one) => [one.id, one]));
  return steps.flatMap(({ shot, takes }) => {
    const all = request.balanced(shot).candidates;
    if (all.length === 0) return [];
    const wish = shots.get(shot);
    // Where somebody wrote down whom to ask, that one is waited for.
    const candidates = wish?.route.order === undefined ? all : all.slice(0, 1);
    const after = wish?.intent.chain?.from;
    const options = candidates.map((candidate) => {
      const { p50Ms, p95Ms } = request.latencyOf(candidate.identity.endpoint);
      const place = request.laneOf(candidate);
      return {
        lane: `${place.lane} ${place.id}`,
        slots: place.slots,
        workMs: expected(when === "late" ? p95Ms : p50Ms, takes, candidate),
        micros: expected(candidate.quote.takeMicros, takes, candidate),
        scoreMicros: scoreUnder(priority, candidate) * takes,
      };
    });
    const waitingMicrosPerSecond: Micros = WEIGHTS[priority].waitingMicrosPerSecond;
    return [{ shot, options, waitingMicrosPerSecond, ...(after === undefined ? {} : { after }) }];
  });
}

/** The score of another priority: of its terms, those that a weight multiplies follow the weight. */
function scoreUnder(priority: Priority, { terms }: Candidate): Micros {
  const [to, from] = [WEIGHTS[priority], WEIGHTS.balanced];
  const scaled = (micros: Micros, wanted: number, had: number): Micros => Math.round((micros * wanted) / had);
  return terms.reduce((sum, { name, micros }) => {
    if (name === "waiting") return sum + scaled(micros, to.waitingMicrosPerSecond, from.waitingMicrosPerSecond);
    if (name === "quality") return sum + scaled(micros, to.qualityMicros, from.qualityMicros);
    return sum + (name === "risk" ? scaled(micros, to.riskPerMille, from.riskPerMille) : micros);
  }, 0);
}

/** Of one take's price or time, what as many accepted takes are expected to need. */
function expected(ofOne: number, takes: number, { acceptancePerMille }: Candidate): number {
  return Math.ceil((ofOne * takes * 1000) / Math.max(1, acceptancePerMille));
}

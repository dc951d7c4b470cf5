import type { Catalogue } from "../core/catalogue.ts";
import { engineFacts } from "../core/health/engine-facts.ts";
import { foldHealth } from "../core/health/fold-health.ts";
import { NO_HISTORY } from "../core/health/health.ts";
import { slotsOf } from "../core/health/lane.ts";
import { laneAt } from "../core/health/lane-at.ts";
import { latencyOf } from "../core/health/latency.ts";
import type { JournalEvent } from "../core/journal-events.ts";
import type { Outlook, Plan } from "../core/plan-steps.ts";
import type { Episode, Shot } from "../core/production.ts";
import type { Candidate, Receipt } from "../core/route-decision.ts";
import { type LanePlace, outlookOf, type Priority } from "../core/schedule/outlook.ts";

export interface PlanOutlookRequest {
  readonly plan: Plan;
  readonly episode: Episode;
  readonly catalogue: Catalogue;
  readonly events: readonly JournalEvent[];
  readonly receiptOf: (shot: Shot, priority?: Priority) => Receipt;
}

/** Slots of an engine of this machine: not counted, so that a plan is the same on every machine. */
const UNCOUNTED_SLOTS = 1;

/** Cost and time of the plan under each priority, by limits and latencies as declared and learned. */
export function planOutlook({ plan, episode, catalogue, events, receiptOf }: PlanOutlookRequest): Outlook | undefined {
  if (plan.tier === "animatic") return undefined;
  const facts = engineFacts(catalogue);
  const health = events.reduce(foldHealth, NO_HISTORY);
  const shots = new Map(episode.shots.map((shot) => [shot.id, shot]));
  const planned = new Map(plan.steps.map((step) => [step.shot, step.receipt]));
  const laneOf = ({ identity }: Candidate): LanePlace => {
    const limit = facts.limitOf(identity.engine);
    if (limit === undefined) return { lane: "account", id: identity.engine, slots: UNCOUNTED_SLOTS };
    const { id, lane } = laneAt(health, limit, identity);
    return { lane: limit.lane, id, slots: slotsOf(lane, limit.running) };
  };
  return outlookOf({
    shots: episode.shots,
    steps: plan.steps,
    latencyOf: (endpoint) => latencyOf(health.endpoints[endpoint]?.runMs, facts.latencyOf(endpoint)),
    laneOf,
    balanced: remembered((id) => {
      const shot = shots.get(id);
      const own = planned.get(id);
      if (shot === undefined || own === undefined) return NOBODY;
      return shot.route.priority === "balanced" ? own : receiptOf(shot, "balanced");
    }),
  });
}

function remembered(balanced: (shot: string) => Receipt): (shot: string) => Receipt {
  const known = new Map<string, Receipt>();
  return (shot) => {
    const receipt = known.get(shot) ?? balanced(shot);
    known.set(shot, receipt);
    return receipt;
  };
}

const NOBODY: Receipt = { candidates: [], excluded: [], flips: [], policy: "", catalogueDate: "" };

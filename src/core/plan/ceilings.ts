import type { EpisodeState } from "../episode-state.ts";
import { formatMicros, type Micros } from "../money.ts";
import type { Cause, Notice, Step } from "../plan-steps.ts";
import type { Episode } from "../production.ts";
import { shotLimit } from "../shot-limit.ts";
import { spentOn } from "./attempts-so-far.ts";
import { FREE } from "./step-cost.ts";

/** What may still be spent, and whose limit it is. */
interface Allowance {
  readonly leftMicros: Micros;
  readonly of: string;
  /** The field of `ceilings` that says it. */
  readonly name: "episode" | "run" | "month";
}

export interface CeilingRequest {
  readonly episode: Episode;
  readonly state: EpisodeState;
  /** Spent and reserved this month, over all episodes; absent when nobody counted. */
  readonly monthSpentMicros: Micros;
  /** The same of this show alone. */
  readonly showMonthSpentMicros: Micros;
  /** State of a shot under the id it has today. */
  readonly stateOf: (shot: string) => EpisodeState["shots"][string] | undefined;
}

/**
 * Fits steps into the ceilings of shot, episode, run and month. A step is admitted, in cut order, while its expected
 * cost fits; what is left then is shared out, a take for each shot in turn, as room for second takes and failover. So
 * the plan's own ceiling is never above a limit, and a step that does not fit is blocked with the numbers.
 */
export function fitCeilings(steps: readonly Step[], request: CeilingRequest): { steps: Step[]; notices: Notice[] } {
  const currency = request.episode.ceilings.currency;
  const perShot = steps.map((step) => withinShot(step, request, currency));
  const allowance = tightest(request);
  if (allowance === undefined) return { steps: perShot, notices: [] };
  let spare = allowance.leftMicros;
  const admitted = perShot.map((step) => {
    const need = leastNeeded(step);
    if (need <= spare || step.cost.ceilingMicros === 0) {
      spare -= step.cost.ceilingMicros === 0 ? 0 : need;
      return step;
    }
    const says = `needs about ${formatMicros(need, currency)}; ${formatMicros(Math.max(0, spare), currency)} is left of ${allowance.of}: raise \`ceilings.${allowance.name}\`, or make fewer shots`;
    return blockedBy(step, { code: "over-ceiling", subject: "ceilings", says });
  });
  const rooms = sharedRoom(admitted, spare);
  const squeezed = admitted.filter((step, index) => (rooms[index] ?? 0) < roomWanted(step)).length;
  const fitted = admitted.map((step, index) => {
    const ceilingMicros = leastNeeded(step) + (rooms[index] ?? 0);
    return roomWanted(step) <= 0 ? step : { ...step, cost: { ...step.cost, ceilingMicros } };
  });
  return { steps: fitted, notices: squeezed === 0 ? [] : [cutNotice(squeezed, allowance)] };
}

/** Shares of a step's room are never smaller than this part of it, so that sharing out ends soon. */
const ROOM_PARTS_MAX = 20;

/** What each step gets of `spare`: in rounds, one more take of its own engine for every step, until nothing fits. */
function sharedRoom(steps: readonly Step[], spare: Micros): readonly Micros[] {
  const rooms = steps.map(() => 0);
  let left = spare;
  for (let round = 0; round < ROOM_PARTS_MAX; round += 1) {
    for (const [index, step] of steps.entries()) {
      const missing = roomWanted(step) - (rooms[index] ?? 0);
      const share = Math.min(missing, shareOf(step));
      if (share <= 0 || share > left) continue;
      rooms[index] = (rooms[index] ?? 0) + share;
      left -= share;
    }
  }
  return rooms;
}

function shareOf(step: Step): Micros {
  const take = step.receipt?.candidates[0]?.quote.takeMicros ?? 0;
  return Math.max(take, Math.ceil(roomWanted(step) / ROOM_PARTS_MAX));
}

function roomWanted(step: Step): Micros {
  return step.cost.ceilingMicros - leastNeeded(step);
}

function leastNeeded(step: Step): Micros {
  return Math.max(step.cost.expectedMicros, step.cost.lowMicros);
}

function cutNotice(count: number, allowance: Allowance): Notice {
  const shots = count === 1 ? "1 shot has" : `${count} shots have`;
  const says = `${shots} less room for second takes and failover: ${allowance.of} ends there`;
  return { code: "ceiling-cut", severity: "warning", says };
}

function withinShot(step: Step, { episode, stateOf }: CeilingRequest, currency: string): Step {
  const shot = episode.shots.find((candidate) => candidate.id === step.shot);
  const limit = shot === undefined ? undefined : shotLimit(shot, episode.ceilings);
  if (limit === undefined || step.cost.ceilingMicros === 0) return step;
  const left = Math.max(0, limit.micros - spentOn(stateOf(step.shot)));
  const price = (step.receipt?.candidates[0]?.quote.takeMicros ?? 0) * step.takes;
  if (price > left) {
    const says = `needs ${formatMicros(price, currency)}; ${formatMicros(left, currency)} is left of its ${formatMicros(limit.micros, currency)}: raise \`${limit.field}\`, or make the shot cheaper`;
    return blockedBy(step, { code: "over-ceiling", subject: limit.field, says });
  }
  const cost = {
    lowMicros: step.cost.lowMicros,
    expectedMicros: Math.min(step.cost.expectedMicros, left),
    ceilingMicros: Math.min(step.cost.ceilingMicros, left),
  };
  return { ...step, cost };
}

function tightest({ episode, state, monthSpentMicros, showMonthSpentMicros }: CeilingRequest): Allowance | undefined {
  const { currency, episodeMicros, runMicros, monthMicros, showMonthMicros } = episode.ceilings;
  const spent = Object.values(state.shots).reduce((sum, shot) => sum + spentOn(shot), 0);
  const money = (micros: Micros): string => formatMicros(micros, currency);
  const all: Allowance[] = [];
  if (episodeMicros !== undefined)
    all.push({
      leftMicros: Math.max(0, episodeMicros - spent),
      name: "episode",
      of: `the episode's ${money(episodeMicros)}`,
    });
  if (runMicros !== undefined) all.push({ leftMicros: runMicros, name: "run", of: `the run's ${money(runMicros)}` });
  if (monthMicros !== undefined)
    all.push({
      leftMicros: Math.max(0, monthMicros - monthSpentMicros),
      name: "month",
      of: `the month's ${money(monthMicros)}`,
    });
  if (showMonthMicros !== undefined)
    all.push({
      leftMicros: Math.max(0, showMonthMicros - showMonthSpentMicros),
      name: "month",
      of: `the show's ${money(showMonthMicros)} a month`,
    });
  return all.sort((one, other) => one.leftMicros - other.leftMicros)[0];
}

/** A step that may not be taken keeps its causes and costs nothing. */
export function blockedBy(step: Step, cause: Cause): Step {
  return { ...step, kind: "blocked", causes: [cause, ...step.causes], takes: 0, cost: FREE };
}

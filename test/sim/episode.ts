import type { Episode, Shot } from "../../src/core/production.ts";
import { episode, shot } from "../core/plan/story.ts";
import type { EditKind, Scenario, ShotPlan } from "./scenario.ts";

/** The episode of a scenario, as resolve would hand it on. */
export function episodeOf(scenario: Scenario): Episode {
  return episode(scenario.shots.map(shotOf), { ceilings: { currency: "USD", ...scenario.ceilings } });
}

function shotOf(plan: ShotPlan): Shot {
  return shot(plan.id, {
    status: plan.status,
    options: plan.options,
    maxPaidTakes: Math.max(plan.options, plan.maxPaidTakes),
    ...(plan.maxShotMicros === undefined ? {} : { maxShotMicros: plan.maxShotMicros }),
    route: { deny: [], require: [], ...plan.route },
    intent: {
      durationFrames: plan.durationFrames,
      action: plan.action,
      ...(plan.chainFrom === undefined ? {} : { chain: { from: plan.chainFrom, mode: "last-frame" as const } }),
    },
  });
}

/** The YAML after somebody edited it; `pick` chooses the shot and the value. The same object when nothing fits. */
export function edited(before: Episode, edit: EditKind, pick: number): Episode {
  if (edit === "episode-ceiling") return withCeiling(before, pick);
  if (edit === "add-shot") return withShotAdded(before, pick);
  const target = before.shots[pick % before.shots.length];
  if (target === undefined) return before;
  if (edit === "rename") return renamed(before, target, pick);
  const shots = before.shots.map((one) => (one === target ? changed(target, edit, pick) : one));
  return { ...before, shots };
}

function changed(target: Shot, edit: EditKind, pick: number): Shot {
  const { intent, route } = target;
  switch (edit) {
    case "action":
      return { ...target, intent: { ...intent, action: `he looks at shoe ${pick % 5} again` } };
    case "duration":
      return { ...target, intent: { ...intent, durationFrames: 24 * (1 + (pick % 8)) } };
    case "hold":
      return { ...target, status: "hold" };
    case "omit":
      return { ...target, status: "omit" };
    case "activate":
      return { ...target, status: "active" };
    case "options": {
      const options = 1 + (pick % 3);
      return { ...target, options, maxPaidTakes: Math.max(options, target.maxPaidTakes) };
    }
    case "max-takes":
      return { ...target, maxPaidTakes: Math.max(target.options, 1 + (pick % 6)) };
    case "shot-ceiling": {
      const { maxShotMicros: _gone, ...rest } = target;
      return pick % 3 === 0 ? rest : { ...rest, maxShotMicros: 100_000 * (1 + (pick % 40)) };
    }
    case "on-slow":
      return { ...target, route: { ...route, onSlow: route.onSlow === "wait" ? "failover" : "wait" } };
    case "on-refusal":
      return { ...target, route: { ...route, onRefusal: route.onRefusal === "ask" ? "failover" : "ask" } };
    default:
      return target;
  }
}

function withCeiling(before: Episode, pick: number): Episode {
  const { episodeMicros: _gone, ...rest } = before.ceilings;
  return { ...before, ceilings: pick % 3 === 0 ? rest : { ...rest, episodeMicros: 200_000 * (1 + (pick % 60)) } };
}

function withShotAdded(before: Episode, pick: number): Episode {
  if (before.shots.length >= 10) return before;
  const at = pick % (before.shots.length + 1);
  const id = freeId(before, 5 + 10 * (pick % 9));
  if (id === undefined) return before;
  const added = shot(id, { intent: { durationFrames: 48, action: `a new shoe ${pick % 7}` } });
  return { ...before, shots: [...before.shots.slice(0, at), added, ...before.shots.slice(at)] };
}

/** A shot gets another number; those chained to it follow. */
function renamed(before: Episode, target: Shot, pick: number): Episode {
  const id = freeId(before, 3 + 10 * (pick % 9));
  if (id === undefined) return before;
  const shots = before.shots.map((one) => {
    if (one === target) return { ...target, id, name: target.name.replace(target.id, id) };
    const { chain } = one.intent;
    return chain?.from === target.id ? { ...one, intent: { ...one.intent, chain: { ...chain, from: id } } } : one;
  });
  return { ...before, shots };
}

function freeId(before: Episode, number: number): string | undefined {
  const id = `SH${String(number).padStart(4, "0")}`;
  return before.shots.some((one) => one.id === id) ? undefined : id;
}

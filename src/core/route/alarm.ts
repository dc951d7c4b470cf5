import { type Alarm, currentVersion, type Evidence } from "../evidence/evidence.ts";
import { TRIALS_MAX } from "../evidence/watch.ts";
import type { Shot } from "../production.ts";
import type { Case } from "./constraints.ts";
import { isNamed } from "./engine-names.ts";

/** The alarm on a model of the catalogue, if it went off and nothing showed since that it is well again. */
export function alarmOn(evidence: Evidence | undefined, model: string, catalogued: string): Alarm | undefined {
  return evidence?.models[model]?.[currentVersion(evidence, model, catalogued)]?.watch.alarm;
}

/** "keeps less than it did: 0 of 5 takes where 4.5 were expected, on 2026-11-24" */
export function alarmSays({ takes, kept, expectedMilli, raisedOn }: Alarm): string {
  const expected = `${Math.floor(expectedMilli / 1000)}.${Math.floor((expectedMilli % 1000) / 100)}`;
  return `keeps less than it did: ${kept} of ${takes} takes where ${expected} were expected, seen on ${raisedOn}`;
}

/**
 * A model that became worse in silence rests for some days; then a few shots may try it, and what becomes of them decides.
 * A person who pins it has the last word.
 */
export function alarmCheck({ request, offer, day }: Case): string | undefined {
  const alarm = alarmOn(request.evidence, offer.model.id, offer.model.version);
  const { pin } = request.shot.route;
  if (alarm === undefined || (pin !== undefined && isNamed(offer, pin))) return undefined;
  if (day < alarm.untilDay) return `${alarmSays(alarm)}: left alone until ${alarm.untilDay}`;
  const left = TRIALS_MAX - alarm.trials;
  if (left <= 0) return `${alarmSays(alarm)}: ${TRIALS_MAX} takes are its trial, their verdict is waited for`;
  return trialShots(request.episode.shots, left).has(request.shot.id)
    ? undefined
    : `${alarmSays(alarm)}: it is on trial with other shots of the episode`;
}

/** The least important shots try it; among equals those that come last in the cut. */
function trialShots(shots: readonly Shot[], count: number): ReadonlySet<string> {
  const weight = { filler: 0, normal: 1, hero: 2 } as const;
  const places = new Map(shots.map((shot, index) => [shot, index]));
  const able = shots.filter((shot) => shot.status === "active" && shot.source.kind === "generated");
  const ranked = able
    .filter((shot) => shot.importance !== "hero")
    .sort(
      (one, other) =>
        weight[one.importance] - weight[other.importance] || (places.get(other) ?? 0) - (places.get(one) ?? 0),
    );
  return new Set(ranked.slice(0, count).map((shot) => shot.id));
}

import { type Alarm, currentVersion, type Evidence } from "../evidence/evidence.ts";
import { TRIALS_MAX } from "../evidence/watch.ts";
import type { Case } from "./constraints.ts";
import { isNamed } from "./engine-names.ts";

/** The alarm on a model of the catalogue, if it went off and nothing showed since that it is well again. */
export function alarmOn(evidence: Evidence | undefined, model: string, catalogued: string): Alarm | undefined {
  return evidence?.models[model]?.[currentVersion(evidence, model, catalogued)]?.watch.alarm;
}

/** "keeps less than it did: 0 of 5 takes where 4.5 were expected, seen on 2026-11-24" */
export function alarmSays({ takes, kept, expectedMilli, raisedOn }: Alarm): string {
  const expected = `${Math.floor(expectedMilli / 1000)}.${Math.floor((expectedMilli % 1000) / 100)}`;
  return `keeps less than it did: ${kept} of ${takes} takes where ${expected} were expected, seen on ${raisedOn}`;
}

/**
 * A model that became worse in silence rests for some days; then a few takes may try it, whichever shots come first, and what
 * becomes of them decides. A person who pins it has the last word.
 */
export function alarmCheck({ request, offer, day }: Case): string | undefined {
  const alarm = alarmOn(request.evidence, offer.model.id, offer.model.version);
  const { pin } = request.shot.route;
  if (alarm === undefined || (pin !== undefined && isNamed(offer, pin))) return undefined;
  if (day < alarm.untilDay) return `${alarmSays(alarm)}: left alone until ${alarm.untilDay}`;
  if (alarm.trials >= TRIALS_MAX)
    return `${alarmSays(alarm)}: ${TRIALS_MAX} takes are its trial, their verdict is waited for`;
  return request.shot.importance === "hero"
    ? `${alarmSays(alarm)}: it is on trial, and not with a hero shot`
    : undefined;
}

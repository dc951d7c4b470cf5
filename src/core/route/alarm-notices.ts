import type { Catalogue } from "../catalogue.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { TRIALS_MAX } from "../evidence/watch.ts";
import type { Notice } from "../plan-steps.ts";
import { alarmOn, alarmSays } from "./alarm.ts";
import { dayOf } from "./days.ts";

/** Models of the catalogue that became worse in silence, and until when they are left alone. */
export function alarmNotices(evidence: Evidence, catalogue: Catalogue, asOf: string): readonly Notice[] {
  return catalogue.models.flatMap((model) => {
    const alarm = alarmOn(evidence, model.id, model.version);
    if (alarm === undefined) return [];
    const then =
      dayOf(asOf) < alarm.untilDay
        ? `left alone until ${alarm.untilDay}`
        : `on trial with ${TRIALS_MAX} takes, after which the others go to their runner-up until these are judged`;
    return [
      { code: "ENGINE_WORSE", severity: "warning" as const, says: `${model.title} ${alarmSays(alarm)}; ${then}` },
    ];
  });
}

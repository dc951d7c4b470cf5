import { lookGroupOf } from "../catalogue.ts";
import type { Offer } from "./offer.ts";
import type { RouteRequest } from "./route-request.ts";
import { OTHER_LOOK_MICROS, OTHER_MODEL_MICROS, type ScoreInputs } from "./score.ts";

/** What it costs to go on here after another endpoint failed: nothing at the same model, more the stranger the look. */
export function failoverStep({ failedAt, catalogue }: RouteRequest, { model }: Offer): ScoreInputs["strangeLook"] {
  if (failedAt === undefined || failedAt.model === model.id) return undefined;
  const look = lookGroupOf(catalogue, failedAt.model);
  if (look === model.lookGroup)
    return { micros: OTHER_MODEL_MICROS, says: `after ${failedAt.model}: another model, the same look` };
  return { micros: OTHER_LOOK_MICROS, says: `after ${failedAt.model}: another look` };
}

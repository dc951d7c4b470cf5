import type { Micros } from "./money.ts";
import type { Ceilings, Shot } from "./production.ts";

/** What one shot may cost at most, and the field that says so: the smaller of its own limit and the show's. */
export interface ShotLimit {
  readonly micros: Micros;
  readonly field: "max_cost" | "ceilings.shot";
}

/** Undefined when nobody set a limit. */
export function shotLimit(shot: Pick<Shot, "maxShotMicros">, ceilings: Ceilings): ShotLimit | undefined {
  const { maxShotMicros: own } = shot;
  const { shotMicros: shows } = ceilings;
  if (own !== undefined && (shows === undefined || own <= shows)) return { micros: own, field: "max_cost" };
  return shows === undefined ? undefined : { micros: shows, field: "ceilings.shot" };
}

import type { Lifecycle } from "../catalogue.ts";
import { daysBetween } from "./days.ts";
import { SUNSET_DAYS } from "./score.ts";

/** Without a date, a deprecated engine is taken to end within the year, a preview to change under our hands. */
const UNDATED_DEPRECATED_PER_MILLE = 250;
const PREVIEW_PER_MILLE = 100;

export interface Sunset {
  readonly perMille: number;
  readonly says: string;
}

/** The share of a take's price that is at stake because the engine will not be there for a retake. */
export function sunsetOf(lifecycles: readonly Lifecycle[], day: string): Sunset | undefined {
  return lifecycles
    .map((lifecycle) => one(lifecycle, day))
    .reduce((worst, sunset) => ((sunset?.perMille ?? 0) > (worst?.perMille ?? 0) ? sunset : worst), undefined);
}

function one({ state, removedOn }: Lifecycle, day: string): Sunset | undefined {
  if (removedOn !== undefined) {
    const left = daysBetween(day, removedOn);
    if (left >= SUNSET_DAYS || left < 0) return undefined;
    const perMille = Math.round(((SUNSET_DAYS - left) * 1000) / SUNSET_DAYS);
    return { perMille, says: `will be removed on ${removedOn}, in ${left} days: a retake may need another engine` };
  }
  if (state === "deprecated") return { perMille: UNDATED_DEPRECATED_PER_MILLE, says: "deprecated, no end date told" };
  return state === "preview"
    ? { perMille: PREVIEW_PER_MILLE, says: "a preview: it may change or go at short notice" }
    : undefined;
}

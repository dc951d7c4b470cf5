import type { ShotState } from "../episode-state.ts";
import { TIERS, type Tier } from "../production.ts";
import type { Take } from "../take.ts";

/** The circled take of one tier, if a person or the program circled one. */
export function circledTake(state: ShotState | undefined, tier: Tier): Take | undefined {
  const id = state?.circled[tier];
  return id === undefined ? undefined : state?.takes.find((take) => take.id === id);
}

/**
 * The take that stands for a shot in a tier: its own circled take, else the circled take of the nearest higher tier.
 * A lower tier never satisfies a higher one.
 */
export function standingTake(state: ShotState | undefined, tier: Tier): Take | undefined {
  for (const candidate of TIERS.slice(TIERS.indexOf(tier))) {
    const take = circledTake(state, candidate);
    if (take !== undefined) return take;
  }
  return undefined;
}

/** The circled take of the nearest lower tier: it may stand in a cut, marked TEMP, and never counts as made. */
export function temporaryTake(state: ShotState | undefined, tier: Tier): Take | undefined {
  for (const candidate of TIERS.slice(0, TIERS.indexOf(tier)).reverse()) {
    const take = circledTake(state, candidate);
    if (take !== undefined) return take;
  }
  return undefined;
}

import type { Catalogue } from "../catalogue.ts";
import type { EpisodeState } from "../episode-state.ts";
import { circledTake } from "../plan/standing-take.ts";
import type { Notice } from "../plan-steps.ts";
import { TIERS } from "../production.ts";
import { dayOf } from "./days.ts";
import { goneSays, isGone, lifecyclesOf, offersOf } from "./offer.ts";

/** Circled takes of engines that are gone: they stay valid, and another take in the same look cannot be ordered. */
export function takenEngineNotices(state: EpisodeState, catalogue: Catalogue, asOf: string): readonly Notice[] {
  const day = dayOf(asOf);
  const shots = new Map<string, string[]>();
  for (const [id, shot] of Object.entries(state.shots))
    for (const model of new Set(TIERS.flatMap((tier) => circledTake(shot, tier)?.identity.model ?? [])))
      shots.set(model, [...(shots.get(model) ?? []), id]);
  return [...shots]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([model, ids]) => {
      const lives = offersOf(catalogue)
        .filter((offer) => offer.model.id === model)
        .map((offer) => lifecyclesOf(offer).find((lifecycle) => isGone(lifecycle, day)));
      const [gone] = lives;
      if (gone === undefined || lives.includes(undefined)) return [];
      const says = `${ids.join(", ")} ${ids.length === 1 ? "was" : "were"} made by ${model}, which ${goneSays(gone)}; the takes stay, a retake will look different`;
      return [{ code: "TAKE_OF_RETIRED_ENGINE", severity: "warning" as const, says }];
    });
}

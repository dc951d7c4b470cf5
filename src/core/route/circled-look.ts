import { type Catalogue, lookGroupOf } from "../catalogue.ts";
import type { EpisodeState } from "../episode-state.ts";
import { circledTake } from "../plan/standing-take.ts";
import type { Episode, Shot, Tier } from "../production.ts";

/**
 * Look group that a locked scene has already: the one of most of its circled takes in this tier, the first by name among
 * equals. The shot itself does not count, it is the one to be made.
 */
export function circledLook(
  { shot, episode, tier, catalogue }: { shot: Shot; episode: Episode; tier: Tier; catalogue: Catalogue },
  state: EpisodeState,
): string | undefined {
  if (shot.route.sceneLock === undefined || shot.scene === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const other of episode.shots) {
    if (other.scene !== shot.scene || other.id === shot.id || other.status === "omit") continue;
    const take = circledTake(state.shots[other.id], tier);
    const look = take?.origin === "generated" ? lookGroupOf(catalogue, take.identity.model) : undefined;
    if (look !== undefined) counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0];
}

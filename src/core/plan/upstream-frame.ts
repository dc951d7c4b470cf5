import type { UpstreamFrames } from "../basis-of.ts";
import type { EpisodeState } from "../episode-state.ts";
import type { Episode, Shot, Tier } from "../production.ts";
import { findRenames } from "./renames.ts";
import { standingTake } from "./standing-take.ts";

/** The frame that a chained shot starts from now, also where the journal still knows its upstream shot under another number. */
export function upstreamFrame(
  { episode, state, tier }: { readonly episode: Episode; readonly state: EpisodeState; readonly tier: Tier },
  shot: Shot,
): UpstreamFrames {
  const from = shot.intent.chain?.from;
  if (from === undefined) return {};
  const known = findRenames(episode, state).get(from) ?? from;
  return { [from]: standingTake(state.shots[known], tier)?.lastFrame ?? null };
}

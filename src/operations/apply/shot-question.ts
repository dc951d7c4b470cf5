import { BASIS_ALGORITHMS } from "../../core/basis-of.ts";
import type { EpisodeState } from "../../core/episode-state.ts";
import { knownRenames } from "../../core/plan/renames.ts";
import { compareTake, optionsAreThere } from "../../core/plan/shot-comparison.ts";
import { retakeIsAsked, type ShotQuestion } from "../../core/plan/shot-question.ts";
import { standingTake } from "../../core/plan/standing-take.ts";
import type { Shot } from "../../core/production.ts";
import type { Take } from "../../core/take.ts";
import type { RunContext } from "./desk.ts";

/** The plan's own question about a shot, asked again on the newest state: apply and plan can never judge differently. */
export function questionOf({ desk, run }: RunContext, shot: Shot, state: EpisodeState): ShotQuestion {
  const from = shot.intent.chain?.from;
  const frame = from === undefined ? undefined : (standingTake(state.shots[from], run.tier)?.lastFrame ?? null);
  return {
    episode: run.episode,
    shot,
    state: state.shots[shot.id],
    tier: run.tier,
    upstream: from === undefined || frame === undefined ? undefined : { shot: from, frame },
    renamed: knownRenames(state),
    algorithms: BASIS_ALGORITHMS,
    route: desk.route,
    mediaPresent: () => true,
    missingReferences: () => [],
  };
}

/** Nothing is left to be made: the standing take is what is wanted, nobody asked for another, options are there. */
export function isSettled(question: ShotQuestion): boolean {
  const take = standingTake(question.state, question.tier);
  if (take === undefined || retakeIsAsked(question) || !answersNow(question, take)) return false;
  return take.tier !== question.tier || optionsAreThere(question);
}

/** The take is of what is wanted now, by its own basis or by the one a person kept it for. */
export function answersNow(question: ShotQuestion, take: Take): boolean {
  const { verdict } = compareTake(question, take);
  return verdict === "same" || verdict === "kept";
}

import { BASIS_ALGORITHMS, basisOf } from "../basis-of.ts";
import { causesOfChange } from "../causes/causes-of-change.ts";
import type { Cut } from "../cut.ts";
import type { EpisodeState } from "../episode-state.ts";
import type { Notice, Step } from "../plan-steps.ts";
import { withRenamedIds } from "../renamed-ids.ts";
import type { PlanRequest } from "./plan-episode.ts";
import type { Renames } from "./renames.ts";
import { standingTake } from "./standing-take.ts";

export interface NoticeRequest {
  readonly request: PlanRequest;
  readonly steps: readonly Step[];
  readonly renames: Renames;
  /** The state under the numbers that shots have today, and the cut of it. */
  readonly today: EpisodeState;
  readonly cut: Cut;
}

/** What the reader of a plan must know and is no step. */
export function planNotices({ request, steps, renames, today, cut }: NoticeRequest): Notice[] {
  return [
    ...goneShots(request, renames),
    ...leftOut(request, steps),
    ...frozenBible(request),
    ...otherBurnIn(request, today),
    ...cutNotices(request, today, cut),
  ];
}

/** What the cut of today's takes cannot do as asked, said before it is made; a shot that is to be made says so by its step. */
function cutNotices({ tier }: PlanRequest, state: EpisodeState, cut: Cut): readonly Notice[] {
  const isMade = Object.values(state.shots).some((shot) => shot.circled[tier] !== undefined);
  return isMade ? cut.notices.filter(({ code }) => code !== "shot-left-out") : [];
}

/** The burn-in is no part of what a shot is, so switching it makes nothing stale: say which pictures still have the other one. */
function otherBurnIn({ episode, tier }: PlanRequest, state: EpisodeState): Notice[] {
  if (tier !== "animatic") return [];
  const shots = episode.shots.filter(({ id }) => {
    const take = standingTake(state.shots[id], tier);
    const made = state.shots[id]?.attempts.find((attempt) => attempt.take === take?.id);
    const drawn = made?.order["burnIn"];
    return typeof drawn === "boolean" && drawn !== episode.burnIn;
  });
  if (shots.length === 0) return [];
  const now = episode.burnIn ? "on, and these were drawn without it" : "off, and these were drawn with it";
  const says = `burn_in is ${now}: ${shots.map(({ id }) => id).join(", ")}. To draw one anew: shotlock retake ${shots[0]?.id} --reason "burn-in"`;
  return [{ code: "burn-in-differs", severity: "info", says }];
}

/** Shots of the journal that the YAML no longer has: nothing is deleted. */
function goneShots({ episode, state }: PlanRequest, renames: Renames): Notice[] {
  const present = new Set([...episode.shots.map((shot) => shot.id), ...renames.values()]);
  return Object.entries(state.shots)
    .filter(([id, shot]) => !present.has(id) && shot.takes.length > 0)
    .map(([id]) => id)
    .sort()
    .map((shot) => ({
      code: "shot-gone",
      severity: "info" as const,
      says: `${shot} is no longer in the episode; its takes stay in the store. To keep its number, write \`status: omit\``,
      shot,
    }));
}

function leftOut(request: PlanRequest, steps: readonly Step[]): Notice[] {
  const { only } = request;
  if (only === undefined) return [];
  const others = steps.filter((step) => !only.includes(step.shot) && ["render", "retake"].includes(step.kind));
  const also =
    others.length === 0
      ? ""
      : `; ${others.length} more ${others.length === 1 ? "shot has" : "shots have"} something to do`;
  return [
    {
      code: "only",
      severity: "info",
      says: `only ${only.join(", ")} ${only.length === 1 ? "is" : "are"} planned${also}`,
    },
  ];
}

/** A locked episode does not follow the bible: say what it would otherwise follow. */
function frozenBible({ episode, state, tier, algorithms = BASIS_ALGORITHMS }: PlanRequest): Notice[] {
  if (episode.status !== "locked") return [];
  const shots = episode.shots.filter((shot) => {
    const take = standingTake(state.shots[shot.id], tier);
    if (take === undefined || algorithms[take.basis.algorithm] === undefined) return false;
    const today = basisOf(shot, {}, take.basis.algorithm, algorithms);
    return causesOfChange(withRenamedIds(take.basis, today), today).some(
      (cause) => cause.code.startsWith("part-") && !cause.subject.startsWith("source/"),
    );
  });
  if (shots.length === 0) return [];
  const says = `the episode is locked: changes of the bible are not followed in ${shots.map((shot) => shot.id).join(", ")}`;
  return [{ code: "episode-locked", severity: "info", says }];
}

import { BASIS_ALGORITHMS, basisOf } from "../basis-of.ts";
import { causesOfChange } from "../causes/causes-of-change.ts";
import type { Notice, Step } from "../plan-steps.ts";
import type { PlanRequest } from "./plan-episode.ts";
import type { Renames } from "./renames.ts";
import { standingTake } from "./standing-take.ts";

/** What the reader of a plan must know and is no step. */
export function planNotices(request: PlanRequest, steps: readonly Step[], renames: Renames): Notice[] {
  return [...goneShots(request, renames), ...leftOut(request, steps), ...frozenBible(request)];
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
    return causesOfChange(take.basis, basisOf(shot, {}, take.basis.algorithm, algorithms)).some(
      (cause) => cause.code.startsWith("part-") && !cause.subject.startsWith("source/"),
    );
  });
  if (shots.length === 0) return [];
  const says = `the episode is locked: changes of the bible are not followed in ${shots.map((shot) => shot.id).join(", ")}`;
  return [{ code: "episode-locked", severity: "info", says }];
}

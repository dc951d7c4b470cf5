import type { AttemptState, EpisodeState } from "../../core/episode-state.ts";
import type { Episode, Shot, Tier } from "../../core/production.ts";
import { orderOf } from "./attempt-work.ts";
import { openAttempts } from "./run-shot.ts";

/**
 * Shots that the YAML no longer has, and of which something is still under way: it was ordered, so it is collected and kept.
 * They are read back from what was ordered; no step of the plan names them, so nothing new is started for them.
 */
export function goneShots(state: EpisodeState, episode: Episode, tier: Tier): readonly Shot[] {
  const present = new Set(episode.shots.map((shot) => shot.id));
  return Object.values(state.shots).flatMap(({ shot, attempts }) => {
    const [open] = openAttempts(attempts, tier);
    return present.has(shot) || open === undefined ? [] : [shotOfOrder(shot, open, episode)];
  });
}

function shotOfOrder(id: string, attempt: AttemptState, { file }: Episode): Shot {
  const { shotName, intent, parts, references } = orderOf(attempt);
  // The shot it started from may be gone as well, and the picture was ordered with the job.
  const { chain: _chain, ...own } = intent;
  return {
    id,
    name: shotName,
    status: "omit",
    importance: "normal",
    approval: "none",
    intent: own,
    parts,
    references,
    handles: "auto",
    source: { kind: "generated" },
    route: { deny: [], require: [], priority: "balanced", onRefusal: "ask", onSlow: "wait" },
    gates: { allow: [], limits: {} },
    options: 1,
    maxPaidTakes: 1,
    editorial: {
      transitionIn: { kind: "cut", frames: 0 },
      transitionOut: { kind: "cut", frames: 0 },
      trimInFrames: 0,
      trimOutFrames: 0,
    },
    at: { file, pointer: "" },
  };
}

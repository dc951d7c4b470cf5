import type { BasisAlgorithms } from "../basis-of.ts";
import type { Digest } from "../digest.ts";
import type { ShotState } from "../episode-state.ts";
import type { Episode, Shot, Tier } from "../production.ts";
import type { Receipt } from "../route-decision.ts";

/** What is known about the shot that a chained shot starts from. */
export interface Upstream {
  readonly shot: string;
  /** Its last frame; null while it is to be made. */
  readonly frame: Digest | null;
  /** Why nothing may be started from its frame; absent when something may. */
  readonly blocked?: "omitted" | "on-hold" | "left-out" | "waits" | "no-frame";
}

/** One shot and everything its step depends on. */
export interface ShotQuestion {
  readonly episode: Episode;
  readonly shot: Shot;
  readonly state: ShotState | undefined;
  readonly tier: Tier;
  readonly upstream: Upstream | undefined;
  /** Former id -> id of today. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly algorithms: BasisAlgorithms;
  readonly route: (shot: Shot) => Receipt;
  readonly mediaPresent: (sha256: Digest) => boolean;
  /** Paths of reference, LoRA or frame files of the shot that are not there. */
  readonly missingReferences: (shot: Shot) => readonly string[];
}

export function retakeIsAsked(question: ShotQuestion): boolean {
  return question.state?.retakes.some((retake) => retake.tier === question.tier) === true;
}

import type { Basis } from "../basis.ts";
import { basisOf, sameBasis, withPartsOf, withRenamedUpstream } from "../basis-of.ts";
import { causesOfChange } from "../causes/causes-of-change.ts";
import type { Digest } from "../digest.ts";
import type { Cause } from "../plan-steps.ts";
import { withRenamedIds } from "../renamed-ids.ts";
import type { Take } from "../take.ts";
import type { ShotQuestion } from "./shot-question.ts";

/** How the standing take compares with what the YAML wants now. */
export interface Comparison {
  readonly take: Take;
  /** `maybe`: only the upstream frame, not made yet, can tell. */
  readonly verdict: "same" | "kept" | "changed" | "maybe" | "unknown-algorithm";
  readonly causes: readonly Cause[];
  readonly keptReason?: string;
  /** The basis the take counts for: its own, or the one a person kept it for. */
  readonly made: Basis;
}

/** A take that a person kept for something else still serves what it was made for. */
export function compareTake(question: ShotQuestion, take: Take): Comparison {
  const kept = question.state?.kept[take.id];
  const own = compareBasis(question, take, take.basis);
  if (kept === undefined || own.verdict === "same") return own;
  const asKept = compareBasis(question, take, kept.basis);
  return asKept.verdict === "same" ? { ...asKept, verdict: "kept", keptReason: kept.reason } : asKept;
}

function compareBasis(question: ShotQuestion, take: Take, basis: Basis): Comparison {
  const { made, wanted } = asOfToday(question, basis);
  if (wanted === undefined) return { take, verdict: "unknown-algorithm", causes: [], made };
  if (sameBasis(made, wanted)) return { take, verdict: "same", causes: [], made };
  const toCome = question.upstream?.frame === null;
  const comparable = toCome ? withPartsOf(wanted, made, isUpstream) : wanted;
  if (toCome && sameBasis(made, comparable)) return { take, verdict: "maybe", causes: [], made };
  return { take, verdict: "changed", causes: causesOfChange(made, comparable), made };
}

/** The basis a new take of the shot is to be made from. */
export function wantedBasis(question: ShotQuestion, comparison: Comparison | undefined): Basis {
  const wanted = basisOf(question.shot, upstreamFrames(question), undefined, question.algorithms);
  return question.episode.status === "locked" && comparison !== undefined ? frozen(wanted, comparison.made) : wanted;
}

/** True when an attempt or take of that basis is one of what is wanted now; an upstream frame to come is forgiven. */
export function answersQuestion(question: ShotQuestion, stored: Basis): boolean {
  const { made, wanted } = asOfToday(question, stored);
  if (wanted === undefined) return false;
  return sameBasis(made, question.upstream?.frame === null ? withPartsOf(wanted, made, isUpstream) : wanted);
}

/** Accepted takes of the tier that were made for (or kept for) what is wanted now. */
export function takesThere(question: ShotQuestion): readonly Take[] {
  return (question.state?.takes ?? []).filter(
    (take) =>
      take.tier === question.tier &&
      take.verdict === "accepted" &&
      [take.basis, question.state?.kept[take.id]?.basis].some(
        (basis) => basis !== undefined && answersQuestion(question, basis),
      ),
  );
}

/** As many takes as the shot wants to choose from; a take that a person brought or kept is enough by itself. */
export function optionsAreThere(question: ShotQuestion): boolean {
  const { state, tier, shot } = question;
  const accepted = (state?.attempts ?? []).filter(
    (attempt) => attempt.tier === tier && attempt.standing === "accepted" && answersQuestion(question, attempt.basis),
  );
  return accepted.length === 0 || takesThere(question).length >= shot.options;
}

function upstreamFrames(question: ShotQuestion): { [shot: string]: Digest | null } {
  return question.upstream === undefined ? {} : { [question.upstream.shot]: question.upstream.frame };
}

/** A locked episode keeps the bible its takes were made with; parts that are new to a shot come from today's. */
function frozen(wanted: Basis, made: Basis): Basis {
  return withPartsOf(wanted, made, (key) => !key.startsWith("upstream/") && !key.startsWith("source/"));
}

/**
 * What a take was made from, under the names that shots and bible entries have today, and what the shot wants by the
 * same algorithm; no `wanted` for an algorithm this version does not know.
 */
function asOfToday(question: ShotQuestion, stored: Basis): { readonly made: Basis; readonly wanted?: Basis } {
  const underShots = withRenamedUpstream(stored, question.renamed);
  if (question.algorithms[stored.algorithm] === undefined) return { made: underShots };
  const wanted = basisOf(question.shot, upstreamFrames(question), stored.algorithm, question.algorithms);
  const made = withRenamedIds(underShots, wanted);
  return { made, wanted: question.episode.status === "locked" ? frozen(wanted, made) : wanted };
}

function isUpstream(key: string): boolean {
  return key.startsWith("upstream/");
}

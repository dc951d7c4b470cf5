import { BASIS_ALGORITHMS, type BasisAlgorithms } from "../basis-of.ts";
import { cutOf } from "../cut.ts";
import type { Digest } from "../digest.ts";
import type { EpisodeState, ShotState } from "../episode-state.ts";
import type { Micros } from "../money.ts";
import type { Notice, Plan, Step } from "../plan-steps.ts";
import type { Episode, Shot, Tier } from "../production.ts";
import type { Receipt } from "../route-decision.ts";
import { monthOf } from "../spending/ledger-entry.ts";
import { committedMicros, NOTHING_SPENT, type Spending } from "../spending.ts";
import { withApprovals } from "./approvals.ts";
import { blockedBy, fitCeilings } from "./ceilings.ts";
import { conformNeed } from "./conform-need.ts";
import { planDigest } from "./plan-digest.ts";
import { planNotices } from "./plan-notices.ts";
import { findRenames, inChainOrder, knownRenames, type Renames } from "./renames.ts";
import { decideShot, isOnly } from "./shot-decision.ts";
import type { Upstream } from "./shot-question.ts";
import { standingTake } from "./standing-take.ts";
import { FREE, sumOfCosts } from "./step-cost.ts";

export interface PlanRequest {
  readonly episode: Episode;
  readonly state: EpisodeState;
  readonly tier: Tier;
  /** Ordered candidates of a shot in this tier, with prices: the router, handed in. */
  readonly route: (shot: Shot) => Receipt;
  readonly catalogueDate: string;
  /** Sunsets and price changes of the catalogue that concern this plan. */
  readonly catalogueNotices: readonly Notice[];
  /** Is the file in the store (or: is the store not here, so nobody can tell)? */
  readonly mediaPresent: (sha256: Digest) => boolean;
  /** Shot ids; absent means all. */
  readonly only?: readonly string[];
  /** Paths of files a shot needs that are not there; default: none. */
  readonly missingReferences?: (shot: Shot) => readonly string[];
  /** The books of the repository and the time now, for what is left of months and for grants; default: nothing was spent. */
  readonly books?: { readonly spending: Spending; readonly at: string };
  /** Digest algorithms that takes may name; for tests of an upgrade. */
  readonly algorithms?: BasisAlgorithms;
}

/** What one pass over the shots knows. */
interface Pass {
  readonly request: PlanRequest;
  readonly renames: Renames;
  readonly renamed: ReadonlyMap<string, string>;
  readonly route: (shot: Shot) => Receipt;
  /** Shots that do not fit a ceiling; their followers wait. */
  readonly overCeiling: ReadonlyMap<string, Step>;
}

/** What must be made, what stays, why, on which engine and for how much. Pure: the same request gives the same bytes. */
export function planEpisode(request: PlanRequest): Plan {
  const { episode, state, tier } = request;
  const renames = findRenames(episode, state, request.algorithms ?? BASIS_ALGORITHMS);
  const renamed = new Map([...knownRenames(state), ...[...renames].map(([now, was]) => [was, now] as const)]);
  const route = remembered(request.route);
  const { steps, notices } = fittedSteps({ request, renames, renamed, route, overCeiling: new Map() });
  const { spending, at } = booksOf(request);
  const chosen = withApprovals(steps, {
    episode,
    tier,
    spending,
    at,
    ...(request.only === undefined ? {} : { only: request.only }),
  }).filter((step) => isChosen(request, step.shot));
  const today = underTodaysIds(state, renames);
  const cut = cutOf(episode, today, tier);
  const plan = {
    schema: "shotlock/plan/1" as const,
    show: episode.show.id,
    episode: episode.id,
    tier,
    journalHead: state.head,
    journalSequence: state.sequence,
    lockSerial: state.lock?.serial ?? 0,
    catalogueDate: request.catalogueDate,
    currency: episode.ceilings.currency,
    steps: chosen.flatMap((step) => withRename(step, renames, state)),
    cost: sumOfCosts(chosen.map((step) => step.cost)),
    conform: conformNeed(cut, today, tier, chosen),
    notices: [...planNotices({ request, steps, renames, today, cut }), ...notices, ...request.catalogueNotices],
    ...(Object.keys(episode.characterNames ?? {}).length === 0 ? {} : { names: episode.characterNames }),
  };
  return { ...plan, digest: planDigest(plan) };
}

/** Decides and fits until no ceiling blocks another shot; each round blocks at least one more, so it ends. */
function fittedSteps(pass: Pass): { steps: Step[]; notices: Notice[] } {
  const { request } = pass;
  const decided = decideAll(pass).filter((step) => isChosen(request, step.shot));
  const fitted = fitCeilings(decided, {
    episode: request.episode,
    state: request.state,
    monthSpentMicros: monthSpent(request),
    showMonthSpentMicros: monthSpent(request, request.episode.show.id),
    stateOf: (shot) => stateOf(pass, shot),
  });
  const over = fitted.steps.filter((step, index) => step.kind === "blocked" && decided[index]?.kind !== "blocked");
  const names = new Set(over.map((step) => step.shot));
  // A follower of such a shot waits for it; that is decided in the next round, under its own reason.
  const first = over.filter((step) => !step.after.some((shot) => names.has(shot)));
  const blocked = new Map([...pass.overCeiling, ...first.map((step) => [step.shot, step] as const)]);
  if (blocked.size > pass.overCeiling.size) return fittedSteps({ ...pass, overCeiling: blocked });
  const byShot = new Map(fitted.steps.map((step) => [step.shot, step]));
  return { steps: decideAll(pass).map((step) => byShot.get(step.shot) ?? step), notices: fitted.notices };
}

function booksOf({ books }: PlanRequest): NonNullable<PlanRequest["books"]> {
  return books ?? { spending: NOTHING_SPENT, at: new Date(0).toISOString() };
}

function monthSpent(request: PlanRequest, show?: string): Micros {
  const { spending, at } = booksOf(request);
  return committedMicros(spending, { month: monthOf(at), ...(show === undefined ? {} : { show }) });
}

function decideAll(pass: Pass): Step[] {
  const { request } = pass;
  const steps = new Map<string, Step>();
  for (const shot of inChainOrder(request.episode.shots)) {
    const step = decideShot({
      episode: request.episode,
      shot,
      state: stateOf(pass, shot.id),
      tier: request.tier,
      upstream: upstreamOf(pass, shot, steps),
      renamed: pass.renamed,
      algorithms: request.algorithms ?? BASIS_ALGORITHMS,
      route: pass.route,
      mediaPresent: request.mediaPresent,
      missingReferences: request.missingReferences ?? (() => []),
    });
    const over = pass.overCeiling.get(shot.id)?.causes[0];
    steps.set(shot.id, over === undefined ? step : blockedBy(step, over));
  }
  return request.episode.shots.flatMap((shot) => steps.get(shot.id) ?? []);
}

function upstreamOf(pass: Pass, shot: Shot, steps: ReadonlyMap<string, Step>): Upstream | undefined {
  const from = shot.intent.chain?.from;
  if (from === undefined) return undefined;
  const step = steps.get(from);
  const frame = standingTake(stateOf(pass, from), pass.request.tier)?.lastFrame ?? null;
  if (step === undefined || step.kind === "omit") return { shot: from, frame: null, blocked: "omitted" };
  const made = step.kind === "reuse" || step.kind === "keep" || isOnly(step.causes, "options-missing");
  if (made) return { shot: from, frame, ...(frame === null ? { blocked: "no-frame" } : {}) };
  if (step.kind === "hold") return { shot: from, frame, ...(frame === null ? { blocked: "on-hold" } : {}) };
  if (step.kind !== "render" && step.kind !== "retake") return { shot: from, frame, blocked: "waits" };
  if (!isChosen(pass.request, from)) return { shot: from, frame, blocked: "left-out" };
  return { shot: from, frame: null };
}

function stateOf(pass: Pass, shot: string): ShotState | undefined {
  return pass.request.state.shots[pass.renames.get(shot) ?? shot];
}

function isChosen(request: PlanRequest, shot: string): boolean {
  return request.only === undefined || request.only.includes(shot);
}

/** The state as it will be when the renames are recorded: for the cut, and for what is said of it. */
function underTodaysIds(state: EpisodeState, renames: Renames): EpisodeState {
  if (renames.size === 0) return state;
  const shots = { ...state.shots };
  for (const [now, was] of renames) {
    const shot = state.shots[was];
    delete shots[was];
    if (shot !== undefined) shots[now] = { ...shot, shot: now, formerIds: [...shot.formerIds, was] };
  }
  return { ...state, shots };
}

/** A shot that only changed its number is one free step; one that must be made as well has two. */
function withRename(step: Step, renames: Renames, state: EpisodeState): Step[] {
  const was = renames.get(step.shot);
  if (was === undefined) return [step];
  const take = state.shots[was]?.takes.at(-1);
  const says = `was ${was}${take === undefined ? "" : `; its take was made as ${take.madeAs}`}`;
  const { basis: _basis, receipt: _receipt, ...plain } = step;
  const rename: Step = {
    ...plain,
    kind: "rename",
    causes: [{ code: "renamed", subject: was, says, was, now: step.shot }],
    takes: 0,
    cost: FREE,
    after: [],
  };
  return step.kind === "reuse" ? [rename] : [rename, step];
}

function remembered(route: (shot: Shot) => Receipt): (shot: Shot) => Receipt {
  const known = new Map<string, Receipt>();
  return (shot) => {
    const receipt = known.get(shot.id) ?? route(shot);
    known.set(shot.id, receipt);
    return receipt;
  };
}

import { wantedBasis } from "../../core/plan/shot-comparison.ts";
import { standingTake } from "../../core/plan/standing-take.ts";
import type { Plan, Step } from "../../core/plan-steps.ts";
import type { Shot, ShotSource } from "../../core/production.ts";
import { sharedExclusions } from "../../core/route/kept-receipt.ts";
import type { Exclusion } from "../../core/route-decision.ts";
import { attemptFolder, isUnderWay } from "./attempt-work.ts";
import { bringTake } from "./bring-take.ts";
import type { ApplyDesk, ApplyRun, RunContext, ShotOutcome } from "./desk.ts";
import { goneShots } from "./gone-shots.ts";
import { inOrder } from "./in-order.ts";
import { openScheduler } from "./open-scheduler.ts";
import { openAttempts, runShot } from "./run-shot.ts";
import { questionOf } from "./shot-question.ts";

/**
 * Does what the plan lists, some shots at once, chained ones after the shot they start from. What a crash left under way is
 * collected first. Every outcome is an answer; only a journal or signer that stopped is thrown.
 */
export async function applyPlan(desk: ApplyDesk, run: ApplyRun, plan: Plan): Promise<readonly ShotOutcome[]> {
  const excluded = excludedForAll(desk, run, plan);
  await desk.record.append({
    type: "run.started",
    tool: "shotlock",
    fencing: desk.record.contents().sequence + 1,
    tier: run.tier,
    plan: plan.digest,
    ...(excluded.length === 0 ? {} : { excluded }),
  });
  await removeLeftovers(desk);
  await recordRenames(desk, plan);
  await askForMissingMedia(desk, run, plan);
  const context = openScheduler(desk, run, plan, excluded);
  const present = run.episode.shots.filter((shot) => isWork(desk, run, plan, shot));
  const work = [...present, ...goneShots(desk.record.state(), run.episode, run.tier)];
  const outcomes = await inOrder(context, work, (shot, upstream) => makeOne(context, shot, upstream));
  await desk.record.append({ type: "run.ended", outcome: endingOf(outcomes) });
  return [...outcomes, ...waitingByPlan(plan, outcomes)];
}

/** Said once with the run's beginning, so that each attempt's receipt only counts them. */
function excludedForAll(desk: ApplyDesk, run: ApplyRun, plan: Plan): readonly Exclusion[] {
  const making = new Set(plan.steps.filter(isMaking).map((step) => step.shot));
  return sharedExclusions(run.episode.shots.filter((shot) => making.has(shot.id)).map((shot) => desk.route(shot)));
}

function endingOf(outcomes: readonly ShotOutcome[]): "done" | "waits" | "failed" | "stopped" {
  for (const kind of ["stopped", "failed", "waits"] as const)
    if (outcomes.some((outcome) => outcome.kind === kind)) return kind;
  return "done";
}

/** A plan with nothing to do starts no run and writes no event. */
export function hasWork(plan: Plan): boolean {
  return plan.steps.some((step) => isMaking(step) || step.kind === "rename");
}

function isMaking(step: Step): boolean {
  return step.kind === "render" || step.kind === "retake";
}

function isWork(desk: ApplyDesk, run: ApplyRun, plan: Plan, shot: Shot): boolean {
  if (plan.steps.some((step) => step.shot === shot.id && isMaking(step))) return true;
  return (
    openAttempts(desk.record.shot(shot.id)?.attempts ?? [], run.tier).length > 0 &&
    plan.steps.some((step) => step.shot === shot.id)
  );
}

/** Scratch folders of attempts that ended: a crash came between the end and the tidying. */
async function removeLeftovers(desk: ApplyDesk): Promise<void> {
  const attempts = Object.values(desk.record.state().shots).flatMap((shot) => shot.attempts);
  for (const attempt of attempts)
    if (!isUnderWay(attempt)) await desk.removeFolder(attemptFolder(desk, attempt.attempt));
}

async function recordRenames(desk: ApplyDesk, plan: Plan): Promise<void> {
  for (const step of plan.steps) {
    const was = step.kind === "rename" ? step.causes.find((cause) => cause.code === "renamed")?.was : undefined;
    if (was !== undefined && desk.record.shot(was) !== undefined)
      await desk.record.append({ type: "shot.renamed", shot: step.shot, was });
  }
}

/** A circled take whose file is gone is made again under a licence of its own. */
async function askForMissingMedia(desk: ApplyDesk, run: ApplyRun, plan: Plan): Promise<void> {
  for (const step of plan.steps.filter(isMaking)) {
    if (!step.causes.some((cause) => cause.code === "media-missing")) continue;
    const asked = desk.record.shot(step.shot)?.retakes.some((retake) => retake.tier === run.tier) === true;
    if (!asked)
      await desk.record.append({
        type: "retake.asked",
        shot: step.shot,
        tier: run.tier,
        reason: "the file of its take is gone",
      });
  }
}

async function makeOne(context: RunContext, shot: Shot, upstream: ShotOutcome | undefined): Promise<ShotOutcome> {
  const { desk, run } = context;
  if (upstream?.kind === "under-way" && waitsFor(context, shot))
    return { kind: "under-way", shot: shot.id, says: `starts from ${upstream.shot}, which is under way` };
  // Started from a picture that is to be made anew, it would have to be made twice.
  if (upstream !== undefined && upstream.kind !== "made" && upstream.kind !== "unchanged" && waitsFor(context, shot))
    return reportEnd(desk, {
      kind: "waits",
      shot: shot.id,
      says: `starts from ${upstream.shot}, which is not made yet`,
    });
  const startTimecodeFrames = programmeStart(run, shot);
  const { source } = shot;
  return reportEnd(
    desk,
    source.kind === "generated"
      ? await runShot(context, shot, startTimecodeFrames)
      : await context.seats.use(() => bringShot(context, shot, source, startTimecodeFrames)),
  );
}

/** The plan could not know the picture the shot starts from. */
function waitsFor({ plan }: RunContext, shot: Shot): boolean {
  return plan.steps.some((step) => step.shot === shot.id && step.after.length > 0);
}

async function bringShot(
  context: RunContext,
  shot: Shot,
  source: Exclude<ShotSource, { kind: "generated" }>,
  startTimecodeFrames: number,
): Promise<ShotOutcome> {
  const { desk, run } = context;
  const path = await footagePath(desk, run, source);
  if (path === undefined)
    return { kind: "waits", shot: shot.id, says: "the take it is to use is not made yet, or its file is not here" };
  const question = questionOf(context, shot, desk.record.state());
  const brought = await bringTake(desk, run, {
    shot,
    basis: wantedBasis(question, undefined),
    path,
    origin: source.kind,
    startTimecodeFrames,
    ...(source.kind === "provided" ? { expected: source.sha256 } : {}),
  });
  if (!brought.ok) return { kind: "failed", shot: shot.id, says: `${brought.error.message}; ${brought.error.hint}` };
  return { kind: "made", shot: shot.id, takes: [brought.value], options: [] };
}

function reportEnd(desk: ApplyDesk, outcome: ShotOutcome): ShotOutcome {
  if (outcome.kind === "waits" || outcome.kind === "failed")
    desk.report({
      kind: "shot-finished",
      shot: outcome.shot,
      outcome: outcome.kind,
      says: outcome.says,
      costMicros: 0,
    });
  return outcome;
}

async function footagePath(
  desk: ApplyDesk,
  run: ApplyRun,
  source: Exclude<ShotSource, { kind: "generated" }>,
): Promise<string | undefined> {
  if (source.kind === "provided") return desk.fileInRepository(source.path);
  if (source.episode !== run.episode.id)
    return source.sha256 === undefined ? undefined : desk.store.pathOf(source.sha256);
  const take = standingTake(desk.record.shot(source.shot), run.tier);
  return take === undefined ? undefined : desk.store.pathOf(take.raw);
}

/** Programme time at which a shot begins, for its slate: what stands before it in the cut. */
export function programmeStart(run: Pick<ApplyRun, "episode">, shot: Shot): number {
  let frames = run.episode.format.startTimecodeFrames;
  for (const candidate of run.episode.shots) {
    if (candidate.id === shot.id) break;
    if (candidate.status !== "omit")
      frames += candidate.intent.durationFrames - candidate.editorial.trimInFrames - candidate.editorial.trimOutFrames;
  }
  return frames;
}

/** What waits for a person by the plan itself, and was not told of in another way. */
export function waitingByPlan(plan: Plan, worked: readonly ShotOutcome[]): readonly ShotOutcome[] {
  return plan.steps
    .filter((step) => step.kind === "blocked" || step.kind === "in-doubt")
    .filter((step) => !worked.some((outcome) => outcome.shot === step.shot && outcome.kind !== "unchanged"))
    .map((step) => ({
      kind: "waits" as const,
      shot: step.shot,
      says: step.causes.map((cause) => cause.says).join("; "),
    }));
}

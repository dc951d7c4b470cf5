import { standingTake } from "../../core/plan/standing-take.ts";
import type { Plan, Step } from "../../core/plan-steps.ts";
import type { Shot } from "../../core/production.ts";
import { bringTake } from "./bring-take.ts";
import type { ApplyDesk, ApplyRun, ShotOutcome } from "./desk.ts";
import { openAttempts, runShot } from "./run-shot.ts";

/**
 * Does what the plan lists, some shots at once, chained ones after the shot they start from. What a crash left under way is
 * collected first. Every outcome is an answer; only a journal or signer that stopped is thrown.
 */
export async function applyPlan(desk: ApplyDesk, run: ApplyRun, plan: Plan): Promise<readonly ShotOutcome[]> {
  await desk.record.append({
    type: "run.started",
    tool: "shotlock",
    fencing: desk.record.contents().sequence + 1,
    tier: run.tier,
    plan: plan.digest,
  });
  await recordRenames(desk, plan);
  await askForMissingMedia(desk, run, plan);
  const work = run.episode.shots.filter((shot) => isWork(desk, run, plan, shot));
  const outcomes = await inOrder(desk, run, work);
  const ending = outcomes.some((outcome) => outcome.kind === "stopped")
    ? "stopped"
    : outcomes.some((outcome) => outcome.kind === "failed")
      ? "failed"
      : outcomes.some((outcome) => outcome.kind === "waits")
        ? "waits"
        : "done";
  await desk.record.append({ type: "run.ended", outcome: ending });
  return [...outcomes, ...blocked(plan)];
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

/** `parallel` shots at once, in cut order, each after the shot it is chained to. */
async function inOrder(desk: ApplyDesk, run: ApplyRun, work: readonly Shot[]): Promise<readonly ShotOutcome[]> {
  const results = new Map<string, ShotOutcome>();
  const waiting = [...work];
  const running = new Set<Promise<void>>();
  let stopped: unknown;
  const isReady = (shot: Shot): boolean => {
    const from = shot.intent.chain?.from;
    return from === undefined || results.has(from) || !work.some((candidate) => candidate.id === from);
  };
  const start = (shot: Shot): void => {
    desk.report({ kind: "shot-phase", shot: shot.id, phase: "queued" });
    const one = makeOne(desk, run, shot)
      .then((outcome) => void results.set(shot.id, outcome))
      .catch((thrown: unknown) => {
        results.set(shot.id, { kind: "stopped", shot: shot.id });
        if (!desk.signal.aborted) stopped ??= thrown;
      })
      .finally(() => running.delete(one));
    running.add(one);
  };
  for (;;) {
    while (stopped === undefined && !desk.signal.aborted && running.size < run.parallel) {
      const next = waiting.find(isReady);
      if (next === undefined) break;
      waiting.splice(waiting.indexOf(next), 1);
      start(next);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (stopped !== undefined) throw stopped;
  for (const shot of waiting) results.set(shot.id, { kind: "stopped", shot: shot.id });
  return work.flatMap((shot) => results.get(shot.id) ?? []);
}

async function makeOne(desk: ApplyDesk, run: ApplyRun, shot: Shot): Promise<ShotOutcome> {
  const startTimecodeFrames = programmeStart(run, shot);
  if (shot.source.kind === "generated") return reportWaits(desk, await runShot(desk, run, shot, startTimecodeFrames));
  const path = await footagePath(desk, run, shot);
  if (path === undefined)
    return { kind: "waits", shot: shot.id, says: "the take it is to use is not made yet, or its file is not here" };
  const origin = shot.source.kind;
  const brought = await bringTake(desk, run, {
    shot,
    basis: desk.basisOf(shot, undefined),
    path,
    origin,
    startTimecodeFrames,
  });
  if (!brought.ok) return { kind: "failed", shot: shot.id, says: `${brought.error.message}; ${brought.error.hint}` };
  return { kind: "made", shot: shot.id, takes: [brought.value], options: [] };
}

function reportWaits(desk: ApplyDesk, outcome: ShotOutcome): ShotOutcome {
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

async function footagePath(desk: ApplyDesk, run: ApplyRun, shot: Shot): Promise<string | undefined> {
  if (shot.source.kind === "provided") return desk.fileInRepository(shot.source.path);
  if (shot.source.kind !== "take") return undefined;
  if (shot.source.episode !== run.episode.id)
    return shot.source.sha256 === undefined ? undefined : desk.store.pathOf(shot.source.sha256);
  const take = standingTake(desk.record.shot(shot.source.shot), run.tier);
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

function blocked(plan: Plan): readonly ShotOutcome[] {
  return plan.steps
    .filter((step) => step.kind === "blocked" || step.kind === "in-doubt")
    .map((step) => ({
      kind: "waits" as const,
      shot: step.shot,
      says: step.causes.map((cause) => cause.says).join("; "),
    }));
}

import type { AttemptState } from "../../core/episode-state.ts";
import type { Charge, EngineFailure } from "../../core/failure.ts";
import { isSlow, JOB_PATIENCE_MS, pollPauseMs, type Waited, waitedMore } from "../../core/health/deadline.ts";
import { type LatencyGuess, latencyOf } from "../../core/health/latency.ts";
import type { Result } from "../../core/result.ts";
import type { JobState } from "../../ports/engine.ts";
import { attemptFolder, type EngineWork, engineDesk, orderOf, type StepEnd } from "./attempt-work.ts";
import { bounded, cleanCharge, cleanFailure, jobOf } from "./engine-answer.ts";

/** First wait after an error of fetching. */
const FETCH_AGAIN_MS = 3_000;
/** In the engine's queue for so long, an order is held there and not just being begun. */
const HELD_AFTER_MS = 30_000;
/** Errors of asking or fetching in a row before a run leaves the job to a later one. */
const TROUBLE_MAX = 5;
const TROUBLE_WAIT_MAX_MS = 60_000;
const NOTHING_CHARGED = { certainty: "known", micros: 0 } as const;

/** Asks until the job is done or failed. An error of asking says nothing about the job and never changes its state. */
export async function waitForJob(work: EngineWork): Promise<StepEnd> {
  const { context, attempt, shot, engine } = work;
  const { desk } = context;
  const own = engineDesk(work);
  desk.report({ kind: "shot-phase", shot: shot.id, phase: "rendering", says: attempt.identity.endpoint });
  let waited: Waited = { queuedMs: 0, ranMs: 0 };
  let trouble = 0;
  let told = false;
  for (let polls = 0; ; polls += 1) {
    const polled = await engine.poll(jobOf(attempt.job), own);
    if (polled.ok && polled.value.state === "done") return recordDone(work, polled.value);
    if (polled.ok && polled.value.state === "failed") return recordFailed(work, polled.value.failure, polls === 0);
    // An engine of this machine ends with the run, so it is waited for all the same.
    if (!context.run.waits && engine.pollEveryMs === undefined) return "ended";
    trouble = polled.ok ? 0 : trouble + 1;
    if (!polled.ok && (trouble >= TROUBLE_MAX || polled.error.advice === "stop-and-ask")) {
      desk.report({ kind: "note", says: `${shot.id}: ${cleanFailure(polled.error).message}; a later run asks again` });
      return "ended";
    }
    if (polled.ok) await recordProgress(work, polled.value, waited);
    const latency = latencyNow(work);
    const late = isSlow(waited, latency, desk.facts.latencyOf(attempt.identity.endpoint));
    if (late && shot.route.onSlow === "failover") return giveUpSlow(work, slowSays(waited, latency));
    if (late && !told) desk.report({ kind: "note", says: `${shot.id}: ${slowSays(waited, latency)}; waiting on` });
    told ||= late;
    if (waited.queuedMs + waited.ranMs > JOB_PATIENCE_MS) return "ended";
    try {
      waited = await leaveAlone(work, pause(work, polled, polls), waited);
    } catch (reason) {
      await letGo(work);
      throw reason;
    }
  }
}

async function leaveAlone(work: EngineWork, askedMs: number, waited: Waited): Promise<Waited> {
  const { clock, signal } = work.context.desk;
  const before = clock.now();
  await clock.sleep(askedMs, signal);
  return waitedMore(waited, { askedMs, tookMs: clock.now() - before, runs: newest(work).runningAt !== undefined });
}

/** The first news that it is held in the engine's queue, and that it runs, are journaled: they part waiting from working. */
async function recordProgress(work: EngineWork, state: JobState, { queuedMs }: Waited): Promise<void> {
  const { context, shot, engine } = work;
  const { desk } = context;
  if (state.state === "running" && state.progressPerMille !== undefined)
    desk.report({ kind: "shot-frames", shot: shot.id, perMille: state.progressPerMille });
  // An engine of this machine has no queue.
  if (engine.pollEveryMs !== undefined) return;
  const now = newest(work);
  const base = { shot: shot.id, attempt: now.attempt };
  if (state.state === "running" && now.runningAt === undefined)
    await desk.record.append({ type: "attempt.running", ...base });
  const isHeld = state.state === "queued" && queuedMs >= HELD_AFTER_MS;
  if (isHeld && now.heldAt === undefined && now.runningAt === undefined)
    await desk.record.append({ type: "attempt.held", ...base });
}

function newest({ context, shot, attempt }: EngineWork): AttemptState {
  const attempts = context.desk.record.shot(shot.id)?.attempts ?? [];
  return attempts.find((candidate) => candidate.attempt === attempt.attempt) ?? attempt;
}

/** By our own jobs there, or by the catalogue while they are few. */
function latencyNow({ context, attempt }: EngineWork): LatencyGuess {
  const { endpoint } = attempt.identity;
  const { endpoints } = context.healthOf(context.desk.record.contents());
  return latencyOf(endpoints[endpoint]?.runMs, context.desk.facts.latencyOf(endpoint));
}

function slowSays({ queuedMs, ranMs }: Waited, latency: LatencyGuess): string {
  const where = ranMs === 0 ? "in its queue" : "at work";
  const known = { measured: "by our own jobs", catalogue: "by the catalogue", assumed: "assumed" }[latency.from];
  const most = minutes(latency.p95Ms);
  return `${minutes(ranMs === 0 ? queuedMs : ranMs)} min ${where}; nineteen of twenty take ${most} (${known})`;
}

function minutes(milliseconds: number): number {
  return Math.ceil(milliseconds / 60_000);
}

/**
 * Asks once about a job that was given up as slow and could not be cancelled. A result that came after all was paid for, so
 * it is collected as a spare take; a failure settles the bill. Anything else is for a later run.
 */
export async function askLate(work: EngineWork): Promise<StepEnd> {
  const { context, attempt, shot, engine, resumed } = work;
  // The run that has just given it up does not ask again.
  if (!resumed) return "ended";
  const polled = await engine.poll(jobOf(attempt.job), engineDesk(work));
  context.desk.signal.throwIfAborted();
  if (!polled.ok) return "ended";
  if (polled.value.state === "done") return recordDone(work, polled.value);
  if (polled.value.state === "failed")
    await context.desk.record.append({
      type: "attempt.failed",
      shot: shot.id,
      attempt: attempt.attempt,
      failure: { ...cleanFailure(polled.value.failure), class: "slow" },
    });
  return "ended";
}

function pause(work: EngineWork, polled: Result<JobState, EngineFailure>, polls: number): number {
  const { engine, attempt } = work;
  if (!polled.ok && polled.error.retryAfterMs !== undefined)
    return Math.min(TROUBLE_WAIT_MAX_MS, Math.max(0, polled.error.retryAfterMs));
  return engine.pollEveryMs ?? pollPauseMs(polls, latencyNow(work), attempt.attempt);
}

async function recordDone(
  { context, shot, attempt }: EngineWork,
  done: Extract<JobState, { state: "done" }>,
): Promise<StepEnd> {
  const { charge, modelVersion } = done;
  await context.desk.record.append({
    type: "attempt.done",
    shot: shot.id,
    attempt: attempt.attempt,
    charge: cleanCharge(charge),
    ...(modelVersion === undefined ? {} : { modelVersion: bounded(modelVersion) }),
  });
  return "goes-on";
}

/** A free job of this machine that ended while no run watched it was cut off with its run; that is no fault of the engine. */
async function recordFailed(work: EngineWork, answer: EngineFailure, atFirstLook: boolean): Promise<StepEnd> {
  const { context, shot, attempt, engine, resumed } = work;
  const base = { shot: shot.id, attempt: attempt.attempt };
  const failure = cleanFailure(answer);
  const wasCutOff = resumed && atFirstLook && engine.pollEveryMs !== undefined && isFree(failure.charge);
  await context.desk.record.append(
    wasCutOff
      ? { type: "attempt.abandoned", ...base, reason: `cut off with its run: ${failure.message}` }
      : { type: "attempt.failed", ...base, failure },
  );
  return "ended";
}

function isFree(charge: Charge): boolean {
  return charge.certainty === "known" && charge.micros === 0;
}

/** The run is stopped: a local engine works only for us and ends; a vendor's job goes on and is collected later. */
async function letGo(work: EngineWork): Promise<void> {
  const { context, shot, attempt, engine } = work;
  if (engine.pollEveryMs === undefined) return;
  const cancelled = await engine.cancel(jobOf(attempt.job), engineDesk(work));
  if (cancelled.ok && cancelled.value.cancelled && isFree(cancelled.value.charge))
    await context.desk.record.append({
      type: "attempt.abandoned",
      shot: shot.id,
      attempt: attempt.attempt,
      reason: "the run was stopped",
    });
}

/** `on_slow: failover` cancels the job, and what that does not undo counts as billed. `wait` leaves it to a later run. */
async function giveUpSlow(work: EngineWork, says: string): Promise<StepEnd> {
  const { context, shot, attempt, engine } = work;
  const cancelled = await engine.cancel(jobOf(attempt.job), engineDesk(work));
  const charge =
    cancelled.ok && cancelled.value.cancelled
      ? cleanCharge(cancelled.value.charge)
      : { certainty: "unknown" as const, atMostMicros: attempt.reserveMicros };
  const failure: EngineFailure = {
    class: "slow",
    advice: "next-route",
    charge,
    message: `not finished: ${says}`,
  };
  await context.desk.record.append({ type: "attempt.failed", shot: shot.id, attempt: attempt.attempt, failure });
  return "ended";
}

/** Brings the file, stores it and says what it is. A result that cannot be had now stays waiting, a lost one is an end. */
export async function bringFootage(work: EngineWork): Promise<StepEnd> {
  const { context, shot, attempt, engine } = work;
  const { desk } = context;
  const folder = attemptFolder(desk, attempt.attempt);
  desk.report({ kind: "shot-phase", shot: shot.id, phase: "fetching" });
  await desk.makeFolder(folder);
  for (let trouble = 1; ; trouble += 1) {
    const fetched = await engine.fetch(jobOf(attempt.job), engineDesk(work));
    desk.signal.throwIfAborted();
    if (!fetched.ok) {
      const failure = cleanFailure(fetched.error);
      if (isLost(failure)) return lost(work, failure);
      if (trouble >= TROUBLE_MAX || failure.advice === "stop-and-ask") {
        desk.report({ kind: "note", says: `${shot.id}: ${failure.message}; a later run fetches it again` });
        return "ended";
      }
      await desk.clock.sleep(Math.min(TROUBLE_WAIT_MAX_MS, failure.retryAfterMs ?? FETCH_AGAIN_MS), desk.signal);
      continue;
    }
    const { path } = fetched.value;
    const { stored, examined } = await context.seats.use(async () => ({
      stored: await desk.store.put(path),
      examined: await desk.examine(path, orderOf(attempt), folder),
    }));
    // Tools that were stopped give no film either; that says nothing about the file.
    desk.signal.throwIfAborted();
    if (!examined.ok) return lost(work, unreadable(`${examined.error.message} (kept as ${stored.sha256})`));
    await desk.record.append({
      type: "attempt.fetched",
      shot: shot.id,
      attempt: attempt.attempt,
      raw: stored.sha256,
      facts: examined.value.facts,
    });
    return "goes-on";
  }
}

/** Only the engine's word that there is no file any more is an end; a key, a network or a server in trouble is none. */
function isLost({ class: kind, advice }: EngineFailure): boolean {
  return (kind === "lost-result" || kind === "refusal" || kind === "gone") && advice !== "retry-later";
}

function unreadable(message: string): EngineFailure {
  return { class: "lost-result", advice: "retry-same", charge: NOTHING_CHARGED, message };
}

/** The charge is the one the engine named when it was done. */
async function lost({ context, shot, attempt }: EngineWork, failure: EngineFailure): Promise<StepEnd> {
  const charge = attempt.charge ?? NOTHING_CHARGED;
  await context.desk.record.append({
    type: "attempt.failed",
    shot: shot.id,
    attempt: attempt.attempt,
    failure: { ...cleanFailure(failure), charge },
  });
  return "ended";
}

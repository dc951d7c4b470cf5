import type { Charge, EngineFailure } from "../../core/failure.ts";
import type { Result } from "../../core/result.ts";
import type { JobState } from "../../ports/engine.ts";
import { attemptFolder, type EngineWork, engineDesk, orderOf, type StepEnd } from "./attempt-work.ts";
import { bounded, cleanCharge, cleanFailure, jobOf } from "./engine-answer.ts";

/** How often a vendor's job is asked about: at first, growing by half each time, at most. */
const POLL_FIRST_MS = 3_000;
const POLL_MAX_MS = 20_000;
/** Longest wait of one run for one job. */
const DEADLINE_MS = 45 * 60_000;
/** Errors of asking or fetching in a row before a run leaves the job to a later one. */
const TROUBLE_MAX = 5;
const TROUBLE_WAIT_MAX_MS = 60_000;
const NOTHING_CHARGED = { certainty: "known", micros: 0 } as const;

/** Asks until the job is done or failed. An error of asking says nothing about the job and never changes its state. */
export async function waitForJob(work: EngineWork): Promise<StepEnd> {
  const { context, attempt, shot, engine } = work;
  const { desk } = context;
  const own = engineDesk(work);
  const until = desk.clock.now() + DEADLINE_MS;
  desk.report({ kind: "shot-phase", shot: shot.id, phase: "rendering", says: attempt.identity.endpoint });
  let trouble = 0;
  for (let polls = 0; ; polls += 1) {
    const polled = await engine.poll(jobOf(attempt.job), own);
    if (polled.ok && polled.value.state === "done") return recordDone(work, polled.value);
    if (polled.ok && polled.value.state === "failed") return recordFailed(work, polled.value.failure, polls === 0);
    trouble = polled.ok ? 0 : trouble + 1;
    if (!polled.ok && (trouble >= TROUBLE_MAX || polled.error.advice === "stop-and-ask")) {
      desk.report({ kind: "note", says: `${shot.id}: ${cleanFailure(polled.error).message}; a later run asks again` });
      return "ended";
    }
    if (polled.ok && polled.value.state === "running" && polled.value.progressPerMille !== undefined)
      desk.report({ kind: "shot-frames", shot: shot.id, perMille: polled.value.progressPerMille });
    if (desk.clock.now() > until) return giveUpSlow(work);
    try {
      await desk.clock.sleep(pause(work, polled, polls), desk.signal);
    } catch (reason) {
      await letGo(work);
      throw reason;
    }
  }
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

function pause({ engine }: EngineWork, polled: Result<JobState, EngineFailure>, polls: number): number {
  if (!polled.ok && polled.error.retryAfterMs !== undefined)
    return Math.min(TROUBLE_WAIT_MAX_MS, Math.max(0, polled.error.retryAfterMs));
  return engine.pollEveryMs ?? Math.min(POLL_MAX_MS, Math.floor(POLL_FIRST_MS * 1.5 ** Math.min(polls, 10)));
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

/** `on_slow: wait` leaves the job to a later run; `failover` cancels it, and what that does not undo counts as billed. */
async function giveUpSlow(work: EngineWork): Promise<StepEnd> {
  const { context, shot, attempt, engine } = work;
  if (shot.route.onSlow === "wait") return "ended";
  const cancelled = await engine.cancel(jobOf(attempt.job), engineDesk(work));
  const charge =
    cancelled.ok && cancelled.value.cancelled
      ? cleanCharge(cancelled.value.charge)
      : { certainty: "unknown" as const, atMostMicros: attempt.reserveMicros };
  const failure: EngineFailure = {
    class: "slow",
    advice: "next-route",
    charge,
    message: `not finished after ${DEADLINE_MS / 60_000} minutes`,
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
      await desk.clock.sleep(Math.min(TROUBLE_WAIT_MAX_MS, failure.retryAfterMs ?? POLL_FIRST_MS), desk.signal);
      continue;
    }
    const stored = await desk.store.put(fetched.value.path);
    const examined = await desk.examine(fetched.value.path, orderOf(attempt), folder);
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

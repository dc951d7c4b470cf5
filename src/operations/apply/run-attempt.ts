import { join } from "node:path";
import type { AttemptState } from "../../core/episode-state.ts";
import type { EngineFailure } from "../../core/failure.ts";
import type { ShotOrder } from "../../core/order.ts";
import type { Shot } from "../../core/production.ts";
import { invariant } from "../../core/result.ts";
import type { Desk, Engine, Job } from "../../ports/engine.ts";
import type { ApplyDesk } from "./desk.ts";
import { acceptTake, setTakeAside } from "./finish-take.ts";

/** How often a job is asked, unless its engine says otherwise. */
const POLL_EVERY_MS = 5_000;
/** Longest wait for one job; a slow one is a class of its own. */
const DEADLINE_MS = 45 * 60_000;
/** Errors of polling or fetching in a row before the attempt is given up; they never start a second job. */
const TROUBLE_MAX = 5;
const NOTHING_CHARGED = { certainty: "known", micros: 0 } as const;

/** Drives an attempt from wherever it stands to its end; every step is journaled before the next begins. */
export async function runAttempt(desk: ApplyDesk, shot: Shot, attempt: string): Promise<void> {
  for (;;) {
    desk.signal.throwIfAborted();
    const state = desk.record.shot(shot.id)?.attempts.find((candidate) => candidate.attempt === attempt);
    invariant(state !== undefined, `attempt ${attempt} is in the journal`);
    if (!(await nextStep(desk, shot, state))) return;
  }
}

/** One step forward; false when the attempt has ended. */
async function nextStep(desk: ApplyDesk, shot: Shot, attempt: AttemptState): Promise<boolean> {
  const engine = desk.engines.get(attempt.identity.engine);
  if (engine === undefined && ["intent", "submitted", "done"].includes(attempt.standing)) {
    // Without its adapter the attempt can neither be asked nor given up: a person decides.
    if (attempt.standing === "intent")
      await desk.record.append({
        type: "attempt.doubted",
        shot: shot.id,
        attempt: attempt.attempt,
        says: "this build has no adapter for the engine",
      });
    return false;
  }
  switch (attempt.standing) {
    case "intent":
      return resumeIntent(desk, shot, attempt, engine as Engine);
    case "submitted":
      return waitForJob(desk, shot, attempt, engine as Engine);
    case "done":
      return bringFootage(desk, shot, attempt, engine as Engine);
    case "fetched":
      return judgeFootage(desk, shot, attempt);
    case "judged":
      return finish(desk, shot, attempt);
    default:
      return false;
  }
}

/** Folder of one attempt; it survives a restart, so that a job can be found again. */
export function attemptFolder(desk: ApplyDesk, attempt: string): string {
  return join(desk.workFolder, attempt);
}

function orderOf(attempt: AttemptState): ShotOrder {
  // The order was made by makeOrder and journaled whole.
  return attempt.order as unknown as ShotOrder;
}

function engineDesk(desk: ApplyDesk, attempt: AttemptState, engine: Engine): Desk {
  return {
    clock: desk.clock,
    signal: desk.signal,
    process: desk.process,
    media: desk.media,
    directory: attemptFolder(desk, attempt.attempt),
    fileOf: (sha256) => fileOf(desk, attempt, sha256),
    secret: (name) => (engine.secrets.includes(name) ? desk.secret(name) : undefined),
    log: (message) => desk.report({ kind: "note", says: message }),
  };
}

async function fileOf(desk: ApplyDesk, attempt: AttemptState, sha256: string): Promise<string | undefined> {
  const reference = orderOf(attempt).references.find((candidate) => candidate.sha256 === sha256);
  if (reference !== undefined) return desk.fileInRepository(reference.path);
  return desk.store.pathOf(sha256 as `sha256:${string}`);
}

/** Submits, exactly once: only the process that wrote the intent comes here without a look at the engine first. */
export async function submitAttempt(desk: ApplyDesk, shot: Shot, attempt: AttemptState): Promise<void> {
  const engine = desk.engines.get(attempt.identity.engine);
  invariant(engine !== undefined, `the router offers only engines that are here, not ${attempt.identity.engine}`);
  await desk.makeFolder(attemptFolder(desk, attempt.attempt));
  const submitted = await engine.submit(orderOf(attempt), engineDesk(desk, attempt, engine));
  if (submitted.ok) {
    await desk.record.append({
      type: "attempt.submitted",
      shot: shot.id,
      attempt: attempt.attempt,
      job: jobData(submitted.value),
    });
    return;
  }
  if (submitted.error.class === "ambiguous-submit") {
    await desk.record.append({
      type: "attempt.doubted",
      shot: shot.id,
      attempt: attempt.attempt,
      says: submitted.error.message,
    });
    return;
  }
  await desk.record.append({
    type: "attempt.refused",
    shot: shot.id,
    attempt: attempt.attempt,
    failure: submitted.error,
  });
}

function jobData(job: Job): Record<string, never> {
  return job as unknown as Record<string, never>;
}

/** After a crash between intent and answer nobody knows whether the engine took it: look, never repeat. */
async function resumeIntent(desk: ApplyDesk, shot: Shot, attempt: AttemptState, engine: Engine): Promise<boolean> {
  const found = await engine.find(orderOf(attempt), engineDesk(desk, attempt, engine));
  const base = { shot: shot.id, attempt: attempt.attempt };
  if (found.ok && found.value.found === "job") {
    await desk.record.append({ type: "attempt.submitted", ...base, job: jobData(found.value.job) });
    return true;
  }
  if (found.ok && found.value.found === "none") {
    await desk.record.append({
      type: "attempt.abandoned",
      ...base,
      reason: "the run was cut off before the engine had it",
    });
    return false;
  }
  const says = found.ok ? (found.value as { says: string }).says : found.error.message;
  await desk.record.append({ type: "attempt.doubted", ...base, says });
  return false;
}

async function waitForJob(desk: ApplyDesk, shot: Shot, attempt: AttemptState, engine: Engine): Promise<boolean> {
  const own = engineDesk(desk, attempt, engine);
  const job = attempt.job as unknown as Job;
  const until = desk.clock.now() + DEADLINE_MS;
  const base = { shot: shot.id, attempt: attempt.attempt };
  let trouble = 0;
  desk.report({ kind: "shot-phase", shot: shot.id, phase: "rendering", says: attempt.identity.endpoint });
  for (;;) {
    const polled = await engine.poll(job, own);
    if (polled.ok && polled.value.state === "done") {
      const { charge, modelVersion } = polled.value;
      await desk.record.append({
        type: "attempt.done",
        ...base,
        charge,
        ...(modelVersion === undefined ? {} : { modelVersion }),
      });
      return true;
    }
    if (polled.ok && polled.value.state === "failed") {
      await desk.record.append({ type: "attempt.failed", ...base, failure: polled.value.failure });
      return false;
    }
    trouble = polled.ok ? 0 : trouble + 1;
    if (!polled.ok && trouble >= TROUBLE_MAX) {
      await desk.record.append({ type: "attempt.failed", ...base, failure: polled.error });
      return false;
    }
    if (polled.ok && polled.value.state === "running" && polled.value.progressPerMille !== undefined)
      desk.report({ kind: "shot-frames", shot: shot.id, perMille: polled.value.progressPerMille });
    if (desk.clock.now() > until) {
      await giveUpSlow(desk, shot, attempt, engine);
      return false;
    }
    try {
      await desk.clock.sleep(engine.pollEveryMs ?? POLL_EVERY_MS, desk.signal);
    } catch (reason) {
      // A local engine works only for us; a vendor's job goes on and is collected by the next run.
      if (engine.pollEveryMs !== undefined) await engine.cancel(job, own);
      throw reason;
    }
  }
}

async function giveUpSlow(desk: ApplyDesk, shot: Shot, attempt: AttemptState, engine: Engine): Promise<void> {
  const cancelled = await engine.cancel(attempt.job as unknown as Job, engineDesk(desk, attempt, engine));
  const charge =
    cancelled.ok && cancelled.value.cancelled
      ? cancelled.value.charge
      : { certainty: "unknown" as const, atMostMicros: attempt.reserveMicros };
  const failure: EngineFailure = {
    class: "slow",
    advice: "next-route",
    charge,
    message: `not finished after ${DEADLINE_MS / 60_000} minutes`,
  };
  await desk.record.append({ type: "attempt.failed", shot: shot.id, attempt: attempt.attempt, failure });
}

async function bringFootage(desk: ApplyDesk, shot: Shot, attempt: AttemptState, engine: Engine): Promise<boolean> {
  desk.report({ kind: "shot-phase", shot: shot.id, phase: "fetching" });
  const base = { shot: shot.id, attempt: attempt.attempt };
  const charge = attempt.charge ?? NOTHING_CHARGED;
  for (let trouble = 0; ; ) {
    const fetched = await engine.fetch(attempt.job as unknown as Job, engineDesk(desk, attempt, engine));
    if (fetched.ok) {
      const order = orderOf(attempt);
      const stored = await desk.store.put(fetched.value.path);
      const examined = await desk.examine(fetched.value.path, order, attemptFolder(desk, attempt.attempt));
      if (!examined.ok) {
        const failure: EngineFailure = {
          class: "lost-result",
          advice: "retry-same",
          charge,
          message: examined.error.message,
        };
        await desk.record.append({ type: "attempt.failed", ...base, failure });
        return false;
      }
      await desk.record.append({ type: "attempt.fetched", ...base, raw: stored.sha256, facts: examined.value.facts });
      return true;
    }
    trouble += 1;
    if (trouble >= TROUBLE_MAX || fetched.error.advice !== "retry-later") {
      await desk.record.append({ type: "attempt.failed", ...base, failure: { ...fetched.error, charge } });
      return false;
    }
    await desk.clock.sleep(fetched.error.retryAfterMs ?? POLL_EVERY_MS, desk.signal);
  }
}

async function rawPath(desk: ApplyDesk, attempt: AttemptState): Promise<string> {
  invariant(attempt.raw !== undefined, "a fetched attempt names its file");
  const path = await desk.store.pathOf(attempt.raw);
  if (path === undefined)
    throw new Error(`the delivered file ${attempt.raw} of ${attempt.attempt} is gone from the store or damaged`);
  return path;
}

async function judgeFootage(desk: ApplyDesk, shot: Shot, attempt: AttemptState): Promise<boolean> {
  desk.report({ kind: "shot-phase", shot: shot.id, phase: "judging" });
  const folder = attemptFolder(desk, attempt.attempt);
  await desk.makeFolder(folder);
  const judgement = await desk.judge(await rawPath(desk, attempt), orderOf(attempt), shot, folder);
  await desk.record.append({ type: "attempt.judged", shot: shot.id, attempt: attempt.attempt, judgement });
  return true;
}

async function finish(desk: ApplyDesk, shot: Shot, attempt: AttemptState): Promise<boolean> {
  invariant(attempt.judgement !== undefined, "a judged attempt has a judgement");
  const order = orderOf(attempt);
  const folder = attemptFolder(desk, attempt.attempt);
  await desk.makeFolder(folder);
  const path = await rawPath(desk, attempt);
  if (attempt.judgement.verdict === "fail") await setTakeAside(desk, shot, attempt, order, path, folder);
  else await acceptTake(desk, shot, attempt, order, path, folder);
  await desk.removeFolder(folder);
  return false;
}

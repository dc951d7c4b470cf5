import type { AttemptState } from "../../core/episode-state.ts";
import { mayComeLate } from "../../core/journal-state/fold-attempt.ts";
import type { Shot } from "../../core/production.ts";
import { invariant } from "../../core/result.ts";
import type { Engine } from "../../ports/engine.ts";
import {
  type AttemptWork,
  attemptFolder,
  type EngineWork,
  engineDesk,
  isUnderWay,
  orderOf,
  type StepEnd,
} from "./attempt-work.ts";
import { askLate, bringFootage, waitForJob } from "./collect-footage.ts";
import type { RunContext } from "./desk.ts";
import { bounded, cleanFailure, cleanJob } from "./engine-answer.ts";
import { finishAttempt, judgeFootage } from "./finish-attempt.ts";

/**
 * Drives an attempt from wherever it stands as far as it goes; every step is journaled before the next begins. It may end
 * still under way: a job that nobody can ask about now is collected by a later run.
 */
export async function runAttempt(context: RunContext, shot: Shot, attempt: string, resumed: boolean): Promise<void> {
  for (;;) {
    context.desk.signal.throwIfAborted();
    const state = attemptState(context, shot, attempt);
    if ((await nextStep({ context, shot, attempt: state, resumed })) === "ended") break;
  }
  if (!isUnderWay(attemptState(context, shot, attempt)))
    await context.desk.removeFolder(attemptFolder(context.desk, attempt));
}

function attemptState({ desk }: RunContext, shot: Shot, attempt: string): AttemptState {
  const state = desk.record.shot(shot.id)?.attempts.find((candidate) => candidate.attempt === attempt);
  invariant(state !== undefined, `attempt ${attempt} is in the journal`);
  return state;
}

async function nextStep(work: AttemptWork): Promise<StepEnd> {
  const { standing, identity } = work.attempt;
  const { seats } = work.context;
  if (standing === "fetched") return seats.use(() => judgeFootage(work));
  if (standing === "judged") return seats.use(() => finishAttempt(work));
  if (!isUnderWay(work.attempt)) return "ended";
  const engine = work.context.desk.engines.get(identity.engine);
  // Without its adapter the attempt can neither be asked about nor given up.
  if (engine === undefined) return "ended";
  if (mayComeLate(work.attempt)) return askLate({ ...work, engine });
  if (standing === "submitted") return waitForJob({ ...work, engine });
  if (standing === "done") return bringFootage({ ...work, engine });
  return lookForJob({ ...work, engine });
}

/** Submits, exactly once: only the process that has just written the intent comes here. */
export async function submitAttempt(context: RunContext, shot: Shot, attempt: AttemptState): Promise<void> {
  const { desk } = context;
  const engine = desk.engines.get(attempt.identity.engine);
  invariant(engine !== undefined, `the router offers only engines that are here, not ${attempt.identity.engine}`);
  await desk.makeFolder(attemptFolder(desk, attempt.attempt));
  const own = engineDesk({ context, shot, attempt, engine, resumed: false });
  const submitted = await engine.submit(orderOf(attempt), own);
  const base = { shot: shot.id, attempt: attempt.attempt };
  if (submitted.ok) await desk.record.append({ type: "attempt.submitted", ...base, job: cleanJob(submitted.value) });
  else if (submitted.error.class === "ambiguous-submit")
    await desk.record.append({ type: "attempt.doubted", ...base, says: bounded(submitted.error.message) });
  else await desk.record.append({ type: "attempt.refused", ...base, failure: cleanFailure(submitted.error) });
}

/**
 * Between intent and answer nobody knows whether the engine took it: look, never repeat. Only an engine of the user's
 * own that costs nothing is believed when it knows of no job; a vendor's list may lag behind, so that is for a person.
 */
async function lookForJob(work: EngineWork): Promise<StepEnd> {
  const { context, shot, attempt, engine } = work;
  const { record } = context.desk;
  const base = { shot: shot.id, attempt: attempt.attempt };
  const found = await engine.find(orderOf(attempt), engineDesk(work));
  context.desk.signal.throwIfAborted();
  if (found.ok && found.value.found === "job") {
    await record.append({ type: "attempt.submitted", ...base, job: cleanJob(found.value.job) });
    return "goes-on";
  }
  const isNowhere = found.ok && found.value.found === "none";
  const isSure = engine.pollEveryMs !== undefined || engine.knowsAllJobs === true;
  if (isNowhere && isSure && attempt.reserveMicros === 0)
    await record.append({
      type: "attempt.abandoned",
      ...base,
      reason: "the run was cut off before the engine had it",
    });
  else if (attempt.standing === "intent") await record.append({ type: "attempt.doubted", ...base, says: doubt(found) });
  return "ended";
}

function doubt(found: Awaited<ReturnType<Engine["find"]>>): string {
  if (!found.ok) return bounded(found.error.message);
  return found.value.found === "cannot-look"
    ? bounded(found.value.says)
    : "the run was cut off while it was submitted, and the engine does not list it";
}

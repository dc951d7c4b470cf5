import type { EpisodeState } from "../../core/episode-state.ts";
import { answersQuestion } from "../../core/plan/shot-comparison.ts";
import { circledTake } from "../../core/plan/standing-take.ts";
import { invariant } from "../../core/result.ts";
import { type AttemptWork, attemptFolder, orderOf, type StepEnd } from "./attempt-work.ts";
import { describeTake, signTake, type TakeWork } from "./finish-take.ts";
import { answersNow, questionOf } from "./shot-question.ts";

/** Runs the gates over the stored file. */
export async function judgeFootage(work: AttemptWork): Promise<StepEnd> {
  const { context, shot, attempt } = work;
  const { desk } = context;
  desk.report({ kind: "shot-phase", shot: shot.id, phase: "judging" });
  const stored = await openStored(work);
  if (stored === undefined) return "ended";
  const judgement = await desk.judge(stored.path, stored.order, shot, stored.folder);
  // Gates that were stopped measured nothing; nothing may be concluded from that.
  desk.signal.throwIfAborted();
  await desk.record.append({ type: "attempt.judged", shot: shot.id, attempt: attempt.attempt, judgement });
  return "goes-on";
}

/** Signs and accepts what passed, sets aside what did not; both are kept. */
export async function finishAttempt(work: AttemptWork): Promise<StepEnd> {
  invariant(work.attempt.judgement !== undefined, "a judged attempt has a judgement");
  const stored = await openStored(work);
  if (stored === undefined) return "ended";
  if (work.attempt.judgement.verdict === "fail") await setTakeAside(work, stored);
  else await acceptTake(work, stored);
  return "ended";
}

/** The delivered file, checked; when the store lost it, the attempt has failed. */
async function openStored({ context, shot, attempt }: AttemptWork): Promise<TakeWork | undefined> {
  const { desk } = context;
  const folder = attemptFolder(desk, attempt.attempt);
  await desk.makeFolder(folder);
  invariant(attempt.raw !== undefined, "a fetched attempt names its file");
  const path = await desk.store.pathOf(attempt.raw);
  if (path !== undefined) return { desk, shot, order: orderOf(attempt), path, folder };
  const charge = attempt.charge ?? { certainty: "known" as const, micros: 0 };
  const message = `the delivered file ${attempt.raw} is gone from the store, or damaged`;
  await desk.record.append({
    type: "attempt.failed",
    shot: shot.id,
    attempt: attempt.attempt,
    failure: { class: "lost-result", advice: "retry-same", charge, message },
  });
  return undefined;
}

/** A take that did not pass: kept, recorded, not signed, not in the cut. */
async function setTakeAside({ attempt }: AttemptWork, stored: TakeWork): Promise<void> {
  const { desk, shot } = stored;
  const take = await describeTake(stored, attempt, "set-aside");
  await desk.record.append({ type: "take.set-aside", shot: shot.id, attempt: attempt.attempt, take });
  const failed = take.judgement.readings.filter((reading) => reading.verdict === "fail").map((reading) => reading.says);
  const why = failed.length === 0 ? `score ${scoreText(take.judgement.scorePerMille)}` : failed.join("; ");
  desk.report({
    kind: "shot-finished",
    shot: shot.id,
    outcome: "set-aside",
    says: `${take.id} below the floor: ${why}`,
    costMicros: take.costMicros,
  });
}

/** 912 -> `0.912`; rounded down, so that nothing is called perfect that is not. */
function scoreText(perMille: number): string {
  return `0.${String(Math.min(999, perMille)).padStart(3, "0")}`;
}

async function acceptTake(work: AttemptWork, stored: TakeWork): Promise<void> {
  const { attempt, context } = work;
  const { desk, shot } = stored;
  const take = await signTake(stored, await describeTake(stored, attempt, "accepted"));
  const isCircled = await desk.record.decide((state) => {
    const circles = circlesAtOnce(work, state);
    const accepted = { type: "take.accepted" as const, shot: shot.id, attempt: attempt.attempt, take };
    const circled = { type: "take.circled" as const, shot: shot.id, tier: context.run.tier, take: take.id };
    return { events: circles ? [accepted, circled] : [accepted], answer: circles };
  });
  desk.report({
    kind: "shot-finished",
    shot: shot.id,
    outcome: "accepted",
    says: `${take.id} accepted, score ${scoreText(take.judgement.scorePerMille)}${isCircled ? "" : ", not circled"}`,
    costMicros: take.costMicros,
  });
}

/**
 * The first take that is what is wanted goes into the cut, and so does the answer to a retake. A further option waits for a
 * person, and so does a late result of what the YAML no longer says, unless there is nothing else to show.
 */
function circlesAtOnce({ context, shot, attempt }: AttemptWork, state: EpisodeState): boolean {
  const question = questionOf(context, shot, state);
  const circled = circledTake(question.state, context.run.tier);
  if (circled === undefined) return true;
  if (!answersQuestion(question, attempt.basis)) return false;
  const isRetake =
    question.state?.retakes.some((asked) => asked.tier === attempt.tier && asked.at <= attempt.intendedAt) === true;
  return isRetake || !answersNow(question, circled);
}

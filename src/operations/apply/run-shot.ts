import { type Admission, admit } from "../../core/admission.ts";
import type { Basis } from "../../core/basis.ts";
import { digestOf } from "../../core/digest.ts";
import type { AttemptState, EpisodeState } from "../../core/episode-state.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { makeOrder } from "../../core/make-order.ts";
import { answersQuestion, compareTake, wantedBasis } from "../../core/plan/shot-comparison.ts";
import type { ShotQuestion } from "../../core/plan/shot-question.ts";
import { standingTake } from "../../core/plan/standing-take.ts";
import type { StepKind } from "../../core/plan-steps.ts";
import type { Shot } from "../../core/production.ts";
import { invariant } from "../../core/result.ts";
import { keptReceipt } from "../../core/route/kept-receipt.ts";
import { attemptKey, nextAttemptNumber, nextTakeId, seedOfTake } from "../../core/take-names.ts";
import { isUnderWay } from "./attempt-work.ts";
import type { ApplyDesk, RunContext, ShotOutcome } from "./desk.ts";
import type { NewEvent } from "./journal-record.ts";
import { type PaymentMoment, purseOf } from "./purse.ts";
import { runAttempt, submitAttempt } from "./run-attempt.ts";
import { isSettled, questionOf } from "./shot-question.ts";

/** Attempts that are under way or in doubt, whoever started them. */
export function openAttempts(attempts: readonly AttemptState[], tier: string): readonly AttemptState[] {
  return attempts.filter((attempt) => attempt.tier === tier && isUnderWay(attempt));
}

/** Collects what is under way, then makes takes until the shot has what it asks for, or a person is needed. */
export async function runShot(context: RunContext, shot: Shot, startTimecodeFrames: number): Promise<ShotOutcome> {
  const { desk, run } = context;
  const before = new Set((desk.record.shot(shot.id)?.takes ?? []).map((take) => take.id));
  for (const attempt of openAttempts(desk.record.shot(shot.id)?.attempts ?? [], run.tier))
    await runAttempt(context, shot, attempt.attempt, true);
  for (;;) {
    desk.signal.throwIfAborted();
    const at = new Date(desk.clock.now()).toISOString();
    const move = nextMove(context, shot, desk.record.state(), { contents: desk.record.contents(), at });
    if (move.kind === "settled") return outcome(context, shot, before);
    if (move.kind !== "start") return { kind: move.kind, shot: shot.id, says: move.says };
    if (move.start.waitMs > 0) {
      const says = `waits ${Math.ceil(move.start.waitMs / 1000)} s for ${move.start.candidate.identity.endpoint}`;
      desk.report({ kind: "shot-phase", shot: shot.id, phase: "queued", says });
      await desk.clock.sleep(move.start.waitMs, desk.signal);
    }
    const attempt = await intend(context, shot, startTimecodeFrames);
    if (attempt === undefined) continue;
    await submitAttempt(context, shot, attempt);
    await runAttempt(context, shot, attempt.attempt, false);
  }
}

/** Steps under which an attempt may start. A held, omitted or blocked shot is collected, and no more. */
const MAY_START: ReadonlySet<StepKind> = new Set(["render", "retake", "in-doubt"]);

type Start = Extract<Admission, { kind: "start" }>;
type Move =
  | { readonly kind: "settled" }
  | { readonly kind: "waits"; readonly says: string }
  | { readonly kind: "failed"; readonly says: string }
  | { readonly kind: "start"; readonly start: Start; readonly basis: Basis; readonly question: ShotQuestion };

/** What is to be done for a shot on this state. */
function nextMove(context: RunContext, shot: Shot, state: EpisodeState, moment: PaymentMoment): Move {
  const { desk, run, plan } = context;
  const question = questionOf(context, shot, state);
  if (question.upstream?.frame === null) return { kind: "waits", says: `${question.upstream.shot} is not made yet` };
  if (isSettled(question)) return { kind: "settled" };
  const standing = standingTake(question.state, run.tier);
  const basis = wantedBasis(question, standing === undefined ? undefined : compareTake(question, standing));
  const step = plan.steps.find((candidate) => candidate.shot === shot.id && candidate.kind !== "rename");
  if (step === undefined || !MAY_START.has(step.kind)) return { kind: "settled" };
  const admission = admit({
    shot,
    tier: run.tier,
    state: question.state,
    receipt: desk.route(shot),
    answers: (made) => answersQuestion(question, made),
    run: run.run,
    nowMs: desk.clock.now(),
    pays: purseOf(context, { shot, basis }, moment),
  });
  if (admission.kind === "complete") return { kind: "settled" };
  if (admission.kind === "waits") return { kind: "waits", says: admission.says };
  if (admission.kind === "impossible") return { kind: "failed", says: admission.says };
  return { kind: "start", start: admission, basis, question };
}

/**
 * Admits and writes the intent in one step, on the newest state, so that no two of them can spend the same money. From
 * here on the attempt exists, whatever happens to this process. Undefined when the state has moved on since it was looked at.
 */
async function intend(context: RunContext, shot: Shot, startTimecodeFrames: number): Promise<AttemptState | undefined> {
  const { record } = context.desk;
  const key = await record.decide(
    (state, contents, at): { events: readonly NewEvent[]; answer: string | undefined } => {
      const move = nextMove(context, shot, state, { contents, at });
      // A timer may end a little early; the rest is waited for, too.
      if (move.kind !== "start" || move.start.waitMs > 0) return { events: [], answer: undefined };
      const event = intentOf(context, move, startTimecodeFrames);
      return { events: [event], answer: event.attempt };
    },
  );
  if (key === undefined) return undefined;
  const intended = record.shot(shot.id)?.attempts.find((candidate) => candidate.attempt === key);
  invariant(intended !== undefined, "the intent was just journaled");
  return intended;
}

function intentOf(
  { desk, run, excluded }: RunContext,
  { start, basis, question }: Extract<Move, { kind: "start" }>,
  startTimecodeFrames: number,
): Extract<NewEvent, { type: "attempt.intended" }> {
  const { shot, state } = question;
  const number = nextAttemptNumber(state);
  const place = { show: run.episode.show.id, episode: run.episode.id, shot: shot.id, basis };
  const attempt = attemptKey(place, number);
  const take = nextTakeId(state);
  const seed = authoredSeed(question) ?? seedOfTake(place, take);
  const upstream = question.upstream?.frame ?? undefined;
  const made = { ...shot, parts: partsOf(basis) };
  const endpoint = desk.endpointOrder(made, start.candidate, upstream);
  const order = makeOrder({
    episode: run.episode,
    shot: made,
    tier: run.tier,
    candidate: start.candidate,
    ...(endpoint === undefined ? {} : { endpoint }),
    attempt,
    take,
    seed,
    ...(upstream === undefined ? {} : { upstreamFrame: upstream }),
    profile: desk.media.profile,
    startTimecodeFrames,
  });
  return {
    type: "attempt.intended",
    shot: shot.id,
    attempt,
    number,
    tier: run.tier,
    take,
    identity: start.candidate.identity,
    licence: start.licence,
    reserveMicros: start.reserveMicros,
    grant: start.grant,
    seed,
    basis,
    orderDigest: digestOf(order as unknown as Json),
    order: order as unknown as JsonObject,
    receipt: keptReceipt(desk.route(shot), excluded, start.candidate.identity.endpoint),
    ...accountOf(desk, start.candidate.identity.engine),
    ...(start.reassignedFrom === undefined ? {} : { reassignedFrom: start.reassignedFrom }),
  };
}

function accountOf({ account }: ApplyDesk, engine: string): { readonly account?: string } {
  const name = account?.(engine);
  return name === undefined ? {} : { account: name };
}

/** The author's seed, until a take was made with it: another one of the same seed would be the same picture again. */
function authoredSeed(question: ShotQuestion): string | undefined {
  const { seed } = question.shot.intent;
  const isUsed = question.state?.takes.some(
    (take) => take.seed === seed && take.tier === question.tier && answersQuestion(question, take.basis),
  );
  return isUsed === true ? undefined : seed;
}

/** Bible parts as the basis holds them: a locked episode is made from the bible its takes were made with. */
function partsOf(basis: Basis): Shot["parts"] {
  const own = Object.entries(basis.parts).filter(([key]) => !key.startsWith("upstream/") && !key.startsWith("source/"));
  return Object.fromEntries(own.map(([key, part]) => [key, part.value]));
}

function outcome({ desk, run }: RunContext, shot: Shot, before: ReadonlySet<string>): ShotOutcome {
  const accepted = (desk.record.shot(shot.id)?.takes ?? []).filter((take) => take.verdict === "accepted");
  const takes = accepted.filter((take) => !before.has(take.id));
  if (takes.length === 0) return { kind: "unchanged", shot: shot.id };
  const options = shot.options > 1 ? accepted.filter((take) => take.tier === run.tier).map((take) => take.id) : [];
  return { kind: "made", shot: shot.id, takes, options };
}

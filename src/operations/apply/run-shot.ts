import { type Admission, admit } from "../../core/admission.ts";
import type { Basis } from "../../core/basis.ts";
import { digestOf } from "../../core/digest.ts";
import type { AttemptState, EpisodeState } from "../../core/episode-state.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { makeOrder } from "../../core/make-order.ts";
import { endedBadly } from "../../core/plan/attempts-so-far.ts";
import { answersQuestion, compareTake, wantedBasis } from "../../core/plan/shot-comparison.ts";
import type { ShotQuestion } from "../../core/plan/shot-question.ts";
import { standingTake } from "../../core/plan/standing-take.ts";
import type { StepKind } from "../../core/plan-steps.ts";
import type { Shot } from "../../core/production.ts";
import { invariant } from "../../core/result.ts";
import { keptReceipt } from "../../core/route/kept-receipt.ts";
import type { Receipt } from "../../core/route-decision.ts";
import { attemptKey, nextAttemptNumber, nextTakeId, seedOfTake } from "../../core/take-names.ts";
import type { JournalContents } from "../../ports/journal.ts";
import { isUnderWay } from "./attempt-work.ts";
import type { ApplyDesk, RunContext, ShotOutcome } from "./desk.ts";
import { bounded } from "./engine-answer.ts";
import type { NewEvent } from "./journal-record.ts";
import { admitsNow, isLocal } from "./open-scheduler.ts";
import { type PaymentMoment, purseOf } from "./purse.ts";
import { runAttempt, submitAttempt } from "./run-attempt.ts";
import { SEATED, type Seat } from "./seats.ts";
import { isSettled, questionOf } from "./shot-question.ts";
import type { Look, Patience } from "./turnstile.ts";

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
  const patience: Patience = {};
  for (;;) {
    desk.signal.throwIfAborted();
    const look = () => tryToStart(context, shot, startTimecodeFrames);
    const found = await context.turnstile.pass(shot.id, look, patience);
    if (found.kind === "settled") return outcome(context, shot, before);
    if (found.kind === "outlasted") return { kind: "waits", shot: shot.id, says: `${found.says}; a later run goes on` };
    if (found.kind !== "started") return { kind: endKind(context, shot, found.kind), shot: shot.id, says: found.says };
    const { attempt, seat } = found;
    // What is drawn on this machine keeps its seat until its take is signed.
    const own = seat === undefined ? context : { ...context, seats: SEATED };
    try {
      await submitAttempt(own, shot, attempt);
      await runAttempt(own, shot, attempt.attempt, false);
    } finally {
      seat?.leave();
    }
    const ended = desk.record.shot(shot.id)?.attempts.find((one) => one.attempt === attempt.attempt);
    if (ended === undefined || !endedBadly(ended)) delete patience.troubleSinceMs;
  }
}

/** A run that does not wait leaves its jobs to a later one: nobody has to do anything about them. */
function endKind(
  { desk, run }: RunContext,
  shot: Shot,
  kind: "waits" | "failed" | "postponed",
): "waits" | "failed" | "under-way" {
  if (kind === "postponed") return "under-way";
  if (kind === "failed" || run.waits) return kind;
  const attempts = openAttempts(desk.record.shot(shot.id)?.attempts ?? [], run.tier);
  return attempts.length > 0 && attempts.every((attempt) => attempt.standing !== "in-doubt") ? "under-way" : kind;
}

/** Steps under which an attempt may start. A held, omitted or blocked shot is collected, and no more. */
const MAY_START: ReadonlySet<StepKind> = new Set(["render", "retake", "in-doubt"]);

type Start = Extract<Admission, { kind: "start" }>;
type Move =
  | { readonly kind: "settled" }
  | { readonly kind: "waits"; readonly says: string }
  | { readonly kind: "failed"; readonly says: string }
  | StartMove;
interface StartMove {
  readonly kind: "start";
  readonly start: Start;
  readonly basis: Basis;
  readonly question: ShotQuestion;
  readonly receipt: Receipt;
  /** Endpoints that could start it at once. */
  readonly open: ReadonlySet<string>;
}

type Moment = PaymentMoment & { readonly contents: JournalContents };

/** What a shot is judged by: the journal so far, the time, and whether there is a place at this machine. */
interface View {
  readonly state: EpisodeState;
  readonly moment: Moment;
  readonly hasSeat: boolean;
}

/** What is to be done for a shot on this view. */
function nextMove(context: RunContext, shot: Shot, { state, moment, hasSeat }: View): Move {
  const { desk, run, plan } = context;
  const question = questionOf(context, shot, state);
  if (question.upstream?.frame === null) return { kind: "waits", says: `${question.upstream.shot} is not made yet` };
  if (isSettled(question)) return { kind: "settled" };
  const standing = standingTake(question.state, run.tier);
  const basis = wantedBasis(question, standing === undefined ? undefined : compareTake(question, standing));
  const step = plan.steps.find((candidate) => candidate.shot === shot.id && candidate.kind !== "rename");
  if (step === undefined || !MAY_START.has(step.kind)) return { kind: "settled" };
  const receipt = desk.route(shot);
  const health = context.healthOf(moment.contents);
  const verdicts = new Map(
    receipt.candidates.map((one) => [one.identity.endpoint, admitsNow({ desk, run, health }, one, hasSeat)]),
  );
  const admission = admit({
    shot,
    tier: run.tier,
    state: question.state,
    receipt,
    answers: (made) => answersQuestion(question, made),
    admits: ({ identity }) => verdicts.get(identity.endpoint) ?? { kind: "go" },
    lookGroupOf: desk.facts.lookGroupOf,
    run: run.run,
    nowMs: desk.clock.now(),
    pays: purseOf(context, { shot, basis }, moment),
  });
  if (admission.kind === "complete") return { kind: "settled" };
  if (admission.kind === "waits") return { kind: "waits", says: admission.says };
  if (admission.kind === "impossible") return { kind: "failed", says: admission.says };
  const open = new Set([...verdicts].filter(([, answer]) => answer.kind === "go").map(([endpoint]) => endpoint));
  return { kind: "start", start: admission, basis, question, receipt, open };
}

/** What a shot found that looked whether it may start. */
type Found =
  | Exclude<Move, StartMove>
  /** A run that does not wait leaves the order to a later one. */
  | { readonly kind: "postponed"; readonly says: string }
  /** `seat`: its place at this machine, when the engine is one of it. */
  | { readonly kind: "started"; readonly attempt: AttemptState; readonly seat: Seat | undefined };

/** Starts an attempt when an engine is well and has room; otherwise tells until when it waits, and for what. */
async function tryToStart(context: RunContext, shot: Shot, startTimecodeFrames: number): Promise<Look<Found>> {
  const { desk, seats } = context;
  const look = (hasSeat: boolean): Judge => {
    return (state, moment) => nextMove(context, shot, { state, moment, hasSeat });
  };
  // Looked at before it is queued: a shot that only waits keeps nobody from the journal.
  const at = new Date(desk.clock.now()).toISOString();
  const first = look(seats.free() > 0)(desk.record.state(), { contents: desk.record.contents(), at });
  if (!startsNow(first)) return lookOf(context, first);
  // Only who starts here takes a seat: one given back unused would make everybody look again, and so on without end.
  const seat = isLocal(desk, first.start.candidate.identity.engine) ? seats.take() : undefined;
  let isSeated = false;
  try {
    const last = await intend(context, shot, look(seat !== undefined), startTimecodeFrames);
    if (!("attempt" in last)) return lookOf(context, last);
    const { attempt } = last;
    isSeated = isLocal(desk, attempt.identity.engine);
    return { kind: "passes", answer: { kind: "started", attempt, seat: isSeated ? seat : undefined }, started: true };
  } finally {
    if (!isSeated) seat?.leave();
  }
}

type Judge = (state: EpisodeState, moment: Moment) => Move;

function startsNow(move: Move): move is StartMove {
  return move.kind === "start" && move.start.waitMs <= 0;
}

function lookOf({ desk, run }: RunContext, move: Move): Look<Found> {
  if (move.kind !== "start") return { kind: "passes", answer: move, started: false };
  const { waitMs, waitSays: says, waitWhy: why, candidate } = move.start;
  // An engine of this machine works only while the run lasts, so its turn is waited for.
  if (!run.waits && !isLocal(desk, candidate.identity.engine))
    return { kind: "passes", answer: { kind: "postponed", says }, started: false };
  return { kind: "waits", untilMs: desk.clock.now() + waitMs, says, why, declined: move.open };
}

/**
 * Admits and writes the intent in one step, on the newest state, so that no two of them can spend the same money or take
 * the same slot. From here on the attempt exists, whatever happens to this process. Gives the move when it is none to
 * start any more.
 */
async function intend(
  context: RunContext,
  shot: Shot,
  judge: Judge,
  startTimecodeFrames: number,
): Promise<Move | { readonly attempt: AttemptState }> {
  const { record } = context.desk;
  const decided = await record.decide<Move | string>((state, contents, at) => {
    const move = judge(state, { contents, at });
    if (!startsNow(move)) return { events: [], answer: move };
    const event = intentOf(context, move, startTimecodeFrames);
    return { events: [event], answer: event.attempt };
  });
  if (typeof decided !== "string") return decided;
  const attempt = record.shot(shot.id)?.attempts.find((candidate) => candidate.attempt === decided);
  invariant(attempt !== undefined, "the intent was just journaled");
  return { attempt };
}

function intentOf(
  { desk, run, excluded }: RunContext,
  { start, basis, question, receipt }: StartMove,
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
    receipt: keptReceipt(receipt, excluded, start.candidate.identity.endpoint),
    ...accountOf(desk, start.candidate.identity.engine),
    ...(start.reassignedFrom === undefined ? {} : { reassignedFrom: start.reassignedFrom }),
    ...(start.reassignedBecause === undefined ? {} : { reassignedBecause: bounded(start.reassignedBecause) }),
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

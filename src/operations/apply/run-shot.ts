import { admit, attemptsOfRound } from "../../core/admission.ts";
import type { Basis } from "../../core/basis.ts";
import { type Digest, digestOf } from "../../core/digest.ts";
import type { AttemptState } from "../../core/episode-state.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { makeOrder } from "../../core/make-order.ts";
import { standingTake } from "../../core/plan/standing-take.ts";
import type { Shot } from "../../core/production.ts";
import { invariant } from "../../core/result.ts";
import { attemptKey, nextTakeId, seedOfAttempt } from "../../core/take-names.ts";
import type { ApplyDesk, ApplyRun, ShotOutcome } from "./desk.ts";
import { attemptFolder, runAttempt, submitAttempt } from "./run-attempt.ts";

const OPEN = ["intent", "submitted", "done", "fetched", "judged"];

/** Attempts that are under way, whoever started them. */
export function openAttempts(attempts: readonly AttemptState[], tier: string): readonly AttemptState[] {
  return attempts.filter((attempt) => attempt.tier === tier && OPEN.includes(attempt.standing));
}

/** Collects what is under way, then makes takes until the shot has what it asks for, or a person is needed. */
export async function runShot(
  desk: ApplyDesk,
  run: ApplyRun,
  shot: Shot,
  startTimecodeFrames: number,
): Promise<ShotOutcome> {
  const before = desk.record.shot(shot.id)?.takes.length ?? 0;
  for (const attempt of openAttempts(desk.record.shot(shot.id)?.attempts ?? [], run.tier))
    await drive(desk, shot, attempt.attempt);
  for (;;) {
    desk.signal.throwIfAborted();
    const upstream = upstreamFrame(desk, run, shot);
    if (upstream === null)
      return {
        kind: "waits",
        shot: shot.id,
        says: `${shot.intent.chain?.from ?? "its upstream shot"} is not made yet`,
      };
    const basis = desk.basisOf(shot, upstream);
    const state = desk.record.shot(shot.id);
    if (isSatisfied(desk, run, shot, basis)) return outcome(desk, run, shot, before);
    const admission = admit({ shot, tier: run.tier, basis, state, receipt: desk.route(shot) });
    if (admission.kind === "complete") return outcome(desk, run, shot, before);
    if (admission.kind === "waits") return { kind: "waits", shot: shot.id, says: admission.says };
    if (admission.kind === "impossible") return { kind: "failed", shot: shot.id, says: admission.says };
    const attempt = await intend(desk, run, shot, basis, upstream, admission, startTimecodeFrames);
    await submitAttempt(desk, shot, attempt);
    await drive(desk, shot, attempt.attempt);
  }
}

async function drive(desk: ApplyDesk, shot: Shot, attempt: string): Promise<void> {
  await runAttempt(desk, shot, attempt);
  await desk.removeFolder(attemptFolder(desk, attempt));
}

/** Frame a chained shot starts from; null while its upstream shot has no take; undefined for a free-standing shot. */
function upstreamFrame(desk: ApplyDesk, run: ApplyRun, shot: Shot): Digest | null | undefined {
  const from = shot.intent.chain?.from;
  if (from === undefined) return undefined;
  return standingTake(desk.record.shot(from), run.tier)?.lastFrame ?? null;
}

/** The circled take was made from this very basis (or a person kept it for it), no retake is asked, and options are there. */
function isSatisfied(desk: ApplyDesk, run: ApplyRun, shot: Shot, basis: Basis): boolean {
  const state = desk.record.shot(shot.id);
  const take = standingTake(state, run.tier);
  if (state === undefined || take === undefined) return false;
  if (state.retakes.some((retake) => retake.tier === run.tier)) return false;
  const made = state.kept[take.id]?.basis ?? take.basis;
  if (digestOf(made as unknown as Json) !== digestOf(basis as unknown as Json)) return false;
  const accepted = attemptsOfRound({ state, tier: run.tier, basis }).filter(
    (attempt) => attempt.standing === "accepted",
  ).length;
  // None: the take was adopted, kept or restored from a lock, and no attempt of ours stands behind it.
  return accepted === 0 || accepted >= shot.options;
}

type Start = Extract<ReturnType<typeof admit>, { kind: "start" }>;

/** Writes the intent: from here on the attempt exists, whatever happens to this process. */
async function intend(
  desk: ApplyDesk,
  run: ApplyRun,
  shot: Shot,
  basis: Basis,
  upstream: Digest | undefined,
  start: Start,
  startTimecodeFrames: number,
): Promise<AttemptState> {
  const state = desk.record.shot(shot.id);
  const number = (state?.attempts.length ?? 0) + 1;
  const attempt = attemptKey(run.episode.show.id, run.episode.id, shot.id, number, basis);
  const take = nextTakeId(state);
  const authored = start.licence === "first" ? shot.intent.seed : undefined;
  const seed = authored ?? seedOfAttempt(attempt);
  const order = makeOrder({
    episode: run.episode,
    shot,
    tier: run.tier,
    candidate: start.candidate,
    attempt,
    take,
    seed,
    ...(upstream === undefined ? {} : { upstreamFrame: upstream }),
    profile: desk.media.profile,
    startTimecodeFrames,
  });
  await desk.record.append({
    type: "attempt.intended",
    shot: shot.id,
    attempt,
    number,
    tier: run.tier,
    take,
    identity: start.candidate.identity,
    licence: start.licence,
    reserveMicros: start.reserveMicros,
    grant: start.reserveMicros === 0 ? "free" : "auto",
    seed,
    basis,
    orderDigest: digestOf(order as unknown as Json),
    order: order as unknown as JsonObject,
    receipt: desk.route(shot),
    ...(start.reassignedFrom === undefined ? {} : { reassignedFrom: start.reassignedFrom }),
  });
  const intended = desk.record.shot(shot.id)?.attempts.find((candidate) => candidate.attempt === attempt);
  invariant(intended !== undefined, "the intent was just journaled");
  return intended;
}

function outcome(desk: ApplyDesk, run: ApplyRun, shot: Shot, takesBefore: number): ShotOutcome {
  const state = desk.record.shot(shot.id);
  const takes = (state?.takes ?? []).slice(takesBefore).filter((take) => take.verdict === "accepted");
  if (takes.length === 0) return { kind: "unchanged", shot: shot.id };
  const options =
    shot.options > 1
      ? (state?.takes ?? [])
          .filter((take) => take.tier === run.tier && take.verdict === "accepted")
          .map((take) => take.id)
      : [];
  return { kind: "made", shot: shot.id, takes, options };
}

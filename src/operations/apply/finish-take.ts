import { join } from "node:path";
import { attemptSummary } from "../../core/attempt-summary.ts";
import type { AttemptState } from "../../core/episode-state.ts";
import type { Micros } from "../../core/money.ts";
import type { ShotOrder } from "../../core/order.ts";
import type { Shot } from "../../core/production.ts";
import { invariant } from "../../core/result.ts";
import type { AttemptSummary, SignedMedia, Take } from "../../core/take.ts";
import type { SignIngredient } from "../../ports/signer.ts";
import type { ApplyDesk } from "./desk.ts";

/** The signer or the tools refused or broke: nothing may be accepted unsigned, and nothing is lost. */
export class SigningStopped extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** A file to become a take: what it was ordered as, and a scratch folder. */
export interface TakeWork {
  readonly desk: ApplyDesk;
  readonly shot: Shot;
  readonly order: ShotOrder;
  /** The file as it was delivered, in the store. */
  readonly path: string;
  readonly folder: string;
}

/** Puts the manifest in, stores the signed file, and gives the take as it stands in the lock. Throws `SigningStopped`. */
export async function signTake({ desk, shot, order, path, folder }: TakeWork, take: Take): Promise<Take> {
  desk.report({ kind: "shot-phase", shot: shot.id, phase: "signing" });
  const at = new Date(desk.clock.now()).toISOString();
  const { definition, parent } = desk.manifest(take, shot, at);
  const thumbnail = await desk.poster(path, posterFrame(order), order.rate, join(folder, "poster.jpg"));
  const ingredients: SignIngredient[] =
    parent === undefined ? [] : [{ path, mimeType: "video/mp4", definition: parent }];
  const signed = await desk.signer.sign({
    source: path,
    target: join(folder, "signed.mp4"),
    mimeType: "video/mp4",
    definition,
    ingredients,
    ...(thumbnail === undefined ? {} : { thumbnail }),
    signal: desk.signal,
  });
  desk.signal.throwIfAborted();
  if (!signed.ok) throw new SigningStopped(signed.error.message, signed.error.hint);
  const stored = await desk.store.put(signed.value.path);
  const { sha256, bytes, manifestUrn, manifestSha256, signer, development } = signed.value;
  invariant(stored.sha256 === sha256, "the store holds what was signed");
  const media: SignedMedia = { sha256, bytes, manifestUrn, manifestSha256, signer, development };
  return { ...take, signed: media };
}

/** The middle of the shot proper. */
function posterFrame(order: ShotOrder): number {
  return order.headFrames + Math.floor(order.intent.durationFrames / 2);
}

/** The take that a judged attempt gave, not signed yet. */
export async function describeTake(
  { desk, shot, order, path, folder }: TakeWork,
  attempt: AttemptState,
  verdict: Take["verdict"],
): Promise<Take> {
  invariant(attempt.judgement !== undefined && attempt.raw !== undefined, "judged attempts are whole");
  const examined = await desk.examine(path, order, folder);
  desk.signal.throwIfAborted();
  if (!examined.ok)
    throw new SigningStopped(
      `the file of ${attempt.attempt} could be read before and cannot now: ${examined.error.message}`,
      "it is kept in the store; shotlock doctor says what is wrong with the tools here",
    );
  const { facts, essence, lastFramePath } = examined.value;
  const lastFrame = lastFramePath === undefined ? essence : (await desk.store.put(lastFramePath)).sha256;
  const attempts = summaries(desk.record.shot(shot.id)?.attempts ?? [], attempt, verdict);
  return {
    id: attempt.take,
    tier: attempt.tier,
    madeAs: order.takeName,
    origin: "generated",
    identity: attempt.identity,
    basis: attempt.basis,
    orderDigest: attempt.orderDigest,
    seed: attempt.seed,
    raw: attempt.raw,
    facts,
    headFrames: order.headFrames,
    tailFrames: order.tailFrames,
    judgement: attempt.judgement,
    verdict,
    attempts,
    costMicros: costOf(attempt),
    operator: attempt.operator,
    essence,
    lastFrame,
  };
}

/** Money this attempt took, as far as known; unknown charges count whole. */
function costOf(attempt: Pick<AttemptState, "charge">): Micros {
  if (attempt.charge === undefined) return 0;
  return attempt.charge.certainty === "known" ? attempt.charge.micros : attempt.charge.atMostMicros;
}

/** Every attempt for the same basis and tier, oldest first: the whole story of the take. */
function summaries(
  attempts: readonly AttemptState[],
  current: AttemptState,
  verdict: Take["verdict"],
): readonly AttemptSummary[] {
  return attempts
    .filter((attempt) => attempt.tier === current.tier && attempt.basis.intent.digest === current.basis.intent.digest)
    .filter((attempt) => attempt.number <= current.number)
    .map((attempt) =>
      attempt.attempt === current.attempt ? attemptSummary(attempt, verdict) : attemptSummary(attempt),
    );
}

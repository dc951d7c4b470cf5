import type { AttemptState } from "../episode-state.ts";
import type { Admits } from "../health/admits.ts";
import type { Micros } from "../money.ts";
import type { Shot } from "../production.ts";
import { WEIGHTS, waitMicros } from "../route/score.ts";
import type { Candidate, Receipt } from "../route-decision.ts";
import { ableCandidates, hasFailed, waitBefore } from "./next-candidate.ts";

/** Longest wait for a moment that is known that a run sits out; beyond it another engine, or a later run. */
const PATIENCE_MS = 10 * 60_000;

export interface ChoiceRequest {
  readonly shot: Pick<Shot, "route">;
  readonly receipt: Receipt;
  /** What was tried for this picture so far. */
  readonly round: readonly AttemptState[];
  readonly run: string;
  readonly nowMs: number;
  /** Whether an engine is well and has room; absent: nobody knows better than the shot's own tries. */
  readonly admits?: (candidate: Candidate) => Admits;
  /** Models of one group cut together; absent: each model is a group of its own. */
  readonly lookGroupOf?: (model: string) => string | undefined;
}

/** `trouble` ends at a moment that is known; the others when one of our own jobs ends, which is guessed. */
export type WaitReason = "trouble" | "slots" | "probe";

export interface PassedOver {
  readonly endpoint: string;
  readonly says: string;
}

/** An engine for the next try, and how long to wait before; or why there is none now. */
export type Choice =
  | {
      readonly kind: "engine";
      readonly candidate: Candidate;
      readonly waitMs: number;
      /** What is waited for. */
      readonly says: string;
      readonly why: WaitReason;
      /** The one that would have come first, and why it does not. */
      readonly instead?: PassedOver;
    }
  | { readonly kind: "closed"; readonly says: string }
  | { readonly kind: "none" };

type Option = Extract<Choice, { kind: "engine" }>;

/**
 * The best engine of the route that can still make the shot. When it has to be waited for, the next one gets the shot if
 * it is cheaper than the waiting. When all have to be waited for, the shot waits for whichever is cheapest to wait for: an
 * engine that is down is never a reason to fail.
 */
export function chooseCandidate(request: ChoiceRequest): Choice {
  const able = ableCandidates(request.receipt, request.round, request.run);
  if (able.length === 0) return { kind: "none" };
  const options: Option[] = [];
  const closed: PassedOver[] = [];
  for (const candidate of inFailoverOrder(able, request)) {
    const answer = request.admits?.(candidate) ?? { kind: "go" };
    if (answer.kind === "out") closed.push({ endpoint: candidate.identity.endpoint, says: answer.says });
    else options.push(optionOf(candidate, answer, request));
  }
  const [first] = options;
  if (first === undefined) return { kind: "closed", says: closed.map(({ says }) => says).join("; ") };
  const best = options.reduce((one, other) => (isWorthMore(other, one, request) ? other : one), first);
  const instead =
    best === first
      ? closed.find(({ endpoint }) => endpoint === able[0]?.identity.endpoint)
      : { endpoint: first.candidate.identity.endpoint, says: first.says };
  return instead === undefined ? best : { ...best, instead };
}

function optionOf(candidate: Candidate, answer: Exclude<Admits, { kind: "out" }>, request: ChoiceRequest): Option {
  const ownMs = waitBefore(candidate, request.round, request.nowMs);
  const theirMs = answer.kind === "wait" ? Math.max(0, answer.untilMs - request.nowMs) : 0;
  const waitMs = Math.max(ownMs, theirMs);
  const { endpoint } = candidate.identity;
  if (answer.kind === "go" || ownMs > theirMs)
    return { kind: "engine", candidate, waitMs, says: `${endpoint} asks to be left alone`, why: "trouble" };
  const why = answer.why === "slots" || answer.why === "probe" ? answer.why : "trouble";
  return { kind: "engine", candidate, waitMs, says: answer.says, why };
}

/** `other` comes after `one` in the order: it wins only when it saves more in waiting than it costs. */
function isWorthMore(other: Option, one: Option, request: ChoiceRequest): boolean {
  if (one.waitMs === 0) return false;
  // Somebody wrote down whom to ask first: that is left only for a wait that no run sits out.
  if (request.shot.route.order !== undefined) return isTooLong(one) && !isTooLong(other);
  return costOf(other, request) < costOf(one, request);
}

export function isTooLong({ waitMs, why }: Pick<Option, "waitMs" | "why">): boolean {
  return waitMs > PATIENCE_MS && why === "trouble";
}

function costOf({ candidate, waitMs }: Option, { shot }: ChoiceRequest): Micros {
  return candidate.totalMicros + waitMicros(WEIGHTS[shot.route.priority].waitingMicrosPerSecond, waitMs);
}

/**
 * The route's own order; after a failure first where the same model is served elsewhere, then what looks like it, then the
 * others. As long as the engine that failed may be asked again the order is the route's.
 */
function inFailoverOrder(able: readonly Candidate[], request: ChoiceRequest): readonly Candidate[] {
  const from = request.round.findLast(hasFailed)?.identity;
  if (from === undefined || able.some((candidate) => candidate.identity.endpoint === from.endpoint)) return able;
  const look = (model: string): string => request.lookGroupOf?.(model) ?? model;
  const distance = ({ identity }: Candidate): number => {
    if (identity.model === from.model) return 0;
    return look(identity.model) === look(from.model) ? 1 : 2;
  };
  return able
    .map((candidate, place) => ({ candidate, place, far: distance(candidate) }))
    .sort((one, other) => one.far - other.far || one.place - other.place)
    .map(({ candidate }) => candidate);
}

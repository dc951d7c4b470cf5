import type { AttemptState, ShotState } from "../episode-state.ts";
import type { JournalEvent } from "../journal-events.ts";
import type { Take } from "../take.ts";
import { type AttemptEvent, foldAttempt } from "./fold-attempt.ts";
import { IllegalTransition, mayFollow } from "./illegal-transition.ts";

type TakeEvent = Extract<JournalEvent, { type: "take.accepted" | "take.set-aside" }>;
export type ShotEvent =
  | AttemptEvent
  | TakeEvent
  | Extract<JournalEvent, { type: "take.circled" | "take.kept" | "retake.asked" }>;

export function emptyShot(shot: string): ShotState {
  return { shot, takes: [], attempts: [], circled: {}, kept: {}, retakes: [], formerIds: [] };
}

/** One shot after one of its events. */
export function foldShot(shot: ShotState, event: ShotEvent): ShotState {
  switch (event.type) {
    case "take.accepted":
    case "take.set-aside":
      return withTake(shot, event);
    case "take.circled": {
      const take = takeOf(shot, event.take);
      mayFollow(take.tier === event.tier, `${event.take} is a ${take.tier} take, not ${event.tier}`);
      return { ...shot, circled: { ...shot.circled, [event.tier]: event.take } };
    }
    case "take.kept": {
      takeOf(shot, event.take);
      const { basis, reason, operator } = event;
      return { ...shot, kept: { ...shot.kept, [event.take]: { basis, reason, operator } } };
    }
    case "retake.asked": {
      const { tier, reason, operator, at } = event;
      return { ...shot, retakes: [...shot.retakes, { tier, reason, operator, at }] };
    }
    case "attempt.settled":
      return settledTold(shot, event) ?? withAttempt(shot, event);
    default:
      return withAttempt(shot, event);
  }
}

/** Of an attempt that only a lock tells of, a person's word on the bill is also its end. */
function settledTold(shot: ShotState, event: Extract<ShotEvent, { type: "attempt.settled" }>): ShotState | undefined {
  const summary = shot.told?.find((candidate) => candidate.attempt === event.attempt);
  if (shot.told === undefined || summary === undefined) return undefined;
  const isOpen = summary.outcome === "running" || summary.outcome === "in-doubt";
  const settled = { ...summary, charge: event.charge, ...(isOpen ? { outcome: "abandoned" as const } : {}) };
  return { ...shot, told: shot.told.map((candidate) => (candidate === summary ? settled : candidate)) };
}

function takeOf(shot: ShotState, id: string): Take {
  const take = shot.takes.find((candidate) => candidate.id === id);
  mayFollow(take !== undefined, `${shot.shot} has no take ${id}`);
  return take;
}

function withTake(shot: ShotState, event: TakeEvent): ShotState {
  const { attempt, take } = event;
  const after = attempt === undefined ? shot : withAttempt(shot, { ...event, attempt });
  const present = shot.takes.find((candidate) => candidate.id === take.id);
  const takes =
    present === undefined
      ? [...shot.takes, take]
      : shot.takes.map((candidate) => (candidate === present ? promoted(present, event) : candidate));
  return event.type === "take.accepted" ? { ...after, takes, retakes: unanswered(shot, event) } : { ...after, takes };
}

/** A take is immutable; only a person may take one in that the gates had set aside, and it stays the same footage. */
function promoted(present: Take, { type, attempt, take }: TakeEvent): Take {
  const isPromotion =
    type === "take.accepted" && attempt === undefined && present.verdict === "set-aside" && present.raw === take.raw;
  mayFollow(isPromotion, `${take.id} is there already`);
  return take;
}

/** A retake is answered by a take that was begun after it was asked for, or brought by a person. */
function unanswered(shot: ShotState, { attempt, take }: TakeEvent): ShotState["retakes"] {
  const begun = shot.attempts.find((candidate) => candidate.attempt === attempt)?.intendedAt;
  return shot.retakes.filter((retake) => retake.tier !== take.tier || (begun !== undefined && retake.at > begun));
}

function withAttempt(shot: ShotState, event: AttemptEvent | (TakeEvent & { readonly attempt: string })): ShotState {
  if (typeof event.attempt !== "string") throw new IllegalTransition("an event of a type this version does not know");
  const index = shot.attempts.findIndex((attempt) => attempt.attempt === event.attempt);
  const before: AttemptState | undefined = shot.attempts[index];
  const after = foldAttempt(before, event);
  const attempts =
    before === undefined
      ? [...shot.attempts, after]
      : shot.attempts.map((attempt, at) => (at === index ? after : attempt));
  return { ...shot, attempts };
}

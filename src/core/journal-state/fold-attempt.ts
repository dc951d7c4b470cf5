import type { AttemptStanding, AttemptState } from "../episode-state.ts";
import type { JournalEvent } from "../journal-events.ts";
import { invariant } from "../result.ts";

/** Which standings an event may follow; DESIGN.md section 2. `undefined` = no attempt yet. */
const MAY_FOLLOW: Readonly<Record<string, readonly (AttemptStanding | "none")[]>> = {
  "attempt.intended": ["none"],
  "attempt.submitted": ["intent", "in-doubt"],
  "attempt.done": ["submitted"],
  "attempt.fetched": ["done"],
  "attempt.judged": ["fetched"],
  "attempt.refused": ["intent"],
  "attempt.failed": ["submitted", "done", "fetched"],
  "attempt.doubted": ["intent"],
  "attempt.abandoned": ["intent", "submitted", "done", "fetched", "judged", "in-doubt"],
  "take.accepted": ["judged"],
  "take.set-aside": ["judged"],
};

/** One attempt after one of its events. Throws on an order that the program never writes. */
export function foldAttempt(before: AttemptState | undefined, event: JournalEvent): AttemptState {
  const standing = before?.standing ?? "none";
  invariant(MAY_FOLLOW[event.type]?.includes(standing) === true, `${event.type} cannot follow ${standing}`);
  if (event.type === "attempt.intended") return intended(event);
  invariant(before !== undefined, `${event.type} without an attempt`);
  switch (event.type) {
    case "attempt.submitted":
      return { ...before, standing: "submitted", job: event.job };
    case "attempt.done": {
      const identity =
        event.modelVersion === undefined ? before.identity : { ...before.identity, modelVersion: event.modelVersion };
      return { ...before, standing: "done", charge: event.charge, identity };
    }
    case "attempt.fetched":
      return { ...before, standing: "fetched", raw: event.raw, facts: event.facts };
    case "attempt.judged":
      return { ...before, standing: "judged", judgement: event.judgement };
    case "attempt.refused":
      return { ...before, standing: "refused", failure: event.failure, charge: event.failure.charge };
    case "attempt.failed":
      return { ...before, standing: "failed", failure: event.failure, charge: before.charge ?? event.failure.charge };
    case "attempt.doubted":
      return { ...before, standing: "in-doubt" };
    case "attempt.abandoned":
      return { ...before, standing: "abandoned" };
    case "take.accepted":
      return { ...before, standing: "accepted" };
    case "take.set-aside":
      return { ...before, standing: "set-aside" };
    default:
      throw new Error(`shotlock bug: ${event.type} is no event of an attempt`);
  }
}

function intended(event: Extract<JournalEvent, { type: "attempt.intended" }>): AttemptState {
  const {
    attempt,
    number,
    shot,
    tier,
    take,
    identity,
    licence,
    reserveMicros,
    grant,
    seed,
    basis,
    orderDigest,
    order,
    receipt,
  } = event;
  return {
    attempt,
    number,
    shot,
    tier,
    take,
    standing: "intent",
    identity,
    licence,
    reserveMicros,
    grant,
    seed,
    basis,
    orderDigest,
    order,
    receipt,
    operator: event.operator,
    intendedAt: event.at,
    ...(event.reassignedFrom === undefined ? {} : { reassignedFrom: event.reassignedFrom }),
  };
}

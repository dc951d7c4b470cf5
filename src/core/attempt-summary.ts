import type { AttemptState } from "./episode-state.ts";
import type { Charge } from "./failure.ts";
import { OPEN_STANDINGS } from "./journal-state/fold-attempt.ts";
import type { AttemptSummary } from "./take.ts";

/** An attempt as lock and manifest tell of it. */
export function attemptSummary(attempt: AttemptState, outcome = outcomeOf(attempt)): AttemptSummary {
  return {
    attempt: attempt.attempt,
    number: attempt.number,
    identity: attempt.identity,
    licence: attempt.licence,
    outcome,
    ...(attempt.failure === undefined ? {} : { failure: attempt.failure.class }),
    charge: toldCharge(attempt),
    ...(attempt.judgement === undefined ? {} : { scorePerMille: attempt.judgement.scorePerMille }),
    ...(attempt.raw === undefined ? {} : { media: attempt.raw }),
    ...(attempt.reassignedFrom === undefined ? {} : { reassignedFrom: attempt.reassignedFrom }),
    at: attempt.intendedAt,
    reserveMicros: attempt.reserveMicros,
    ...(attempt.account === undefined ? {} : { account: attempt.account }),
  };
}

/** Of what is under way or in doubt the reserve may still be billed. */
function toldCharge({ charge, standing, reserveMicros }: AttemptState): Charge {
  if (charge !== undefined) return charge;
  const mayBeBilled = reserveMicros > 0 && (OPEN_STANDINGS.has(standing) || standing === "in-doubt");
  return mayBeBilled ? { certainty: "unknown", atMostMicros: reserveMicros } : { certainty: "known", micros: 0 };
}

function outcomeOf(attempt: AttemptState): AttemptSummary["outcome"] {
  switch (attempt.standing) {
    case "accepted":
    case "set-aside":
    case "refused":
    case "failed":
    case "in-doubt":
    case "abandoned":
      return attempt.standing;
    default:
      return "running";
  }
}

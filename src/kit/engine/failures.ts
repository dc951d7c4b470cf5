import type { Advice, Charge, EngineFailure, FailureClass } from "../../core/failure.ts";
import type { Micros } from "../../core/money.ts";
import type { HttpAnswer, HttpFailure } from "../../ports/http.ts";

export const NOTHING_CHARGED: Charge = { certainty: "known", micros: 0 };

export function atMost(atMostMicros: Micros): Charge {
  return { certainty: "unknown", atMostMicros };
}

export interface FailureWords {
  readonly class: FailureClass;
  readonly advice: Advice;
  readonly message: string;
  /** Nothing, unless said otherwise. */
  readonly charge?: Charge;
  readonly vendorCode?: string;
  readonly retryAfterMs?: number;
}

export function engineFailure(words: FailureWords): EngineFailure {
  return { charge: NOTHING_CHARGED, ...words };
}

/**
 * A create that got no answer. Where not a byte left this machine nobody has heard of it; otherwise the vendor may be making
 * the clip now, and only a person or a look at its list can tell.
 */
export function createNotAnswered(failure: HttpFailure, takeMicros: Micros): EngineFailure {
  const { kind, sent, message } = failure;
  if (sent === "maybe") return ambiguous(message, takeMicros);
  if (kind === "refused-address") return engineFailure({ class: "invalid-request", advice: "stop-and-ask", message });
  return engineFailure({ class: "server", advice: "retry-later", message: `could not be reached: ${message}` });
}

/** Nobody knows whether the vendor took the order. */
export function ambiguous(message: string, takeMicros: Micros): EngineFailure {
  return engineFailure({
    class: "ambiguous-submit",
    advice: "stop-and-ask",
    message: `it may have been accepted: ${message}`,
    charge: atMost(takeMicros),
  });
}

/** A question about a job that got no answer; it says nothing about the job. */
export function notAnswered({ kind, message }: HttpFailure): EngineFailure {
  return engineFailure({
    class: "server",
    advice: kind === "refused-address" ? "stop-and-ask" : "retry-later",
    message,
  });
}

/** An answer about a job that tells nothing about it: the vendor is in trouble, or wants to be asked less. */
export function notNow(answer: HttpAnswer, says: string): EngineFailure {
  return engineFailure({
    class: answer.status === 429 ? "rate-limit" : "server",
    advice: "retry-later",
    message: `${answer.status}: ${says}`,
    ...waitOf(answer),
  });
}

export function waitOf({ retryAfterMs }: HttpAnswer): { readonly retryAfterMs?: number } {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

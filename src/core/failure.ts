import type { Micros } from "./money.ts";

/** Why an attempt did not give an accepted take. One closed list; facts and actions: .github/ARCHITECTURE.md, "Words". */
export const FAILURE_CLASSES = [
  "invalid-request",
  "auth",
  "quota",
  "rate-limit",
  "concurrency",
  "server",
  "ambiguous-submit",
  "slow",
  "lost-result",
  "refusal",
  "gone",
  "below-quality",
  "budget",
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** What the vendor took for the attempt, as far as it can be known. */
export type Charge =
  | { readonly certainty: "known"; readonly micros: Micros }
  | { readonly certainty: "unknown"; readonly atMostMicros: Micros };

/** What to do next; the router decides, this is the adapter's advice. */
export type Advice = "retry-later" | "retry-same" | "next-route" | "stop-and-ask";

/** A classed failure of an engine. `message` is for people and logs, never compared. */
export interface EngineFailure {
  readonly class: FailureClass;
  readonly advice: Advice;
  readonly charge: Charge;
  readonly message: string;
  /** Milliseconds the vendor asked us to wait. */
  readonly retryAfterMs?: number;
  /** The vendor's own code, kept for the record. */
  readonly vendorCode?: string;
}

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

/** The vendor's own count of what it took: `{milli: 60_000, unit: "credits"}` is 60 credits. */
export interface VendorCredits {
  /** Thousandths of the unit, so that no float is stored. */
  readonly milli: number;
  /** As the vendor's bill names it. */
  readonly unit: string;
}

/** What the vendor took for the attempt, as far as it can be known; `credits` as it stands on the vendor's own bill. */
export type Charge =
  | { readonly certainty: "known"; readonly micros: Micros; readonly credits?: VendorCredits }
  | { readonly certainty: "unknown"; readonly atMostMicros: Micros; readonly credits?: VendorCredits };

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

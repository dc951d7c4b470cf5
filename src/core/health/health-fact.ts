import type { FailureClass } from "../failure.ts";
import type { JournalEvent } from "../journal-events.ts";

/** What an event of the journal says about an engine; the rest of the journal says nothing of it. */
export type HealthFact = { readonly atMs: number } & (
  | {
      readonly kind: "started";
      readonly attempt: string;
      readonly shot: string;
      readonly endpoint: string;
      readonly account: string;
    }
  | { readonly kind: "submitted" | "done"; readonly attempt: string; readonly run: string }
  | { readonly kind: "running"; readonly attempt: string }
  | { readonly kind: "held"; readonly attempt: string }
  | { readonly kind: "abandoned"; readonly attempt: string }
  | { readonly kind: "doubted"; readonly attempt: string; readonly says: string }
  | {
      readonly kind: "failed";
      readonly attempt: string;
      readonly run: string;
      readonly class: FailureClass;
      readonly says: string;
      readonly retryAfterMs?: number;
      /** What it cost is known, so it is over; a job that was given up while it ran may go on. */
      readonly settled: boolean;
    }
  | { readonly kind: "accepted" | "set-aside"; readonly endpoint: string; readonly account: string }
  /** Somebody asked for another try: what only a person can mend is taken for mended. */
  | { readonly kind: "person-asked" }
);

export function factOf(event: JournalEvent): HealthFact | undefined {
  const atMs = Date.parse(event.at);
  switch (event.type) {
    case "attempt.intended": {
      const { attempt, shot, identity } = event;
      return { kind: "started", atMs, attempt, shot, endpoint: identity.endpoint, account: identity.engine };
    }
    case "attempt.submitted":
      return { kind: "submitted", atMs, attempt: event.attempt, run: event.run };
    case "attempt.running":
      return { kind: "running", atMs, attempt: event.attempt };
    case "attempt.held":
      return { kind: "held", atMs, attempt: event.attempt };
    case "attempt.done":
      return { kind: "done", atMs, attempt: event.attempt, run: event.run };
    case "attempt.abandoned":
      return { kind: "abandoned", atMs, attempt: event.attempt };
    case "attempt.doubted":
      return { kind: "doubted", atMs, attempt: event.attempt, says: event.says };
    case "attempt.refused":
    case "attempt.failed": {
      const { class: kind, message: says, retryAfterMs, charge } = event.failure;
      const settled = charge.certainty === "known";
      const wish = retryAfterMs === undefined ? {} : { retryAfterMs };
      return { kind: "failed", atMs, attempt: event.attempt, run: event.run, class: kind, says, settled, ...wish };
    }
    case "take.accepted":
    case "take.set-aside": {
      if (event.attempt === undefined) return undefined;
      const { endpoint, engine: account } = event.take.identity;
      return { kind: event.type === "take.accepted" ? "accepted" : "set-aside", atMs, endpoint, account };
    }
    case "retake.asked":
      return { kind: "person-asked", atMs };
    default:
      return undefined;
  }
}

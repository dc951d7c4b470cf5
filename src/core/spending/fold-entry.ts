import type { JournalEvent } from "../journal-events.ts";
import type { JsonObject } from "../json.ts";
import { grantedBasis } from "./granted-basis.ts";
import { isOpenEntry, type LedgerEntry, monthOf } from "./ledger-entry.ts";

/**
 * One attempt in the books after one of its events. Whether the event may follow is judged where its own episode is folded
 * (core/journal-state); here another episode's impossible story must not stop ours, so the last word counts.
 */
export function foldEntry(before: LedgerEntry | undefined, event: JournalEvent): LedgerEntry | undefined {
  if (event.type === "attempt.intended") return opened(event);
  if (before === undefined) return undefined;
  switch (event.type) {
    case "attempt.submitted":
      return { ...before, standing: "submitted", ...jobOf(event.job) };
    case "attempt.done":
      return { ...before, standing: "done", charge: event.charge };
    case "attempt.fetched":
      return { ...before, standing: "fetched" };
    case "attempt.judged":
      return { ...before, standing: "judged" };
    case "attempt.refused":
      return { ...before, standing: "refused", charge: event.failure.charge, endedAt: event.at };
    case "attempt.failed": {
      // What the engine said when it was done stays true; its last word on one that was given up as slow replaces ours.
      const charge = before.standing === "failed" ? event.failure.charge : (before.charge ?? event.failure.charge);
      return { ...before, standing: "failed", charge, endedAt: event.at };
    }
    case "attempt.doubted":
      return { ...before, standing: "in-doubt" };
    case "attempt.abandoned":
      return { ...before, standing: "abandoned", charge: event.charge ?? before.charge, endedAt: event.at };
    case "attempt.settled":
      // Of one that only a lock tells of, the word on its bill is also its end.
      return { ...before, charge: event.charge, ...(isOpenEntry(before) ? { standing: "abandoned" } : {}) };
    case "take.accepted":
    case "take.set-aside": {
      const standing = event.type === "take.accepted" ? "accepted" : "set-aside";
      return { ...before, standing, endedAt: event.at };
    }
    default:
      return before;
  }
}

function opened(event: Extract<JournalEvent, { type: "attempt.intended" }>): LedgerEntry {
  const { attempt, number, show, episode, shot, tier, take, identity, licence, grant, operator, run, at } = event;
  return {
    attempt,
    number,
    show,
    episode,
    shot,
    tier,
    take,
    identity,
    account: event.account ?? identity.engine,
    licence,
    grant,
    operator,
    run,
    at,
    month: monthOf(at),
    reserveMicros: event.reserveMicros,
    standing: "intent",
    charge: undefined,
    basis: grantedBasis(event.basis),
    restored: false,
  };
}

function jobOf(job: JsonObject): { readonly job?: string } {
  return typeof job["id"] === "string" ? { job: job["id"] } : {};
}

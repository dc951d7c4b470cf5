import type { LockDocument, LockedShot } from "../lock.ts";
import type { AttemptSummary } from "../take.ts";
import { toldAttempts } from "../told-attempts.ts";
import { entryKey, type LedgerEntry, monthOf } from "./ledger-entry.ts";

/**
 * What a lock tells of money: every attempt in the stories of its takes, and those that gave none. An attempt whose time the
 * lock does not tell counts in the month in which the journal was begun anew: no month's ceiling is widened by that.
 */
export function entriesOfLock(
  lock: LockDocument,
  stamp: { readonly at: string; readonly run: string; readonly operator: string },
): ReadonlyMap<string, LedgerEntry> {
  const entries = new Map<string, LedgerEntry>();
  const place = { show: lock.show, episode: lock.episode };
  for (const [shot, locked] of Object.entries(lock.shots)) {
    for (const told of toldAttempts(Object.values(locked.takes), locked.attempts ?? []))
      entries.set(entryKey(place, told.attempt), entryOf(told, { ...place, shot, ...stamp }));
    for (const take of Object.values(locked.takes).filter(({ attempts }) => attempts.length === 0))
      entries.set(entryKey(place, `${shot}-${take.id}`), bareTake(take, { ...place, shot, ...stamp }));
  }
  return entries;
}

type Place = Pick<LedgerEntry, "show" | "episode" | "shot" | "run" | "operator" | "at">;

function entryOf(told: AttemptSummary, place: Place): LedgerEntry {
  const { attempt, number, identity, licence, charge, outcome } = told;
  const at = told.at ?? place.at;
  const owed = charge.certainty === "known" ? charge.micros : charge.atMostMicros;
  return {
    ...place,
    attempt,
    number,
    identity,
    account: told.account ?? identity.engine,
    licence,
    grant: "before the lock",
    at,
    month: monthOf(at),
    reserveMicros: told.reserveMicros ?? owed,
    standing: outcome === "running" ? "submitted" : outcome,
    charge,
    restored: true,
  };
}

/** A take of which only its price is told. */
function bareTake(take: LockedShot["takes"][string], place: Place): LedgerEntry {
  return {
    ...place,
    attempt: `${place.shot}-${take.id}`,
    number: 0,
    tier: take.tier,
    take: take.id,
    identity: take.identity,
    account: take.identity.engine,
    licence: "first",
    grant: "before the lock",
    month: monthOf(place.at),
    reserveMicros: take.costMicros,
    standing: take.verdict,
    charge: { certainty: "known", micros: take.costMicros },
    restored: true,
  };
}

import type { Digest } from "./digest.ts";
import type { JournalEvent } from "./journal-events.ts";
import type { LockDocument } from "./lock.ts";
import type { Micros } from "./money.ts";
import type { Tier } from "./production.ts";
import { foldEntry } from "./spending/fold-entry.ts";
import { amountsOf, entryKey, isOpenEntry, type LedgerEntry } from "./spending/ledger-entry.ts";
import { entriesOfLock } from "./spending/lock-entries.ts";

/** Permission to spend on given shots, as the journal has it. */
export type Grant = Extract<JournalEvent, { type: "grant.written" }>;

/** A person's word that nothing more is ordered. */
export interface SpendingStop {
  readonly at: string;
  readonly operator: string;
  readonly reason: string;
}

/** The books of the whole repository: a pure fold of the journal over all shows and episodes. */
export interface Spending {
  /** By `entryKey`, in the order in which the attempts were intended. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** Oldest first. */
  readonly grants: readonly Grant[];
  readonly stopped: SpendingStop | undefined;
}

export const NOTHING_SPENT: Spending = { entries: new Map(), grants: [], stopped: undefined };

/** Show and episode of events that are of the whole repository. */
export const REPOSITORY = "*";

/** The books after further events. */
export function continueSpending(before: Spending, events: readonly JournalEvent[]): Spending {
  if (events.length === 0) return before;
  const entries = new Map(before.entries);
  const grants = [...before.grants];
  let { stopped } = before;
  for (const event of events) {
    if (event.type === "grant.written") grants.push(event);
    else if (event.type === "spending.stopped")
      stopped = { at: event.at, operator: event.operator, reason: event.reason };
    else if (event.type === "spending.resumed") stopped = undefined;
    else foldInto(entries, event);
  }
  return { entries, grants, stopped };
}

function foldInto(entries: Map<string, LedgerEntry>, event: JournalEvent): void {
  if (event.type === "journal.restored") {
    // The document was validated against schemas/lock.schema.json before the event was written.
    const told = entriesOfLock(event.document as unknown as LockDocument, event);
    for (const [key, entry] of told) {
      const known = entries.get(key);
      if (known === undefined) entries.set(key, entry);
      // The lock may know how an attempt ended that this journal last saw under way.
      else if (isOpenEntry(known) && !isOpenEntry(entry))
        entries.set(key, { ...known, standing: entry.standing, charge: entry.charge });
    }
    return;
  }
  if (event.type === "shot.renamed") {
    for (const [key, entry] of entries)
      if (entry.show === event.show && entry.episode === event.episode && entry.shot === event.was)
        entries.set(key, { ...entry, shot: event.shot });
    return;
  }
  if (event.type === "take.accepted" && event.attempt === undefined) {
    // A person circled what the gates had set aside: what was paid for it was no waste.
    for (const [key, entry] of entries)
      if (isOfShot(entry, event) && entry.take === event.take.id) entries.set(key, { ...entry, standing: "accepted" });
    return;
  }
  if (!("attempt" in event) || event.attempt === undefined) return;
  const key = entryKey(event, event.attempt);
  const after = foldEntry(entries.get(key), event);
  if (after !== undefined) entries.set(key, after);
}

function isOfShot(
  entry: LedgerEntry,
  of: { readonly show: string; readonly episode: string; readonly shot: string },
): boolean {
  return entry.show === of.show && entry.episode === of.episode && entry.shot === of.shot;
}

/** Which attempts are meant; what is absent does not matter. */
export interface SpendingFilter {
  readonly show?: string;
  readonly episode?: string;
  readonly shot?: string;
  readonly tier?: Tier;
  readonly run?: string;
  /** `2026-11`, UTC; of the time of the intent. */
  readonly month?: string;
  readonly grant?: string;
  readonly basis?: Digest;
}

export function entriesWhere(spending: Spending, filter: SpendingFilter): readonly LedgerEntry[] {
  const fields = Object.entries(filter) as [keyof SpendingFilter, string][];
  return [...spending.entries.values()].filter((entry) => fields.every(([field, value]) => entry[field] === value));
}

/** Money that is or may still be owed: what was charged, and what is held for open and unknown outcomes. */
export function committedMicros(spending: Spending, filter: SpendingFilter = {}): Micros {
  return entriesWhere(spending, filter).reduce((sum, entry) => sum + amountsOf(entry).committedMicros, 0);
}

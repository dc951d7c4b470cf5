import type { Spending } from "../spending.ts";
import { type Amounts, amountsOf, type LedgerEntry, sumOfAmounts } from "./ledger-entry.ts";

export const LEDGER_GROUPS = ["engine", "account", "shot", "episode", "month"] as const;
export type LedgerGroup = (typeof LEDGER_GROUPS)[number];

/** Which part of the books is asked for. */
export interface LedgerQuestion {
  readonly month?: string;
  readonly episode?: string;
  readonly show?: string;
  readonly engine?: string;
}

/** Entries that cost something, or might have; what was free from the start is no business of the books. Oldest first. */
export function ledgerEntries(spending: Spending, question: LedgerQuestion = {}): readonly LedgerEntry[] {
  const { month, episode, show, engine } = question;
  return [...spending.entries.values()]
    .filter((entry) => entry.reserveMicros > 0 || amountsOf(entry).committedMicros > 0)
    .filter(
      (entry) =>
        (month === undefined || entry.month === month) &&
        (episode === undefined || entry.episode === episode) &&
        (show === undefined || entry.show === show) &&
        (engine === undefined || entry.identity.engine === engine),
    )
    .sort((one, other) => (one.at === other.at ? one.number - other.number : one.at < other.at ? -1 : 1));
}

export interface LedgerSum {
  readonly name: string;
  readonly attempts: number;
  readonly amounts: Amounts;
}

/** Sums by one property, in the order of their names. */
export function ledgerSums(entries: readonly LedgerEntry[], by: LedgerGroup): readonly LedgerSum[] {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const name = nameIn(entry, by);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, all]) => ({ name, attempts: all.length, amounts: sumOfAmounts(all) }));
}

function nameIn(entry: LedgerEntry, by: LedgerGroup): string {
  switch (by) {
    case "engine":
      return entry.identity.engine;
    case "account":
      return entry.account;
    case "shot":
      return `${entry.show} ${entry.episode}/${entry.shot}`;
    case "episode":
      return `${entry.show} ${entry.episode}`;
    case "month":
      return entry.month === "" ? "unknown" : entry.month;
  }
}

import { formatMicros, type Micros } from "../core/money.ts";
import type { Episode } from "../core/production.ts";
import { ledgerEntries } from "../core/spending/ledger.ts";
import { amountsOf, isOpenEntry, sumOfAmounts } from "../core/spending/ledger-entry.ts";
import { committedMicros, type Spending } from "../core/spending.ts";
import { counted } from "./text-layout.ts";

/** Money of an episode in a few lines: spent, held, in doubt, and what is left of the ceilings. `month` is `2026-11`. */
export function moneyLines(spending: Spending, episode: Episode, month: string): readonly string[] {
  const { ceilings } = episode;
  const place = { show: episode.show.id, episode: episode.id };
  const entries = ledgerEntries(spending, place);
  const money = (micros: Micros): string => formatMicros(micros, ceilings.currency);
  const lines: string[] = [];
  const { stopped } = spending;
  if (stopped !== undefined)
    lines.push(`! ${stopped.operator} stopped all orders: ${stopped.reason}. shotlock start lets them go on`);
  const sum = sumOfAmounts(entries);
  const doubtful = entries.filter((entry) => entry.standing === "in-doubt");
  const open = entries.filter((entry) => isOpenEntry(entry) && entry.standing !== "in-doubt");
  const parts = [
    ...(sum.chargedMicros > 0 ? [`${money(sum.chargedMicros)} charged`] : []),
    ...(sum.wastedMicros > 0 ? [`${money(sum.wastedMicros)} of it for what gave no accepted take`] : []),
    ...(open.length > 0
      ? [`${money(sumOfAmounts(open).heldMicros)} held for ${counted(open.length, "order")} under way`]
      : []),
    ...(doubtful.length > 0
      ? [`${money(sumOfAmounts(doubtful).heldMicros)} in doubt (shotlock resolve ${episode.id}/${doubtful[0]?.shot})`]
      : []),
  ];
  if (parts.length > 0) lines.push(`money: ${parts.join(", ")}`);
  const left = (ceiling: Micros | undefined, spent: Micros, name: string): readonly string[] =>
    ceiling === undefined ? [] : [`${money(Math.max(0, ceiling - spent))} of ${money(ceiling)} ${name}`];
  const rooms = [
    ...left(ceilings.episodeMicros, committedMicros(spending, place), "for the episode"),
    ...left(
      ceilings.showMonthMicros,
      committedMicros(spending, { show: place.show, month }),
      "for the show this month",
    ),
    ...left(ceilings.monthMicros, committedMicros(spending, { month }), "for this month"),
  ];
  if (rooms.length > 0) lines.push(`left: ${rooms.join(", ")}`);
  const over = entries.filter((entry) => amountsOf(entry).overMicros > 0).length;
  if (over > 0)
    lines.push(`! ${counted(over, "order")} cost more than was reserved: shotlock ledger --episode ${episode.id}`);
  return lines;
}

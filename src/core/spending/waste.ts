import { formatMicros } from "../money.ts";
import type { Ceilings, Tier } from "../production.ts";
import { entriesWhere, type Spending } from "../spending.ts";
import { approveCommand } from "./approve-command.ts";
import { amountsOf, sumOfAmounts } from "./ledger-entry.ts";

/** Paid tries before a share says anything: one bad take of one is no trend. */
const SHARE_TRIES_MIN = 5;

/**
 * Why an episode has to stop: what was paid and gave no accepted take has reached the waste budget. Counted since the last
 * grant: that was a person's word that it may go on. Undefined while it has not.
 */
export function wasteReached(
  spending: Spending,
  {
    show,
    episode,
    tier,
    ceilings,
  }: { readonly show: string; readonly episode: string; readonly tier: Tier; readonly ceilings: Ceilings },
): string | undefined {
  const { wasteMicros, wastePerMille, currency } = ceilings;
  if (wasteMicros === undefined && wastePerMille === undefined) return undefined;
  const since = spending.grants.findLast((grant) => grant.show === show && grant.episode === episode)?.at ?? "";
  const entries = entriesWhere(spending, { show, episode }).filter((entry) => entry.at > since);
  const { wastedMicros, committedMicros } = sumOfAmounts(entries);
  const money = (micros: number): string => formatMicros(micros, currency);
  const says = `${money(wastedMicros)} of ${money(committedMicros)} were paid for what gave no accepted take`;
  const ask = `look at the takes, then let it go on: ${approveCommand(episode, tier)}`;
  if (wasteMicros !== undefined && wastedMicros > 0 && wastedMicros >= wasteMicros)
    return `${says}, and the waste budget is ${money(wasteMicros)}: ${ask}`;
  const paid = entries.filter((entry) => amountsOf(entry).committedMicros > 0).length;
  if (wastePerMille !== undefined && paid >= SHARE_TRIES_MIN && wastedMicros * 1000 >= wastePerMille * committedMicros)
    return `${says}, and the waste budget is ${wastePerMille / 10} %: ${ask}`;
  return undefined;
}

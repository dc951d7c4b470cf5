import type { CostRange } from "../plan-steps.ts";
import type { Receipt } from "../route-decision.ts";

export const FREE: CostRange = { lowMicros: 0, expectedMicros: 0, ceilingMicros: 0 };

/**
 * Money of one step. Low: every take accepted at once on the chosen engine. Expected: that price over the engine's
 * acceptance. Ceiling: every take the shot may still pay, at the price of the dearest engine that failover may reach.
 * Only vendors' prices count: the router's waiting, risk and quality terms are nobody's bill.
 */
export function stepCost(receipt: Receipt, takes: number, paidTakesLeft: number): CostRange {
  const choice = receipt.candidates[0];
  if (choice === undefined || takes === 0) return FREE;
  const price = choice.quote.takeMicros;
  const dearest = Math.max(...receipt.candidates.map((candidate) => candidate.quote.takeMicros));
  const ceiling = dearest * Math.max(takes, paidTakesLeft);
  // An acceptance of nought is the router's "never": the expected cost is then the ceiling.
  const expected = Math.ceil((price * takes * 1000) / Math.max(1, choice.acceptancePerMille));
  return { lowMicros: price * takes, expectedMicros: Math.min(expected, ceiling), ceilingMicros: ceiling };
}

export function sumOfCosts(costs: readonly CostRange[]): CostRange {
  return costs.reduce(
    (sum, cost) => ({
      lowMicros: sum.lowMicros + cost.lowMicros,
      expectedMicros: sum.expectedMicros + cost.expectedMicros,
      ceilingMicros: sum.ceilingMicros + cost.ceilingMicros,
    }),
    FREE,
  );
}

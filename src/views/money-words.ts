import { formatMicros, MICROS_PER_UNIT, type Micros } from "../core/money.ts";
import type { CostRange } from "../core/plan-steps.ts";

/** From this amount on, cents only hide the number. */
const WHOLE_FROM_MICROS = 3 * MICROS_PER_UNIT;

/** `About $6, never above $11.`; `Free.` when nothing can be billed. */
export function moneySentence(cost: CostRange, currency: string): string {
  if (cost.ceilingMicros === 0) return "Free.";
  const about = rounded(cost.expectedMicros, currency, Math.round);
  const most = rounded(cost.ceilingMicros, currency, Math.ceil);
  if (cost.expectedMicros === cost.ceilingMicros) return `${most}, never more.`;
  if (about !== most) return `About ${about}, never above ${most}.`;
  // Both round to the same: only the cents tell them apart.
  return `About ${formatMicros(cost.expectedMicros, currency)}, never above ${formatMicros(cost.ceilingMicros, currency)}.`;
}

function rounded(micros: Micros, currency: string, round: (units: number) => number): string {
  if (micros < WHOLE_FROM_MICROS) return formatMicros(micros, currency);
  const whole = round(micros / MICROS_PER_UNIT);
  return currency === "USD" ? `$${whole}` : `${whole} ${currency}`;
}

/** `free`, or `$0.80 | $1.10 | $3.20`: low, expected, never above. */
export function rangeCells(cost: CostRange, currency: string): readonly [string, string, string] {
  if (cost.ceilingMicros === 0) return ["", "free", ""];
  return [
    formatMicros(cost.lowMicros, currency),
    formatMicros(cost.expectedMicros, currency),
    formatMicros(cost.ceilingMicros, currency),
  ];
}

const MICROS_PER_CENT = 10_000;

/** Amounts in whole cents whose sum is the sum as it is printed: the cents that rounding loses go where most was lost. */
export function amountsThatAddUp(parts: readonly Micros[], currency: string): readonly string[] {
  const total = Math.ceil(parts.reduce((sum, micros) => sum + micros, 0) / MICROS_PER_CENT);
  const cents = parts.map((micros) => Math.floor(micros / MICROS_PER_CENT));
  const lost = total - cents.reduce((sum, whole) => sum + whole, 0);
  const order = parts
    .map((micros, index) => ({ index, rest: micros - Math.floor(micros / MICROS_PER_CENT) * MICROS_PER_CENT }))
    .sort((one, other) => other.rest - one.rest || one.index - other.index);
  for (const { index } of order.slice(0, lost)) cents[index] = (cents[index] ?? 0) + 1;
  return cents.map((whole) => formatMicros(whole * MICROS_PER_CENT, currency));
}

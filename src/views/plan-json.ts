import type { Plan } from "../core/plan-steps.ts";
import { keptReceipt, sharedExclusions } from "../core/route/kept-receipt.ts";
import type { Exclusion } from "../core/route-decision.ts";

/** Characters that a terminal or an editor would act on or hide; JSON.stringify leaves them as they are. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A plan as it is printed: with what is out for every shot said once. */
export type PrintedPlan = Plan & { readonly excluded?: readonly Exclusion[] };

/**
 * The plan for machines, after schemas/plan.schema.json: the same plan gives the same bytes. What is out for every shot is
 * said once, and candidates behind the runner-up by their numbers.
 */
export function planAsJson(plan: Plan): string {
  const receipts = plan.steps.flatMap((step) => step.receipt ?? []);
  const excluded = sharedExclusions(receipts);
  const steps = plan.steps.map((step) =>
    step.receipt === undefined ? step : { ...step, receipt: keptReceipt(step.receipt, excluded) },
  );
  const printed: PrintedPlan = { ...plan, steps, ...(excluded.length === 0 ? {} : { excluded }) };
  return jsonText(printed);
}

/** Indented JSON with sorted keys, harmless on a terminal. */
export function jsonText(value: unknown): string {
  const escaped = JSON.stringify(value, sorted, 2).replace(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${escaped}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

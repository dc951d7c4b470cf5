import type { Plan } from "../plan-steps.ts";
import { FREE } from "./step-cost.ts";

/** The same plan with nothing to start: whatever is under way is collected, nothing is submitted. */
export function collectingPlan(plan: Plan): Plan {
  return {
    ...plan,
    steps: plan.steps
      .filter((step) => step.kind !== "rename")
      .map(({ approval: _approval, ...step }) => ({ ...step, kind: "hold", takes: 0, cost: FREE, after: [] })),
    cost: FREE,
  };
}

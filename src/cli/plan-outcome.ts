import type { Plan } from "../core/plan-steps.ts";

/** Something would be made, renamed or cut. */
export function hasChanges(plan: Plan): boolean {
  const { steps } = plan;
  const isFree = steps.every((step) => step.approval?.kind !== "needed");
  if (plan.conform.needed && isFree) return true;
  return steps.some((step) => ["render", "retake", "rename"].includes(step.kind) && step.approval?.kind !== "needed");
}

/** A shot cannot go on without a person: an outcome in doubt, takes to choose from, no engine, a ceiling, money that nobody approved. */
export function waitsForPerson(plan: Plan): boolean {
  return plan.steps.some(
    (step) => step.kind === "blocked" || step.kind === "in-doubt" || step.approval?.kind === "needed",
  );
}

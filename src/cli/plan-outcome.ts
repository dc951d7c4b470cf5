import type { Plan } from "../core/plan-steps.ts";

/** Something would be made, renamed or cut. */
export function hasChanges(plan: Plan): boolean {
  return plan.conform.needed || plan.steps.some((step) => ["render", "retake", "rename"].includes(step.kind));
}

/** A shot cannot go on without a person: an outcome in doubt, takes to choose from, no engine, a ceiling. */
export function waitsForPerson(plan: Plan): boolean {
  return plan.steps.some((step) => step.kind === "blocked" || step.kind === "in-doubt");
}

import { type Digest, digestOf } from "../digest.ts";
import type { Json } from "../json.ts";
import type { Plan, Step } from "../plan-steps.ts";

/**
 * What a grant names: everything the plan would do and spend, and nothing else. Journal head, notices and words are left
 * out, so that an event of another shot or a better sentence takes no approval back.
 */
export function planDigest(plan: Omit<Plan, "digest">): Digest {
  const { show, episode, tier, catalogueDate, currency } = plan;
  const steps = plan.steps.filter((step) => step.kind !== "reuse" && step.kind !== "omit").map(stepForDigest);
  return digestOf({ schema: plan.schema, show, episode, tier, catalogueDate, currency, steps });
}

function stepForDigest(step: Step): Json {
  return {
    kind: step.kind,
    shot: step.shot,
    takes: step.takes,
    after: [...step.after],
    circled: step.circled ?? null,
    basis: step.basis === undefined ? null : basisForDigest(step.basis),
    cost: [step.cost.lowMicros, step.cost.expectedMicros, step.cost.ceilingMicros],
    policy: step.receipt?.policy ?? null,
    engines: (step.receipt?.candidates ?? []).map(({ identity, quote }) => [
      identity.endpoint,
      identity.model,
      quote.takeMicros,
    ]),
  };
}

function basisForDigest(basis: NonNullable<Step["basis"]>): Json {
  const parts = Object.fromEntries(Object.entries(basis.parts).map(([key, part]) => [key, part.digest]));
  return { algorithm: basis.algorithm, intent: basis.intent.digest, parts };
}

import { sha256 } from "../digest.ts";
import type { GrantContents, GrantedShot } from "../journal-events.ts";
import type { Micros } from "../money.ts";
import type { Plan, Step } from "../plan-steps.ts";
import { grantedBasis } from "./granted-basis.ts";

/**
 * The grant of exactly what a plan shows: its shots as they are to be made, the engines in their routes, and the ceilings that
 * stand there. `ceilingMicros` may only lower the sum. Undefined when nothing in the plan costs money.
 */
export function grantOfPlan(
  plan: Plan,
  wish: { readonly expiresAt: string; readonly ceilingMicros?: Micros; readonly salt: string },
): GrantContents | undefined {
  const shots = plan.steps.flatMap((step) => grantedShot(step) ?? []);
  if (shots.length === 0) return undefined;
  const sum = (of: (shot: GrantedShot) => Micros): Micros => shots.reduce((total, shot) => total + of(shot), 0);
  const shown = sum((shot) => shot.ceilingMicros);
  return {
    grant: `grant-${sha256(`${plan.digest} ${wish.salt}`).slice("sha256:".length, "sha256:".length + 12)}`,
    plan: plan.digest,
    tier: plan.tier,
    expectedMicros: sum((shot) => shot.expectedMicros),
    ceilingMicros: Math.min(shown, wish.ceilingMicros ?? shown),
    expiresAt: wish.expiresAt,
    shots,
  };
}

/** A shot whose takes are all under way has no route here: the grant that they were ordered under goes on. */
function grantedShot(step: Step): GrantedShot | undefined {
  const { basis, receipt, cost, shot } = step;
  if (cost.ceilingMicros === 0 || basis === undefined || receipt === undefined) return undefined;
  return {
    shot,
    basis: grantedBasis(basis),
    expectedMicros: cost.expectedMicros,
    ceilingMicros: cost.ceilingMicros,
    endpoints: receipt.candidates.map((candidate) => candidate.identity.endpoint),
  };
}

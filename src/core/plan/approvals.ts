import { formatMicros } from "../money.ts";
import type { Step } from "../plan-steps.ts";
import type { Episode, Tier } from "../production.ts";
import { grantedBasis } from "../spending/granted-basis.ts";
import { liveGrant } from "../spending/live-grant.ts";
import type { Spending } from "../spending.ts";

export interface ApprovalRequest {
  readonly episode: Episode;
  readonly tier: Tier;
  readonly spending: Spending;
  /** Now, ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * Who permits what costs money: a live grant, or the auto line while the whole rest of the plan is expected to stay below it.
 * Asked of the whole episode before any `--only`, so nobody gets below the line by ordering in small pieces.
 */
export function withApprovals(steps: readonly Step[], request: ApprovalRequest): Step[] {
  const { episode } = request;
  const marked = steps.map((step) => (step.cost.ceilingMicros === 0 ? step : withGrant(step, request)));
  const open = marked.filter((step) => step.cost.ceilingMicros > 0 && step.approval === undefined);
  const expectedMicros = open.reduce((sum, step) => sum + step.cost.expectedMicros, 0);
  const { autoMicros = 0, currency } = episode.ceilings;
  const isAuto = expectedMicros <= autoMicros && autoMicros > 0;
  const line =
    autoMicros === 0 ? "" : `, and the line below which nobody has to is ${formatMicros(autoMicros, currency)}`;
  const says = `needs approval: about ${formatMicros(expectedMicros, currency)} for ${open.length} ${open.length === 1 ? "shot" : "shots"}${line}. shotlock approve ${episode.id}`;
  return marked.map((step) =>
    open.includes(step) ? { ...step, approval: isAuto ? { kind: "auto" } : { kind: "needed", says } } : step,
  );
}

function withGrant(step: Step, { episode, tier, spending, at }: ApprovalRequest): Step {
  if (step.basis === undefined) return step;
  const found = liveGrant(spending, {
    show: episode.show.id,
    episode: episode.id,
    shot: step.shot,
    tier,
    basis: grantedBasis(step.basis),
    at,
    ...(episode.approvers === undefined ? {} : { approvers: episode.approvers }),
  });
  if (found === undefined) return step;
  const { grant, operator, expiresAt } = found.grant;
  return { ...step, approval: { kind: "granted", grant, by: operator, expiresAt } };
}

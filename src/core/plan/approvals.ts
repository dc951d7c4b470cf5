import { formatMicros } from "../money.ts";
import type { Step } from "../plan-steps.ts";
import type { Episode, Tier } from "../production.ts";
import { approveCommand } from "../spending/approve-command.ts";
import { grantedBasis } from "../spending/granted-basis.ts";
import { liveGrant } from "../spending/live-grant.ts";
import type { Spending } from "../spending.ts";

export interface ApprovalRequest {
  readonly episode: Episode;
  readonly tier: Tier;
  readonly spending: Spending;
  /** Now, ISO 8601 in UTC. */
  readonly at: string;
  /** Shots that the plan is narrowed to. */
  readonly only?: readonly string[];
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
  const money = (micros: number): string => formatMicros(micros, currency);
  const whole =
    autoMicros === 0
      ? ""
      : `; all that is open of ${episode.id} is expected to cost ${money(expectedMicros)}, and only up to ${money(autoMicros)} nobody has to approve`;
  const command = approveCommand(episode.id, request.tier, request.only);
  return marked.map((step) => {
    if (!open.includes(step)) return step;
    if (isAuto) return { ...step, approval: { kind: "auto" } };
    const says = `needs approval of about ${money(step.cost.expectedMicros)}${whole}: ${command}`;
    return { ...step, approval: { kind: "needed", says, command } };
  });
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

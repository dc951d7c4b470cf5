import type { Digest } from "../digest.ts";
import type { GrantedShot } from "../journal-events.ts";
import type { Tier } from "../production.ts";
import type { Grant, Spending } from "../spending.ts";

/** What is to be made, when, and whose word counts. */
export interface GrantQuestion {
  readonly show: string;
  readonly episode: string;
  readonly shot: string;
  readonly tier: Tier;
  /** `grantedBasis` of what is wanted. */
  readonly basis: Digest;
  /** Now, ISO 8601 in UTC. */
  readonly at: string;
  /** People who may spend; absent: everybody who may write to the journal. */
  readonly approvers?: readonly string[];
}

/**
 * The grant that counts for a shot now: the newest that names it, if it has not expired and was given for exactly this picture
 * by somebody who may. An older one never comes back to life, so approving again never adds up.
 */
export function liveGrant(
  { grants }: Spending,
  question: GrantQuestion,
): { readonly grant: Grant; readonly of: GrantedShot } | undefined {
  const { show, episode, shot, tier, basis, at, approvers } = question;
  const grant = grants.findLast(
    (candidate) =>
      candidate.show === show &&
      candidate.episode === episode &&
      candidate.tier === tier &&
      candidate.shots.some((granted) => granted.shot === shot) &&
      mayApprove(candidate.operator, approvers),
  );
  const of = grant?.shots.find((granted) => granted.shot === shot);
  if (grant === undefined || of === undefined || of.basis !== basis || grant.expiresAt <= at) return undefined;
  return { grant, of };
}

/** Without a list of producers whoever may write to the journal may spend. */
export function mayApprove(operator: string, approvers: readonly string[] | undefined): boolean {
  return approvers === undefined || approvers.includes(operator);
}

import { formatMicros, type Micros } from "../../core/money.ts";
import type { Plan } from "../../core/plan-steps.ts";
import { ok, type Result } from "../../core/result.ts";
import { grantOfPlan } from "../../core/spending/grant-of-plan.ts";
import { mayApprove } from "../../core/spending/live-grant.ts";
import type { JournalRecord } from "../apply/journal-record.ts";
import { refused, type WordRefused, whoMay } from "./word-refused.ts";

/** Days for which a grant counts when nobody says otherwise, and the most that may be asked for. */
export const GRANT_DAYS = 7;
export const GRANT_DAYS_MAX = 90;
/** Digits of a plan's digest that have to be repeated at least. */
const DIGEST_DIGITS_MIN = 8;

export interface GrantWish {
  /** The plan as it is now. */
  readonly plan: Plan;
  /** Digest of the plan that was seen, or its first digits. */
  readonly seen: string;
  readonly operator: string;
  readonly approvers?: readonly string[];
  /** Lower than what the plan shows. */
  readonly ceilingMicros?: Micros;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Permits what was seen, and nothing else: a plan that has changed since is shown again instead. */
export async function writeGrant(record: JournalRecord, wish: GrantWish): Promise<Result<string, WordRefused>> {
  const { plan, operator, approvers, ceilingMicros } = wish;
  const fault = notAllowed(wish);
  if (fault !== undefined) return fault;
  const money = (micros: Micros): string => formatMicros(micros, plan.currency);
  if (ceilingMicros !== undefined && ceilingMicros > plan.cost.ceilingMicros)
    return refused(
      `the plan shows at most ${money(plan.cost.ceilingMicros)}, so ${money(ceilingMicros)} cannot be granted for it`,
      "raise the ceilings in the YAML, then look at the new plan",
    );
  const written = await record.decide((_state, _contents, at) => {
    const grant = grantOfPlan(plan, {
      expiresAt: wish.expiresAt,
      salt: `${at} ${operator}`,
      ...(ceilingMicros === undefined ? {} : { ceilingMicros }),
    });
    return { events: grant === undefined ? [] : [{ type: "grant.written" as const, ...grant }], answer: grant };
  });
  if (written === undefined)
    return refused("nothing in this plan costs money, so there is nothing to approve", "shotlock apply makes it");
  const { shots, expectedMicros, expiresAt, grant } = written;
  const names = shots.map(({ shot }) => shot).join(", ");
  return ok(
    [
      `${operator} approves ${names}: about ${money(expectedMicros)}, never above ${money(written.ceilingMicros)}, until ${expiresAt}.`,
      `Failover stays inside that without asking. Another picture of a shot, or another engine, needs another approval.`,
      `${grant}${approvers === undefined ? "; people.producer in shotlock.config.yaml would say who may approve" : ""}`,
    ].join("\n"),
  );
}

function notAllowed({ plan, seen, operator, approvers }: GrantWish): Result<never, WordRefused> | undefined {
  if (!mayApprove(operator, approvers))
    return refused(`${operator} may not approve what costs money`, whoMay(approvers));
  const digits = seen.replace(/^sha256:/, "");
  if (!/^[0-9a-f]+$/.test(digits) || digits.length < DIGEST_DIGITS_MIN)
    return refused(
      `"${seen}" is not the digest of a plan`,
      `at least ${DIGEST_DIGITS_MIN} digits, as the last line of the plan shows them`,
    );
  return plan.digest.startsWith(`sha256:${digits}`)
    ? undefined
    : refused(
        `the plan has changed since plan ${digits} was shown`,
        `look at it again: shotlock approve ${plan.episode} --tier ${plan.tier}`,
      );
}

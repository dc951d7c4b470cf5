import { ok, type Result } from "../../core/result.ts";
import { mayApprove } from "../../core/spending/live-grant.ts";
import type { JournalRecord } from "../apply/journal-record.ts";
import { openBooks } from "../apply/purse.ts";
import { reasonRefused, refused, type WordRefused, whoMay } from "./word-refused.ts";

/**
 * Nothing more is ordered in the whole repository: every run asks the journal in the same step in which it writes an intent,
 * so it counts from its very event. What is under way goes on and is collected. Anybody may say it.
 */
export async function stopSpending(record: JournalRecord, reason: string): Promise<Result<string, WordRefused>> {
  const fault = reasonRefused(reason);
  if (fault !== undefined) return fault;
  const books = openBooks();
  const before = await record.decide((_state, contents) => {
    const { stopped } = books(contents);
    return { events: stopped === undefined ? [{ type: "spending.stopped" as const, reason }] : [], answer: stopped };
  });
  if (before !== undefined)
    return ok(`${before.operator} stopped all orders already, at ${before.at}: ${before.reason}`);
  return ok(
    "Nothing more is ordered, by any run, until somebody types: shotlock start\nWhat is under way goes on and is collected.",
  );
}

/** Takes the stop back; only who may spend may say it. */
export async function startSpending(
  record: JournalRecord,
  reason: string,
  who: { readonly operator: string; readonly approvers?: readonly string[] },
): Promise<Result<string, WordRefused>> {
  const fault = reasonRefused(reason);
  if (fault !== undefined) return fault;
  if (!mayApprove(who.operator, who.approvers))
    return refused(`${who.operator} may not let orders go on`, whoMay(who.approvers));
  const books = openBooks();
  const before = await record.decide((_state, contents) => {
    const { stopped } = books(contents);
    return { events: stopped === undefined ? [] : [{ type: "spending.resumed" as const, reason }], answer: stopped };
  });
  return ok(before === undefined ? "Nothing was stopped." : "Orders go on.");
}

import type { JournalEvent } from "../journal-events.ts";
import type { OpenAttempt } from "./evidence.ts";
import { stagingOf } from "./staging.ts";

/** What has to be remembered of an attempt until it is judged; an older receipt may say less. */
export function openAttempt(event: Extract<JournalEvent, { type: "attempt.intended" }>): OpenAttempt {
  const { identity, receipt, tier, take, basis, order } = event;
  const chosen = receipt.candidates.find((candidate) => candidate.identity.endpoint === identity.endpoint);
  const further = receipt.further?.find((candidate) => candidate.endpoint === identity.endpoint);
  const expectedPerMille = chosen?.acceptancePerMille ?? further?.acceptancePerMille;
  return {
    identity,
    version: identity.modelVersion,
    staging: stagingOf(basis.intent.value),
    clipMs: chosen?.quote.billedMilliseconds ?? further?.billedMilliseconds ?? orderedMs(order),
    ...(expectedPerMille === undefined ? {} : { expectedPerMille }),
    trial: false,
    take,
    tier,
  };
}

/** Length from the order itself; nothing when it has none that can be read. */
function orderedMs(order: { readonly [field: string]: unknown }): number {
  const { frames, rate } = order;
  if (typeof frames !== "number" || typeof rate !== "object" || rate === null) return 0;
  const { numerator, denominator } = rate as { readonly numerator?: unknown; readonly denominator?: unknown };
  if (typeof numerator !== "number" || typeof denominator !== "number" || numerator <= 0) return 0;
  return Math.round((frames * denominator * 1000) / numerator);
}

import { type AttemptFacts, type Evidence, openRetakeBefore, triesBefore } from "../evidence.ts";
import type { VendorPlan } from "../scenario.ts";
import type { Law } from "./law.ts";

/** Every licence derived again from the vendor's own log of the try before it, and from what people really did. */
export const licencesHold: Law = {
  name: "every licence is true by the vendor's own log",
  check(evidence) {
    return evidence.attempts.flatMap((attempt) => {
      const fault = faultOf(evidence, attempt);
      return fault === undefined ? [] : [`${attempt.key} under ${attempt.intent.licence}: ${fault}`];
    });
  },
};

function faultOf(evidence: Evidence, attempt: AttemptFacts): string | undefined {
  const tries = triesBefore(evidence, attempt);
  const retake = openRetakeBefore(evidence, attempt.film, attempt.place);
  const last = (retake === undefined ? tries : tries.filter((one) => one.place > retake.place)).at(-1);
  const { licence } = attempt.intent;
  if (licence === "first") return last === undefined && retake === undefined ? undefined : "there was a try before";
  if (licence === "retake") {
    if (retake === undefined) return "nobody asked for a retake";
    return last === undefined ? undefined : "the retake was begun before";
  }
  if (licence === "person")
    return evidence.history.people.some((one) => one.how === "resubmit" && one.attempt === last?.key)
      ? undefined
      : "no person said that another one may be ordered in place of the last";
  if (last === undefined)
    return licence === "option" || licence === "below-quality" ? undefined : "there was no try before";
  return claims[licence]?.(last, attempt, vendorOf(evidence, last));
}

type Claim = (last: AttemptFacts, attempt: AttemptFacts, vendor: VendorPlan) => string | undefined;

/** What the vendor's log must say of the last try for a licence to hold; a sentence when it says something else. */
const claims: Readonly<Record<string, Claim>> = {
  "free-retry": (last, attempt) => {
    if (last.billedMicros > 0) return `the try before was billed ${last.billedMicros}`;
    return last.job !== undefined && isMade(last, attempt.place) ? "the try before brought a take" : undefined;
  },
  "below-quality": (last) =>
    last.job?.delivered === true && ["below-quality", "wrong-file"].includes(last.job.end)
      ? undefined
      : `the try before ended as ${last.job?.end ?? "nothing"}`,
  option: (last) =>
    last.job?.delivered === true && last.job.end === "good" ? undefined : "the try before brought no good take",
  "lost-result": (last) => {
    if (last.job === undefined) return "the vendor never had a job";
    const isGone = ["no-file", "truncated"].includes(last.job.end) || last.job.expiresAtMs < Number.POSITIVE_INFINITY;
    return isGone ? undefined : `its result was there: ${last.job.end}`;
  },
  // Slow is what takes longer than the endpoint's own published 95 %, whatever our clock says.
  slow: (last, attempt, vendor) => {
    if (last.job === undefined) return "the vendor never had a job";
    const offer = vendor.endpoints.find((endpoint) => endpoint.id === last.intent.identity.endpoint);
    const until = Math.min(last.job.endsAtMs, attempt.atMs);
    return until - last.job.acceptedAtMs >= 2 * (offer?.medianMs ?? 0) ? undefined : "it was not slow";
  },
  "refused-billed": (last, _attempt, vendor) => {
    const isRefused = last.job === undefined || ["failed", "moderated", "cancelled"].includes(last.job.end);
    if (!isRefused) return `the try before ended as ${last.job?.end}`;
    const mayBeBilled = last.billedMicros > 0 || !vendor.tells || last.job?.tells === false;
    return mayBeBilled ? undefined : "the try before was free";
  },
};

function isMade(attempt: AttemptFacts, before: number): boolean {
  return attempt.events.some(
    ({ event, place }) => place < before && (event.type === "take.accepted" || event.type === "take.set-aside"),
  );
}

function vendorOf({ history }: Evidence, attempt: AttemptFacts): VendorPlan {
  const vendor = history.scenario.vendors.find((one) => one.id === attempt.intent.identity.engine);
  if (vendor === undefined) throw new Error(`no vendor ${attempt.intent.identity.engine}`);
  return vendor;
}

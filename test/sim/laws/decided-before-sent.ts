import { digestOf } from "../../../src/core/digest.ts";
import type { Json } from "../../../src/core/json.ts";
import type { Law } from "./law.ts";

/** What a vendor received stood in the journal before: which order, for which endpoint, chosen by which receipt. */
export const decidedBeforeSent: Law = {
  name: "every submit was decided in the journal before",
  check({ history, byKey }) {
    return history.vendors.flatMap((vendor) =>
      vendor.submits.flatMap(({ key, step, endpoint }) => {
        const attempt = byKey.get(key);
        if (attempt === undefined) return [`${vendor.id} was sent ${key}, which the journal does not know`];
        const { intent } = attempt;
        const faults: string[] = [];
        if (attempt.step > step) faults.push(`${key} was sent before it was journaled`);
        if (intent.identity.endpoint !== endpoint) faults.push(`${key} went to ${endpoint}`);
        if (digestOf(intent.order as unknown as Json) !== intent.orderDigest) faults.push(`${key} has another order`);
        const offered = intent.receipt.candidates.find((one) => one.identity.endpoint === endpoint);
        if (offered === undefined) faults.push(`${key}: no receipt offers ${endpoint}`);
        else if (offered.quote.takeMicros !== intent.reserveMicros) faults.push(`${key} reserves another price`);
        return faults;
      }),
    );
  },
};

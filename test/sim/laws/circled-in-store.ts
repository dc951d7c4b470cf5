import { sha256 } from "../../../src/core/digest.ts";
import type { Law } from "./law.ts";
import { circledInLocks } from "./lock-needs-verdict.ts";

/** Before a lock names a take, its file and the footage it was made from lie in the store under those digests. */
export const circledInStore: Law = {
  name: "a circled take is in the store with that digest",
  check(evidence) {
    return circledInLocks(evidence).flatMap(({ shot, take, step }) =>
      [take.signed?.sha256, take.raw, take.lastFrame].flatMap((digest) => {
        if (digest === undefined) return [];
        const kept = evidence.history.store.get(digest);
        if (kept === undefined || kept.step > step) return [`${shot} ${take.id}: ${digest} was not in the store`];
        return sha256(kept.content) === digest ? [] : [`${shot} ${take.id}: ${digest} has other bytes`];
      }),
    );
  },
};

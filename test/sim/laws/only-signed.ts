import { SIGNED_MARK } from "../desk.ts";
import type { Law } from "./law.ts";
import { circledInLocks } from "./lock-needs-verdict.ts";

/** No unsigned media stands in a lock, and what is signed is the footage that was delivered. */
export const onlySigned: Law = {
  name: "no unsigned media in the lock",
  check(evidence) {
    const { store } = evidence.history;
    return circledInLocks(evidence).flatMap(({ shot, take }) => {
      if (take.signed === undefined) return [`${shot} ${take.id} carries no signature`];
      const [signed, raw] = [store.get(take.signed.sha256)?.content ?? "", store.get(take.raw)?.content ?? "?"];
      return signed.startsWith(`${raw}${SIGNED_MARK}`) ? [] : [`${shot} ${take.id} is signed over other footage`];
    });
  },
};

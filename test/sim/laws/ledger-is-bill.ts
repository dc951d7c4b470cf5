import { chargeBefore } from "../evidence.ts";
import type { Law } from "./law.ts";

/** What the journal says was charged is what stands on the vendor's bill; what it does not know is at least that much. */
export const ledgerIsBill: Law = {
  name: "the ledger is the bill",
  check({ attempts }) {
    return attempts.flatMap((attempt) => {
      const charge = chargeBefore(attempt, Number.POSITIVE_INFINITY);
      const { key, billedMicros } = attempt;
      if (charge === undefined) return [];
      if (charge.isKnown && charge.micros !== billedMicros)
        return [`${key}: the ledger says ${charge.micros}, the bill ${billedMicros}`];
      if (charge.micros < billedMicros)
        return [`${key}: at most ${charge.micros} it says, the bill is ${billedMicros}`];
      return [];
    });
  },
};

import type { Law } from "./law.ts";

/** At no moment has a vendor taken more for an attempt than was reserved for it before. */
export const withinReserve: Law = {
  name: "charges are at most what was reserved",
  check({ attempts }) {
    return attempts
      .filter((attempt) => attempt.billedAtMostMicros > attempt.intent.reserveMicros)
      .map(
        ({ key, billedAtMostMicros, intent }) =>
          `${key} was billed ${billedAtMostMicros}, reserved were ${intent.reserveMicros}`,
      );
  },
};

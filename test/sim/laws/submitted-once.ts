import type { Law } from "./law.ts";

/** By the vendors' own logs, no attempt arrives twice. */
export const submittedOnce: Law = {
  name: "no attempt is submitted twice",
  check({ history }) {
    return history.vendors.flatMap((vendor) => {
      const seen = new Set<string>();
      return vendor.submits.flatMap(({ key }) => {
        if (seen.has(key)) return [`${vendor.id} was sent ${key} again`];
        seen.add(key);
        return [];
      });
    });
  },
};

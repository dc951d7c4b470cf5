import type { Law } from "./law.ts";

/** Two reconcilers: the run that began last has the word, and the older one writes nothing any more. */
export const oneWord: Law = {
  name: "an older run is silent once a newer one has begun",
  check({ events, runs }) {
    const faults: string[] = [];
    let current: string | undefined;
    const past = new Set<string>();
    for (const { event, place } of events) {
      if (event.type === "run.started") {
        if (current !== undefined) past.add(current);
        current = event.run;
      }
      if (runs.has(event.run) && past.has(event.run) && event.run !== current)
        faults.push(`event ${place} (${event.type}) is of ${event.run}, and ${current} had begun`);
    }
    return faults;
  },
};

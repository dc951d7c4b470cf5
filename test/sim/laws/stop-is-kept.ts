import type { Law } from "./law.ts";

/** From the event of a stop on nothing is ordered in the whole repository, until a person takes it back. */
export const stopIsKept: Law = {
  name: "a stop is kept from its event on",
  check({ events }) {
    let stoppedAt: number | undefined;
    return events.flatMap(({ event, place }) => {
      if (event.type === "spending.stopped") stoppedAt = place;
      if (event.type === "spending.resumed") stoppedAt = undefined;
      if (event.type !== "attempt.intended" || stoppedAt === undefined) return [];
      return [`${event.attempt} was decided after the stop of event ${stoppedAt}`];
    });
  },
};

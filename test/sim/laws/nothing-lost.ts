import type { Law } from "./law.ts";

/** Footage that was delivered and paid for is a take, and lies in the store; what is not, still waits to be collected. */
export const nothingLost: Law = {
  name: "nothing that was paid for is lost",
  check({ attempts, history }) {
    return attempts.flatMap((attempt) => {
      const { job, key, events } = attempt;
      if (job === undefined || !job.delivered || job.end === "truncated" || attempt.billedMicros === 0) return [];
      const made = events.find(({ event }) => event.type === "take.accepted" || event.type === "take.set-aside")?.event;
      if (made === undefined || !("take" in made) || typeof made.take === "string") {
        const isOpen = !events.some(({ event }) => ["attempt.failed", "attempt.abandoned"].includes(event.type));
        return isOpen ? [] : [`${key} was delivered and paid for, and is no take`];
      }
      return history.store.has(made.take.raw) ? [] : [`the file of ${key} is not in the store`];
    });
  },
};

import type { AttemptFacts } from "../evidence.ts";
import type { Law } from "./law.ts";

/** Events after which an attempt holds no place at its vendor any more, or nobody can tell. */
const ENDS: readonly string[] = [
  "attempt.done",
  "attempt.refused",
  "attempt.failed",
  "attempt.abandoned",
  "attempt.doubted",
];

/** A job of which nothing was heard for so long counts as over, whatever its vendor knows. */
const FORGOTTEN_MS = 45 * 60_000;

/** By the vendors' logs no more jobs run at an account than it takes, as far as the journal knows of them when it decides. */
export const withinLimits: Law = {
  name: "an account gets no more jobs at once than it takes",
  check({ attempts, history }) {
    const { acts, vendors } = history.scenario;
    // A machine counts by its own clock: where one was set, nobody can say when a job was forgotten.
    if (acts.some((act) => act.kind === "clock")) return [];
    return attempts.flatMap((attempt) => {
      const { engine } = attempt.intent.identity;
      const vendor = vendors.find((one) => one.id === engine);
      if (vendor === undefined || vendor.local) return [];
      const open = attempts.filter((other) => other.intent.identity.engine === engine && isOpenAt(other, attempt));
      return open.length < vendor.running
        ? []
        : [`${attempt.key} is job ${open.length + 1} of ${vendor.running} at ${engine}`];
    });
  },
};

function isOpenAt(other: AttemptFacts, { place, atMs }: AttemptFacts): boolean {
  const known = other.events.filter((one) => one.place < place);
  const last = known.at(-1);
  if (last === undefined || other.job === undefined || last.atMs < atMs - FORGOTTEN_MS) return false;
  if (!known.some(({ event }) => event.type === "attempt.submitted")) return false;
  return other.job.endsAtMs > atMs && !known.some(({ event }) => ENDS.includes(event.type));
}

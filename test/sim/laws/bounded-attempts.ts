import { type AttemptFacts, type Evidence, triesBefore } from "../evidence.ts";
import type { Law } from "./law.ts";

/** Tries of one run that cost nothing: failures, and answers that only ask for patience. */
const FREE_MAX = 8 + 16;

/** Between two retakes no picture is paid for more often than the YAML allows, and no run tries for ever. */
export const boundedAttempts: Law = {
  name: "attempts are bounded",
  check(evidence) {
    const faults: string[] = [];
    for (const attempt of evidence.attempts) {
      const run = evidence.runs.get(attempt.intent.run);
      const shot = run?.episode.shots.find((one) => one.id === attempt.intent.shot);
      if (shot === undefined) continue;
      const round = sinceRetake(evidence, attempt);
      const paid = round.filter((one) => one.billedMicros > 0).length;
      if (paid > shot.maxPaidTakes)
        faults.push(`${attempt.key} is paid take ${paid} of a picture that may have ${shot.maxPaidTakes}`);
      const free = round.filter((one) => one.billedMicros === 0 && one.intent.run === attempt.intent.run).length;
      if (free > FREE_MAX + shot.maxPaidTakes) faults.push(`${attempt.key} is free try ${free} of one run`);
    }
    return faults;
  },
};

/** The tries at a picture since a retake was last asked for, this one included. */
function sinceRetake(evidence: Evidence, attempt: AttemptFacts): readonly AttemptFacts[] {
  const asked = evidence.events
    .filter(({ event, film, place }) => event.type === "retake.asked" && film === attempt.film && place < attempt.place)
    .at(-1);
  return [...triesBefore(evidence, attempt), attempt].filter(
    (one) => one.place > (asked?.place ?? Number.NEGATIVE_INFINITY),
  );
}

import { type AttemptFacts, atStake } from "../evidence.ts";
import type { Law } from "./law.ts";

/**
 * When an attempt is decided, what the vendors really took and what is still open fit every ceiling of the YAML that the
 * run saw, the new reserve included.
 */
export const withinCeilings: Law = {
  name: "charges and reserves are at most the ceilings",
  check(evidence) {
    return evidence.attempts.flatMap((attempt) => {
      const run = evidence.runs.get(attempt.intent.run);
      if (run === undefined) return [`${attempt.key} belongs to no run`];
      const { ceilings, shots } = run.episode;
      const before = evidence.attempts.filter((one) => one.place <= attempt.place);
      const own = shots.find((shot) => shot.id === attempt.intent.shot);
      const ofShot = sum(
        before.filter((one) => one.film === attempt.film),
        attempt,
      );
      const limits: readonly [string, number | undefined, number][] = [
        ["shot", ceilings.shotMicros, ofShot],
        ["the shot's own", own?.maxShotMicros, ofShot],
        ["episode", ceilings.episodeMicros, sum(before, attempt)],
        [
          "run",
          ceilings.runMicros,
          sum(
            before.filter((one) => one.intent.run === run.run),
            attempt,
          ),
        ],
      ];
      return limits.flatMap(([name, ceiling, exposed]) =>
        ceiling === undefined || exposed <= ceiling || attempt.intent.reserveMicros === 0
          ? []
          : [`${attempt.key}: ${exposed} are at stake, the ceiling (${name}) is ${ceiling}`],
      );
    });
  },
};

function sum(attempts: readonly AttemptFacts[], at: AttemptFacts): number {
  return attempts.reduce((total, one) => total + atStake(one, at.place), 0);
}

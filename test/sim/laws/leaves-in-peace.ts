import { clocksSetByMs } from "../evidence.ts";
import type { Law } from "./law.ts";

/** An endpoint that asked to be left alone for a while is given no shot before, whoever's it is. */
export const leavesInPeace: Law = {
  name: "an engine that asks for patience gets it",
  check({ attempts, history }) {
    const skewMs = clocksSetByMs(history);
    return attempts.flatMap((attempt) => {
      // What a killed process heard and did not write down nobody can know.
      const heard = attempt.events.find(({ event }) => event.type === "attempt.refused");
      const asked = attempt.submits.find(({ retryAfterMs }) => retryAfterMs !== undefined);
      if (heard === undefined || asked?.retryAfterMs === undefined) return [];
      const untilMs = asked.atMs + asked.retryAfterMs - skewMs;
      return attempts
        .filter((other) => other.intent.identity.endpoint === asked.endpoint)
        .filter((other) => other.step > heard.step && other.atMs < untilMs)
        .map(
          ({ key, atMs }) => `${asked.endpoint} asked ${attempt.key} to wait, ${key} came ${untilMs - atMs} ms early`,
        );
    });
  },
};

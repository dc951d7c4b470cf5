import type { Law } from "./law.ts";

/** An endpoint that asked to be left alone for a while is not given the same picture again before. */
export const leavesInPeace: Law = {
  name: "an engine that asks for patience gets it",
  check({ attempts, history }) {
    // A machine counts by its own clock; what was set on it may be missing from a wait.
    const skewMs = history.scenario.acts.reduce((sum, act) => sum + (act.kind === "clock" ? Math.abs(act.byMs) : 0), 0);
    return attempts.flatMap((attempt) =>
      attempt.submits.flatMap(({ retryAfterMs, atMs, step, endpoint }) => {
        if (retryAfterMs === undefined) return [];
        const hasty = attempts.find(
          (other) =>
            other.film === attempt.film &&
            other.picture === attempt.picture &&
            other.intent.identity.endpoint === endpoint &&
            other.step > step &&
            other.atMs < atMs + retryAfterMs - skewMs,
        );
        return hasty === undefined
          ? []
          : [
              `${endpoint} asked ${attempt.key} to wait ${retryAfterMs} ms, ${hasty.key} came after ${hasty.atMs - atMs}`,
            ];
      }),
    );
  },
};

import { clocksSetByMs, type Evidence, type PlacedEvent } from "../evidence.ts";
import type { Law } from "./law.ts";

/** A breaker's first opening, less its jitter. */
const OPEN_MS = 54_000;
/** Failures further apart are no row. */
const IN_A_ROW_WITHIN_MS = 10 * 60_000;

/** Two failures of an endpoint in a row, as the journal has them, and it is left alone for about a minute. */
export const sparesTheSick: Law = {
  name: "an engine in trouble is left in peace",
  check(evidence) {
    const skewMs = clocksSetByMs(evidence.history);
    return [...byEndpoint(evidence)].flatMap(([endpoint, events]) =>
      events.flatMap((second, index) => {
        const first = events[index - 1];
        if (first === undefined || !isFailure(first) || !isFailure(second)) return [];
        if (second.atMs - first.atMs > IN_A_ROW_WITHIN_MS) return [];
        const hasty = evidence.attempts.find(
          ({ intent, place, atMs }) =>
            intent.identity.endpoint === endpoint && place > second.place && atMs < second.atMs + OPEN_MS - skewMs,
        );
        return hasty === undefined
          ? []
          : [`${endpoint} failed twice, ${hasty.key} came ${hasty.atMs - second.atMs} ms after`];
      }),
    );
  },
};

function isFailure({ event }: PlacedEvent): boolean {
  return event.type === "attempt.refused" && event.failure.class === "server";
}

/** What was heard of each endpoint, in the journal's order; a decision is nothing heard. */
function byEndpoint({ events, byKey }: Evidence): ReadonlyMap<string, readonly PlacedEvent[]> {
  const heard = new Map<string, PlacedEvent[]>();
  for (const one of events) {
    const { event } = one;
    if (event.type === "attempt.intended" || !("attempt" in event) || event.attempt === undefined) continue;
    const endpoint = byKey.get(event.attempt)?.intent.identity.endpoint;
    if (endpoint !== undefined) heard.set(endpoint, [...(heard.get(endpoint) ?? []), one]);
  }
  return heard;
}

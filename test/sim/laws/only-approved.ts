import { type AttemptFacts, atStake, type Evidence, type PlacedEvent } from "../evidence.ts";
import type { Law } from "./law.ts";

/** What costs money names a grant that a person wrote before, for this shot and engine, not expired and not spent; or the auto line. */
export const onlyApproved: Law = {
  name: "nothing is ordered that nobody approved",
  check(evidence) {
    const written = new Map<string, PlacedEvent>();
    for (const one of evidence.events) if (one.event.type === "grant.written") written.set(one.event.grant, one);
    return evidence.attempts.flatMap((attempt) => {
      const fault = faultOf(evidence, attempt, written);
      return fault === undefined ? [] : [`${attempt.key} under ${attempt.intent.grant}: ${fault}`];
    });
  },
};

function faultOf(
  evidence: Evidence,
  attempt: AttemptFacts,
  written: ReadonlyMap<string, PlacedEvent>,
): string | undefined {
  const { grant: name, reserveMicros, identity, shot, at } = attempt.intent;
  if (name === "free") return reserveMicros === 0 ? undefined : `it costs ${reserveMicros}`;
  if (name === "auto") {
    const auto = evidence.runs.get(attempt.intent.run)?.episode.ceilings.autoMicros ?? 0;
    return auto > 0 ? undefined : "there is no auto line";
  }
  const word = written.get(name);
  if (word === undefined || word.event.type !== "grant.written" || word.place > attempt.place)
    return "nobody had written it";
  const { expiresAt, shots, ceilingMicros } = word.event;
  if (expiresAt <= at) return `it ended at ${expiresAt}`;
  const own = shots.find((one) => one.shot === shot);
  if (own === undefined) return "it does not name the shot";
  if (!own.endpoints.includes(identity.endpoint)) return `it does not name ${identity.endpoint}`;
  const under = evidence.attempts.filter((one) => one.intent.grant === name && one.place <= attempt.place);
  const [all, ofShot] = [under, under.filter((one) => one.film === attempt.film)].map((attempts) =>
    attempts.reduce((sum, one) => sum + atStake(one, attempt.place), 0),
  );
  if ((ofShot ?? 0) > own.ceilingMicros)
    return `${ofShot} are at stake for the shot, approved were ${own.ceilingMicros}`;
  return (all ?? 0) > ceilingMicros ? `${all} are at stake, approved were ${ceilingMicros}` : undefined;
}

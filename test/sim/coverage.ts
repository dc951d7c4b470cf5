import { LICENCES } from "../../src/core/take.ts";
import { EDIT_KINDS, FAULT_KINDS, PERSON_ACTS } from "./scenario.ts";

/** Worlds from which on every counter below must have been reached. */
export const COVERAGE_FROM = 1_000;

/** What must really have occurred in so many worlds; otherwise they prove nothing about it. */
export const MUST_REACH: readonly string[] = [
  ...FAULT_KINDS.map((kind) => `fault ${kind}`),
  ...EDIT_KINDS.map((kind) => `edit ${kind}`),
  ...PERSON_ACTS.map((act) => `person ${act}`),
  ...LICENCES.map((licence) => `licence ${licence}`),
  ...["rate-limit", "concurrency", "server", "refusal", "gone", "auth", "quota", "invalid-request"].map(
    (kind) => `refused ${kind}`,
  ),
  ...["slow", "lost-result", "refusal", "server"].map((kind) => `failed ${kind}`),
  ...["done", "idle", "died", "busy", "took-over", "stopped"].map((end) => `run ${end}`),
  ...["before", "after"].flatMap((moment) =>
    ["append", "submit", "poll", "fetch", "put", "sign", "judge", "write", "sleep"].map(
      (call) => `died ${moment} ${call}`,
    ),
  ),
  "attempt.doubted",
  "attempt.abandoned",
  "cancel charges",
  "cancel refunds",
  "clock set back",
  "clock set forward",
  "looked up, found",
  "looked up, not there",
  "a person looked after what was parked",
  "parked: approval",
  "parked: in doubt",
  "parked: ceiling",
  "parked: person after auth",
  "parked: person after refusal",
  "parked: takes used up",
  "parked: every engine failed",
  "person found the repository busy",
  "take.kept",
  "vendor account full",
  "worlds that end with an empty plan",
];

export function notReached(counters: Readonly<Record<string, number>>): readonly string[] {
  return MUST_REACH.filter((name) => (counters[name] ?? 0) === 0);
}

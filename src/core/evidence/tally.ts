import { daysBetween } from "../route/days.ts";
import type { Observation, Tally, VersionRecord } from "./evidence.ts";
import { STAGINGS, type Staging } from "./staging.ts";

export const NOTHING: Tally = { takes: 0, kept: 0, weightMilli: 0, keptMilli: 0 };
/** What a verdict weighs, thousandths of a take: a person sees more than the gates do. */
const GATES_MILLI = 1_000;
const PERSON_MILLI = 2_000;
/** After so many days a take counts half: models change behind their names. */
const HALF_LIFE_DAYS = 90;
/** What was seen before an alarm counts a quarter: the model is another one now. */
const BEFORE_ALARM_PER_MILLE = 250;

/** The record with one observation more, or, `sign` -1, with one less. */
export function countObservation(record: VersionRecord, observation: Observation, sign: 1 | -1): VersionRecord {
  const { staging, bucket, kept, by } = observation;
  const buckets = record.tallies[staging] ?? {};
  const before = buckets[bucket] ?? NOTHING;
  const weightMilli = sign * (by === "person" ? PERSON_MILLI : GATES_MILLI);
  const after: Tally = {
    takes: before.takes + sign,
    kept: before.kept + (kept ? sign : 0),
    weightMilli: before.weightMilli + weightMilli,
    keptMilli: before.keptMilli + (kept ? weightMilli : 0),
  };
  return { ...record, tallies: { ...record.tallies, [staging]: { ...buckets, [bucket]: after } } };
}

export function bucketOf(era: number, day: string): string {
  return `${era}/${day}`;
}

/** What a version's takes of one staging weigh on a day; `takes` and `kept` are counted whole, for people. */
export function weigh(record: VersionRecord, staging: Staging, day: string): Tally {
  let sum = NOTHING;
  for (const [bucket, tally] of Object.entries(record.tallies[staging] ?? {})) {
    const slash = bucket.indexOf("/");
    const era = Number(bucket.slice(0, slash));
    const share = ageShare(daysBetween(bucket.slice(slash + 1), day));
    const perMille = era < record.watch.era ? Math.floor((share * BEFORE_ALARM_PER_MILLE) / 1000) : share;
    sum = plus(sum, tally, perMille);
  }
  return sum;
}

/** The same for all other stagings together. */
export function weighOthers(record: VersionRecord, staging: Staging, day: string): Tally {
  return STAGINGS.filter((other) => other !== staging).reduce(
    (sum, other) => plus(sum, weigh(record, other, day), 1000),
    NOTHING,
  );
}

/** The sum with so many thousandths of another one's weight, and all of its takes. */
export function plus(sum: Tally, other: Tally, perMille: number): Tally {
  return {
    takes: sum.takes + other.takes,
    kept: sum.kept + other.kept,
    weightMilli: sum.weightMilli + Math.floor((other.weightMilli * perMille) / 1000),
    keptMilli: sum.keptMilli + Math.floor((other.keptMilli * perMille) / 1000),
  };
}

/** Halves by the half-life, with straight lines between: a power would differ in its last digit between platforms. */
function ageShare(days: number): number {
  if (days <= 0) return 1000;
  const halvings = Math.floor(days / HALF_LIFE_DAYS);
  if (halvings > 10) return 0;
  const within = days - halvings * HALF_LIFE_DAYS;
  return Math.floor((1000 * (2 * HALF_LIFE_DAYS - within)) / (2 * HALF_LIFE_DAYS * 2 ** halvings));
}

import { addDays } from "../route/days.ts";
import type { Alarm, Watch } from "./evidence.ts";

/**
 * Fewer kept than expected by this much a take is chance, not a drop; thousandths. With the limit below, an engine that
 * keeps every second take and did not change is suspected about once in 600 takes; one that loses 0.45 of them is found in 13.
 */
const SLACK_PER_MILLE = 150;
/** The alarm goes off when so many takes fewer were kept than chance explains; thousandths of a take. */
const ALARM_PER_MILLE = 4_000;
/** Days a model version is left alone after its first alarm; doubled by every further one without a recovery. */
const REST_DAYS_FIRST = 2;
const REST_DAYS_MAX = 32;
/** Takes that may be tried after the rest. */
export const TRIALS_MAX = 3;
/** So much of what had been expected of the takes before the alarm must be kept of the trials to believe in it again. */
const RECOVERED_PER_MILLE = 600;

export const CALM: Watch = { sumPerMille: 0, takes: 0, kept: 0, era: 0 };

/** The watch after one judged take. A take whose receipt expected nothing says nothing about a drop. */
export function watchTake(
  watch: Watch,
  take: { readonly kept: boolean; readonly expectedPerMille?: number | undefined; readonly day: string },
): Watch {
  if (take.expectedPerMille === undefined || watch.alarm !== undefined) return watch;
  const sumPerMille = Math.max(0, watch.sumPerMille + take.expectedPerMille - (take.kept ? 1000 : 0) - SLACK_PER_MILLE);
  if (sumPerMille === 0) return { ...watch, sumPerMille, takes: 0, kept: 0 };
  const seen = { ...watch, sumPerMille, takes: watch.takes + 1, kept: watch.kept + (take.kept ? 1 : 0) };
  return sumPerMille < ALARM_PER_MILLE ? seen : raised(seen, take.day);
}

/** A person's word turned a take's verdict: as if it had been judged so, without counting it as another take. */
export function watchWord(watch: Watch, kept: boolean, day: string): Watch {
  if (watch.alarm !== undefined) return watch;
  const sumPerMille = Math.max(0, watch.sumPerMille + (kept ? -1000 : 1000));
  const seen = { ...watch, sumPerMille, kept: Math.max(0, watch.kept + (kept ? 1 : -1)) };
  return sumPerMille < ALARM_PER_MILLE ? seen : raised(seen, day);
}

/** A take was begun although the alarm went off: a trial, counted before anything is known of it. */
export function watchTrialBegun(watch: Watch): Watch {
  const { alarm } = watch;
  return alarm === undefined ? watch : { ...watch, alarm: { ...alarm, trials: alarm.trials + 1 } };
}

/** A trial that brought no take, whatever the reason, gives its place to another one. */
export function watchTrialLost(watch: Watch): Watch {
  const { alarm } = watch;
  return alarm === undefined ? watch : { ...watch, alarm: { ...alarm, trials: Math.max(0, alarm.trials - 1) } };
}

/** Enough kept: the alarm is over. Too few left that could be: a longer rest. */
export function watchTrialJudged(watch: Watch, kept: boolean, day: string): Watch {
  const { alarm } = watch;
  if (alarm === undefined) return watch;
  const trialsJudged = alarm.trialsJudged + 1;
  const trialsKept = alarm.trialsKept + (kept ? 1 : 0);
  const needed = trialsNeeded(alarm);
  if (trialsKept >= needed) return { ...CALM, era: watch.era };
  if (trialsJudged - trialsKept <= TRIALS_MAX - needed)
    return { ...watch, alarm: { ...alarm, trialsJudged, trialsKept } };
  return { ...watch, alarm: { ...alarm, ...restFrom(day, alarm.inARow + 1), ...NO_TRIALS } };
}

/** Trials that must be kept: as many as an engine as good as before would nearly always keep. */
function trialsNeeded({ takes, expectedMilli }: Alarm): number {
  const share = expectedMilli / Math.max(1, takes);
  return Math.max(1, Math.ceil((TRIALS_MAX * share * RECOVERED_PER_MILLE) / 1_000_000));
}

const NO_TRIALS = { trials: 0, trialsJudged: 0, trialsKept: 0 };

function restFrom(day: string, inARow: number): Pick<Alarm, "raisedOn" | "untilDay" | "inARow"> {
  const restDays = Math.min(REST_DAYS_MAX, REST_DAYS_FIRST * 2 ** Math.min(inARow - 1, 10));
  return { raisedOn: day, untilDay: addDays(day, restDays), inARow };
}

function raised(watch: Watch, day: string): Watch {
  const alarm: Alarm = {
    ...restFrom(day, 1),
    takes: watch.takes,
    kept: watch.kept,
    // What the receipts had expected to keep of these takes: what was kept, and what the sum says is missing.
    expectedMilli: Math.min(1000 * watch.takes, 1000 * watch.kept + watch.sumPerMille + SLACK_PER_MILLE * watch.takes),
    ...NO_TRIALS,
  };
  return { sumPerMille: 0, takes: 0, kept: 0, era: watch.era + 1, alarm };
}

import type { Micros } from "../money.ts";
import type { Candidate } from "../route-decision.ts";
import { percent, type ScoreInputs, totalWith } from "./score.ts";
import { formatRate } from "./take-price.ts";

/** A longer wait than a day is no question of the score. */
const WAIT_MS_MAX = 86_400_000;
/** Beyond this nobody would pay for one take: no flip is told. */
const TAKE_MICROS_MAX: Micros = 1_000_000_000;

export interface Ranked {
  readonly candidate: Candidate;
  readonly inputs: ScoreInputs;
  readonly title: string;
}

/**
 * What would make the runner-up win, one number at a time. The score rises with the price and falls with the share of
 * takes kept, so each answer is one crossing, found exactly on whole micros and per mille.
 */
export function flipsOf(winner: Ranked, runnerUp: Ranked): readonly string[] {
  // Two doors to one model share their pictures, so only the price can tell them apart.
  const sameModel = winner.candidate.identity.model === runnerUp.candidate.identity.model;
  if (sameModel && winner.candidate.totalMicros === runnerUp.candidate.totalMicros)
    return [`${winner.title} and ${runnerUp.title} come out equal: the first by name is taken`];
  const ours: string[] = [];
  const kept = sameModel ? undefined : keptBelow(winner.inputs, runnerUp.candidate.totalMicros);
  if (kept !== undefined) ours.push(`keeps less than ${percent(kept)} of its takes`);
  const dearer = priceAbove(winner, runnerUp.candidate.totalMicros);
  if (dearer !== undefined) ours.push(`costs more than ${dearer}`);
  const later = waitAbove(winner, runnerUp.candidate.totalMicros);
  if (later !== undefined) ours.push(`can begin only after ${Math.ceil(later / 60_000)} min`);
  const theirs: string[] = [];
  const better = sameModel ? undefined : keptAbove(runnerUp.inputs, winner.candidate.totalMicros);
  if (better !== undefined) theirs.push(`keeps more than ${percent(better)} of its takes`);
  const cheaper = priceBelow(runnerUp, winner.candidate.totalMicros);
  if (cheaper !== undefined) theirs.push(`costs less than ${cheaper}`);
  return [
    ...(ours.length === 0 ? [] : [`flips to ${runnerUp.title} when ${winner.title} ${ours.join(" or ")}`]),
    ...(theirs.length === 0 ? [] : [`flips to ${runnerUp.title} when that one ${theirs.join(" or ")}`]),
  ];
}

/** Greatest share at which the winner no longer wins. */
function keptBelow(inputs: ScoreInputs, rival: Micros): number | undefined {
  const lost = (perMille: number): boolean => totalWith(inputs, { perMille }) > rival;
  if (!lost(1)) return undefined;
  return lastTrue(lost, 1, inputs.acceptance.perMille);
}

/** Smallest share at which the runner-up would win. */
function keptAbove(inputs: ScoreInputs, rival: Micros): number | undefined {
  const stillLoses = (perMille: number): boolean => totalWith(inputs, { perMille }) >= rival;
  if (stillLoses(1000)) return undefined;
  return lastTrue(stillLoses, inputs.acceptance.perMille, 1000);
}

/** Longest wait with which the winner still wins; undefined where no wait within a day changes it. */
function waitAbove({ inputs }: Ranked, rival: Micros): number | undefined {
  const stillWins = (waitMs: number): boolean => totalWith(inputs, { waitMs }) <= rival;
  if (!stillWins(0) || stillWins(WAIT_MS_MAX)) return undefined;
  return lastTrue(stillWins, 0, WAIT_MS_MAX);
}

function priceAbove({ inputs, candidate }: Ranked, rival: Micros): string | undefined {
  const stillWins = (takeMicros: Micros): boolean => totalWith(inputs, { takeMicros }) <= rival;
  if (!stillWins(inputs.takeMicros) || stillWins(TAKE_MICROS_MAX)) return undefined;
  return unitPrice(lastTrue(stillWins, inputs.takeMicros, TAKE_MICROS_MAX), candidate);
}

function priceBelow({ inputs, candidate }: Ranked, rival: Micros): string | undefined {
  const wins = (takeMicros: Micros): boolean => totalWith(inputs, { takeMicros }) < rival;
  if (!wins(0) || inputs.takeMicros === 0) return undefined;
  return unitPrice(lastTrue(wins, 0, inputs.takeMicros), candidate);
}

/** Greatest number from `low` to `high` for which `holds`, given that it holds at `low` and then stops holding once. */
function lastTrue(holds: (value: number) => boolean, low: number, high: number): number {
  let [yes, no] = [low, high + 1];
  while (no - yes > 1) {
    const middle = yes + Math.floor((no - yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** A take's price as the price of a billed second, which is how people know it. */
function unitPrice(takeMicros: Micros, { quote }: Candidate): string {
  if (quote.billedMilliseconds === 0) return `${formatRate(takeMicros)} a take`;
  return `${formatRate(Math.round((takeMicros * 1000) / quote.billedMilliseconds))}/s`;
}

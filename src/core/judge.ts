import type { GatePolicy } from "./production.ts";
import type { GateReading, Judgement } from "./take.ts";

/** What share of the score each reading may take away at its worst. The list of gates decides; the score informs and ranks. */
const WEIGHTS: Readonly<Record<string, number>> = {
  blur: 300,
  noise: 250,
  blockiness: 250,
  flicker: 200,
  exposure: 150,
  cut: 250,
  frozen: 250,
  black: 250,
  letterbox: 200,
  sound: 100,
};
/** A take that is not even what was ordered has no quality to speak of. */
const ESSENTIAL = ["readable", "specification", "decode"];

/** Verdict and score of a take. Integer arithmetic, so that every machine gives the same number. */
export function judge(readings: readonly GateReading[], policy: GatePolicy): Judgement {
  const scorePerMille = readings.reduce(
    (score, reading) => Math.floor((score * (1000 - lossOf(reading))) / 1000),
    1000,
  );
  const fails = readings.some((reading) => reading.verdict === "fail");
  const belowFloor = policy.scoreFloorPerMille !== undefined && scorePerMille < policy.scoreFloorPerMille;
  return { verdict: fails || belowFloor ? "fail" : "pass", scorePerMille, readings };
}

/** Per mille that one reading takes off: nothing while far from its limit, its whole weight at the limit and beyond. */
function lossOf(reading: GateReading): number {
  if (reading.verdict === "not-measured" || reading.verdict === "allowed") return 0;
  if (ESSENTIAL.includes(reading.gate)) return reading.verdict === "fail" ? 1000 : 0;
  const weight = WEIGHTS[reading.gate] ?? 100;
  if (reading.verdict === "fail") return weight;
  const { milli, limitMilli, direction } = reading;
  if (milli === undefined || limitMilli === undefined || limitMilli === 0 || direction === "exact") return 0;
  const nearness =
    direction === "lower-is-better" ? perMille(milli, limitMilli) : limitMilli > 0 ? perMille(limitMilli, milli) : 0;
  // Only the last third of the way to the limit costs anything.
  return Math.floor((weight * Math.max(0, nearness - 667)) / 333 / 2);
}

function perMille(part: number, whole: number): number {
  if (whole <= 0) return part <= 0 ? 0 : 1000;
  return Math.max(0, Math.min(1000, Math.floor((part * 1000) / whole)));
}

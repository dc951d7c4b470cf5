import type { GatePolicy } from "./production.ts";
import type { GateReading, Judgement } from "./take.ts";

/** Per mille of the score that each reading takes away when it fails. The list of gates decides; the score informs and ranks. */
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
/** Of a gate that is not in the list. */
const OTHER_WEIGHT = 100;
/** A take that is not even what was ordered has no quality to speak of. */
const ESSENTIAL = ["readable", "specification", "decode"];
/** Nearness to the limit, per mille, from which a reading that passes costs something. */
const NEAR = 667;

/** Verdict and score of a take. Integer arithmetic, so that every machine gives the same number. */
export function judge(measured: readonly GateReading[], policy: GatePolicy): Judgement {
  const scorePerMille = measured.reduce(
    (score, reading) => Math.floor((score * (1000 - lossOf(reading))) / 1000),
    1000,
  );
  const readings = [...measured, ...unmeasured(measured, policy), ...belowFloor(scorePerMille, policy)];
  const fails = readings.some((reading) => reading.verdict === "fail");
  return { verdict: fails ? "fail" : "pass", scorePerMille, readings };
}

/** Limits that the production sets for gates which nobody installed: no pass and no fail, and said so. */
function unmeasured(measured: readonly GateReading[], { limits }: GatePolicy): readonly GateReading[] {
  const wanted = new Set(Object.keys(limits).map((name) => name.split(".", 1)[0] ?? name));
  return [...wanted]
    .filter((gate) => !measured.some((reading) => reading.gate === gate))
    .sort()
    .map((gate) => ({
      gate,
      verdict: "not-measured",
      unit: "verdict",
      direction: "exact",
      says: `not measured: no installed gate is called ${gate}`,
    }));
}

/** A floor that the production sets is a gate of its own, and its fail is explained like any other. */
function belowFloor(scorePerMille: number, { scoreFloorPerMille }: GatePolicy): readonly GateReading[] {
  if (scoreFloorPerMille === undefined) return [];
  const fails = scorePerMille < scoreFloorPerMille;
  return [
    {
      gate: "score",
      verdict: fails ? "fail" : "pass",
      unit: "share",
      direction: "higher-is-better",
      milli: scorePerMille,
      limitMilli: scoreFloorPerMille,
      says: fails
        ? `score ${decimal(scorePerMille)}, below the floor of ${decimal(scoreFloorPerMille)}`
        : `score ${decimal(scorePerMille)}`,
    },
  ];
}

/** 640 -> `0.64`. */
function decimal(perMille: number): string {
  const digits = String(perMille % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return digits === "" ? String(Math.floor(perMille / 1000)) : `${Math.floor(perMille / 1000)}.${digits}`;
}

/** Per mille that one reading takes off: nothing while far from its limit, half its weight at the limit, all of it beyond. */
function lossOf(reading: GateReading): number {
  if (reading.verdict === "not-measured" || reading.verdict === "allowed") return 0;
  if (ESSENTIAL.includes(reading.gate)) return reading.verdict === "fail" ? 1000 : 0;
  const weight = WEIGHTS[reading.gate] ?? OTHER_WEIGHT;
  if (reading.verdict === "fail") return weight;
  const { milli, limitMilli, direction } = reading;
  if (milli === undefined || limitMilli === undefined || limitMilli <= 0 || direction === "exact") return 0;
  const nearness = direction === "lower-is-better" ? perMille(milli, limitMilli) : perMille(limitMilli, milli);
  return Math.floor((weight * Math.max(0, nearness - NEAR)) / (1000 - NEAR) / 2);
}

function perMille(part: number, whole: number): number {
  if (whole <= 0) return part <= 0 ? 0 : 1000;
  return Math.max(0, Math.min(1000, Math.floor((part * 1000) / whole)));
}

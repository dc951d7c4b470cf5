import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, mean, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Washed out, sunk in black, or without any contrast. A night has its lights, a candle its flame, snow its trees. */
export const gate: Gate = {
  id: "exposure",
  title: "Exposed",
  allowances: ["dark", "bright", "fog"],
  limits: {
    bright_min: {
      value: "32",
      says: "level of the brightest hundredth of the picture, 0..255; below it nothing is lit",
    },
    dark_max: { value: "180", says: "level of the darkest hundredth of the picture; above it nothing is dark" },
    range_min: { value: "16", says: "levels between the two" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { levels } = measures;
    if (levels.length === 0) return notMeasured(gate, "levels", measures);
    const bright = mean(levels.map((frame) => frame.bright));
    const dark = mean(levels.map((frame) => frame.dark));
    const limit = (name: string): number => limitOf(gate, name, take.policy);
    const faults = [
      { is: bright < limit("bright_min"), value: bright, limit: limit("bright_min"), says: "too dark to see" },
      { is: dark > limit("dark_max"), value: dark, limit: limit("dark_max"), says: "over-exposed" },
      { is: bright - dark < limit("range_min"), value: bright - dark, limit: limit("range_min"), says: "no contrast" },
    ];
    const fault = faults.find(({ is }) => is);
    return reading(gate, take, {
      value: fault?.value ?? bright - dark,
      limit: fault?.limit ?? limit("range_min"),
      direction: fault?.says === "over-exposed" ? "lower-is-better" : "higher-is-better",
      unit: "levels",
      verdict: fault === undefined ? "pass" : "fail",
      says: fault?.says ?? "exposed",
    });
  },
};

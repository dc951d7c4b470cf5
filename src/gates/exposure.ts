import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, mean, median, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Washed out, sunk in black, or without any contrast; a night scene has its own limits in the show's YAML. */
export const gate: Gate = {
  id: "exposure",
  title: "Exposed",
  limits: {
    mean_min: { value: "18", says: "mean luma, 0..255; clean 50-118, candle-lit nights from 25" },
    mean_max: { value: "235", says: "over-exposed 240-253" },
    range_min: {
      value: "9",
      says: "levels between dark and bright parts; clean 46-126, fog from 12, over-exposed 7-19",
    },
  },
  async measure(take, desk) {
    const { luma } = await measuresOf(take.path, desk);
    if (luma.length === 0) return notMeasured(gate, "levels", "no frame was measured");
    const level = mean(luma.map((frame) => frame.mean));
    const range = median(luma.map((frame) => frame.high - frame.low)) ?? 0;
    const [low, high, flat] = [
      limitOf(gate, "mean_min", take.policy),
      limitOf(gate, "mean_max", take.policy),
      limitOf(gate, "range_min", take.policy),
    ];
    const says =
      level > high ? "over-exposed" : level < low ? "too dark to see" : range < flat ? "without contrast" : "exposed";
    return reading(gate, take, {
      value: says === "without contrast" ? range : level,
      limit: says === "without contrast" ? flat : level > high ? high : low,
      direction: level > high ? "lower-is-better" : "higher-is-better",
      unit: "levels",
      verdict: says === "exposed" ? "pass" : "fail",
      says,
    });
  },
};

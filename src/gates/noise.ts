import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Grain against the picture without it; film grain is far from the limit, sensor garbage is below it. */
export const gate: Gate = {
  id: "noise",
  title: "Not noisy",
  limits: {
    clean_min: { value: "28", says: "decibels between the picture and itself without grain; clean 31-41, noisy 23-25" },
  },
  async measure(take, desk) {
    const { cleanDecibels, probe } = await measuresOf(take.path, desk);
    if (cleanDecibels === undefined)
      return notMeasured(gate, "decibels", probe.ok ? "the pass did not run" : "the file is no film");
    const limit = limitOf(gate, "clean_min", take.policy);
    return reading(gate, take, {
      value: cleanDecibels,
      limit,
      direction: "higher-is-better",
      unit: "decibels",
      verdict: cleanDecibels < limit ? "fail" : "pass",
      says: cleanDecibels < limit ? "the picture drowns in noise" : "clean",
    });
  },
};

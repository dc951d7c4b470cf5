import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, median, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Grain where the picture is calm; film grain is far from the limit, leaves and cloth are no grain. */
export const gate: Gate = {
  id: "noise",
  title: "Not noisy",
  allowances: ["grain"],
  limits: { grain_max: { value: "9", says: "deviation of single pixels in calm parts of the picture, 0..255" } },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const grain = median(measures.grain);
    if (grain === undefined) return notMeasured(gate, "levels", measures);
    const limit = limitOf(gate, "grain_max", take.policy);
    return reading(gate, take, {
      value: grain,
      limit,
      direction: "lower-is-better",
      unit: "levels",
      verdict: grain > limit ? "fail" : "pass",
      says: grain > limit ? "the picture drowns in noise" : "clean",
    });
  },
};

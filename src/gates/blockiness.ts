import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, median, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Edges on a regular grid: the marks of too few bits, or of pixelation. */
export const gate: Gate = {
  id: "blockiness",
  title: "No blocks",
  limits: {
    grid_max: {
      value: "1.3",
      says: "steepness across the lines of a grid of blocks, against beside them; 1 is no grid",
    },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const grid = median(measures.grids);
    if (grid === undefined) return notMeasured(gate, "ratio", measures);
    const limit = limitOf(gate, "grid_max", take.policy);
    return reading(gate, take, {
      value: grid,
      limit,
      direction: "lower-is-better",
      unit: "ratio",
      verdict: grid > limit ? "fail" : "pass",
      says: grid > limit ? "the picture falls into blocks" : "no blocks",
    });
  },
};

import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, median, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Steepness of the sharpest edges; soft by intent (shallow focus) leaves some edges sharp, and those are what is measured. */
export const gate: Gate = {
  id: "blur",
  title: "Sharp",
  allowances: ["soft", "fog"],
  limits: {
    edge_min: {
      value: "0.5",
      says: "share of an edge's rise from one pixel to the next, at the sharpest tenth of the edges",
    },
    edge_warn: { value: "0.6", says: "softer than clean clips are" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const edge = median(measures.sharpness);
    if (edge === undefined) return notMeasured(gate, "share", measures);
    const limit = limitOf(gate, "edge_min", take.policy);
    const isSoft = edge < limitOf(gate, "edge_warn", take.policy);
    return reading(gate, take, {
      value: edge,
      limit,
      direction: "higher-is-better",
      unit: "share",
      verdict: edge < limit ? "fail" : isSoft ? "warn" : "pass",
      says: edge < limit ? "the whole picture is blurred" : isSoft ? "a soft picture" : "sharp",
    });
  },
};

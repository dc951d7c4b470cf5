import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, median, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Width of edges in pixels; soft by intent (shallow focus) leaves some edges sharp, and those are what is measured. */
export const gate: Gate = {
  id: "blur",
  title: "Sharp",
  limits: {
    edge_max: { value: "6.5", says: "median edge width; clean clips 3.0-4.3, blurred 8.2-12.2" },
    edge_warn: { value: "4.8", says: "softer than clean clips are" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const width = median(measures.blur);
    if (width === undefined) return notMeasured(gate, "pixels", "no edge was found");
    const limit = limitOf(gate, "edge_max", take.policy);
    const isSoft = width > limitOf(gate, "edge_warn", take.policy);
    return reading(gate, take, {
      value: width,
      limit,
      direction: "lower-is-better",
      unit: "pixels",
      verdict: width > limit ? "fail" : isSoft ? "warn" : "pass",
      says: width > limit ? "the whole picture is blurred" : isSoft ? "a soft picture" : "sharp",
    });
  },
};

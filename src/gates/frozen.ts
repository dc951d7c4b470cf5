import { measuresOf } from "../kit/measure/measure-clip.ts";
import { at, limitOf, notMeasured, percent, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Pictures that stand still to the last grain; a locked-off camera does not make a picture frozen. */
export const gate: Gate = {
  id: "frozen",
  title: "The picture moves",
  limits: {
    share_max: { value: "0.25", says: "share of the clip that may stand still; clean clips 0, defects 0.64-0.76" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    if (!measures.probe.ok) return notMeasured(gate, "share", "the file is no film");
    const frames = measures.probe.value.facts.frames;
    const share = measures.frozen.reduce((sum, span) => sum + span.to - span.from, 0) / Math.max(1, frames);
    const limit = limitOf(gate, "share_max", take.policy);
    const [first] = measures.frozen;
    return reading(gate, take, {
      value: share,
      limit,
      direction: "lower-is-better",
      unit: "share",
      verdict: share > limit ? "fail" : "pass",
      says:
        first === undefined ? "the picture moves throughout" : `${percent(share)} frozen, from ${at(first.from, take)}`,
      ...(first === undefined ? {} : { frames: [first.from] }),
    });
  },
};

import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Truncated or damaged: the decoder complains, or the header promises frames that are not there. */
export const gate: Gate = {
  id: "decode",
  title: "Whole and undamaged",
  limits: { frames_lost_max: { value: "2", says: "frames the header promises and the decoder does not find" } },
  async measure(take, desk) {
    const { probe, decodeErrors } = await measuresOf(take.path, desk);
    if (!probe.ok) return notMeasured(gate, "faults", "the file is no film");
    const { rate } = take.order;
    const promised = Math.round((probe.value.headerSeconds * rate.numerator) / rate.denominator);
    // A sound track may be a little longer than the picture, so a few frames are no loss.
    const lost = probe.value.facts.frames === take.order.frames ? 0 : Math.max(0, promised - probe.value.facts.frames);
    const limit = limitOf(gate, "frames_lost_max", take.policy);
    const isLost = lost > limit && isSameRate(probe.value.facts.rate, rate);
    return reading(gate, take, {
      value: decodeErrors + (isLost ? lost : 0),
      limit: 0,
      direction: "lower-is-better",
      unit: "faults",
      verdict: decodeErrors > 0 || isLost ? "fail" : "pass",
      says: isLost
        ? `${lost} of ${promised} promised frames are not in the file`
        : decodeErrors > 0
          ? `the decoder found ${decodeErrors} damaged places`
          : "every frame decodes",
    });
  },
};

/** Counting by the order's rate only makes sense when the file has it; another rate is the specification's finding. */
function isSameRate(text: string, rate: { readonly numerator: number; readonly denominator: number }): boolean {
  const [numerator = 0, denominator = 1] = text.split("/").map(Number);
  return Math.abs(numerator * rate.denominator - rate.numerator * denominator) * 2000 <= rate.numerator * denominator;
}

import type { Bars, Side } from "../kit/measure/bars.ts";
import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, notMeasured, percent, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Bars above and below, or left and right: the picture was fitted, not framed. Dark ground on one side is no bar. */
export const gate: Gate = {
  id: "letterbox",
  title: "The picture fills the frame",
  allowances: ["bars"],
  limits: { share_max: { value: "0.03", says: "bar on the smaller of two opposite sides" } },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { bars } = measures;
    if (bars === undefined) return notMeasured(gate, "share", measures);
    const share = Math.max(Math.min(bars.top, bars.bottom), Math.min(bars.left, bars.right));
    const limit = limitOf(gate, "share_max", take.policy);
    const isHalf = hasHalf(bars, limit);
    return reading(gate, take, {
      value: share,
      limit,
      direction: "lower-is-better",
      unit: "share",
      verdict: share >= limit ? "fail" : isHalf ? "warn" : "pass",
      says:
        share >= limit
          ? `bars of ${percent(share)} on both sides`
          : isHalf
            ? "a bar on one side, and black where the other would be"
            : "the picture fills the frame",
    });
  },
};

/** One side has a bar; the other is black as far in, but a night's ground ends nowhere at once. */
function hasHalf({ dark, ...bars }: Bars, limit: number): boolean {
  const half = (one: Side, other: Side): boolean => bars[one] >= limit && bars[other] === 0 && dark[other] >= bars[one];
  return half("top", "bottom") || half("bottom", "top") || half("left", "right") || half("right", "left");
}

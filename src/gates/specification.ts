import { formatRate } from "../core/time.ts";
import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Probe } from "../kit/probe-media.ts";
import type { Gate, TakeUnderJudgement } from "../ports/gate.ts";

/** Size, rate, length and sound against the order. Frames are counted, never taken from the header. */
export const gate: Gate = {
  id: "specification",
  title: "Size, rate, length and sound as ordered",
  limits: {
    frames_missing_max: { value: "0", says: "frames that may be missing; more than ordered are handles" },
    frames_over_max: { value: "480", says: "frames over the order before the clip counts as another one" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { probe } = measures;
    if (!probe.ok) return notMeasured(gate, "faults", measures);
    const faults = faultsOf(take, probe.value);
    return reading(gate, take, {
      value: faults.length,
      limit: 0,
      direction: "lower-is-better",
      unit: "faults",
      verdict: faults.length > 0 ? "fail" : "pass",
      says:
        faults.length > 0
          ? faults.join("; ")
          : `${take.order.width}x${take.order.height}, ${take.order.frames} frames, as ordered`,
    });
  },
};

function faultsOf(take: TakeUnderJudgement, { facts, header }: Probe): readonly string[] {
  const { order, policy } = take;
  const missing = order.frames - facts.frames;
  const wanted = formatRate(order.rate);
  return [
    ...(facts.width !== order.width || facts.height !== order.height
      ? [`${facts.width}x${facts.height} instead of ${order.width}x${order.height}`]
      : []),
    ...(header.anamorphic ? ["its pixels are not square"] : []),
    ...(!isSameRate(facts.rate, wanted) ? [`${facts.rate} frames a second instead of ${wanted}`] : []),
    ...(missing > limitOf(gate, "frames_missing_max", policy)
      ? [`${missing} of ${order.frames} frames are missing`]
      : []),
    ...(-missing > limitOf(gate, "frames_over_max", policy) ? [`${-missing} frames more than ordered`] : []),
    ...(order.audio === "required" && !facts.audio ? ["no sound, though the shot has some"] : []),
  ];
}

/** 24/1 and 24 are the same; a file may carry a rate as another fraction. */
function isSameRate(left: string, right: string): boolean {
  const [a = 0, b = 1] = left.split("/").map(Number);
  const [c = 0, d = 1] = right.split("/").map(Number);
  return Math.abs(a * d - c * b) * 2000 <= c * b;
}

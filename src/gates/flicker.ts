import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, mean, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Brightness that jumps to and fro from frame to frame; a candle breathes far slower, a fade goes one way. */
export const gate: Gate = {
  id: "flicker",
  title: "Steady light",
  limits: {
    jump_max: { value: "3", says: "mean change of the change of brightness, 0..255; clean 0.07-0.41, flickering 48" },
  },
  async measure(take, desk) {
    const { luma } = await measuresOf(take.path, desk);
    if (luma.length < 3) return notMeasured(gate, "levels", "too few frames");
    const jumps = luma
      .slice(1, -1)
      .map((frame, index) => Math.abs((luma[index]?.mean ?? 0) - 2 * frame.mean + (luma[index + 2]?.mean ?? 0)));
    // A cut or a glitch is two large jumps and the business of another gate: the upper twentieth is left out.
    const steady = [...jumps]
      .sort((left, right) => left - right)
      .slice(0, Math.max(1, Math.floor(jumps.length * 0.95)));
    const value = mean(steady);
    const limit = limitOf(gate, "jump_max", take.policy);
    return reading(gate, take, {
      value,
      limit,
      direction: "lower-is-better",
      unit: "levels",
      verdict: value > limit ? "fail" : "pass",
      says: value > limit ? "the light flickers" : "steady light",
    });
  },
};

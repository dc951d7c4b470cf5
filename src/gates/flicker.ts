import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, mean, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Brightness that jumps to and fro from frame to frame; a candle breathes far slower, a fade goes one way. */
export const gate: Gate = {
  id: "flicker",
  title: "Steady light",
  allowances: ["flicker"],
  limits: {
    jump_max: {
      value: "3",
      says: "mean jump of brightness, there and back within three frames, of most of the picture",
    },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    if (measures.jump.length < 3) return notMeasured(gate, "levels", measures);
    // A cut or a glitch is some large jumps and the business of another gate: the upper tenth is left out.
    const steady = [...measures.jump]
      .sort((left, right) => left - right)
      .slice(0, Math.max(1, Math.floor(measures.jump.length * 0.9)));
    const value = mean(steady);
    const limit = limitOf(gate, "jump_max", take.policy);
    return reading(gate, take, {
      value,
      limit,
      direction: "lower-is-better",
      unit: "levels",
      verdict: value > limit ? "fail" : "pass",
      says: value > limit ? "the light flickers" : "steady light",
      ...(value > limit ? { frames: [measures.jump.indexOf(Math.max(...measures.jump))] } : {}),
    });
  },
};

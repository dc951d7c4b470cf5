import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** Silence where sound was ordered, and clipping. */
export const gate: Gate = {
  id: "sound",
  title: "Sound as ordered",
  allowances: ["silent"],
  limits: {
    lufs_min: { value: "-60", says: "integrated loudness; clean -34 to -17, silent -70" },
    peak_max: { value: "1", says: "true peak in decibels; above it the sound is clipped" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { loudness, probe } = measures;
    if (loudness === undefined) {
      const isMute = probe.ok && !probe.value.facts.audio;
      return notMeasured(gate, "LUFS", isMute ? "the file has no sound" : measures);
    }
    const limit = limitOf(gate, "lufs_min", take.policy);
    // Loudness takes 0.4 s of sound to be measured at all; of less, the peak says whether there is any.
    const level =
      loudness.integratedLufs < limit
        ? Math.max(loudness.integratedLufs, loudness.peakDecibels)
        : loudness.integratedLufs;
    const isSilent = level < limit && take.order.audio === "required";
    const isClipped = loudness.peakDecibels > limitOf(gate, "peak_max", take.policy);
    return reading(gate, take, {
      value: level,
      limit,
      direction: "higher-is-better",
      unit: "LUFS",
      verdict: isSilent ? "fail" : isClipped ? "warn" : "pass",
      says: isSilent
        ? "silent, though the shot has sound"
        : isClipped
          ? "the sound is clipped"
          : `${loudness.integratedLufs} LUFS`,
    });
  },
};

import { measuresOf } from "../kit/measure/measure-clip.ts";
import { limitOf, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { MediaHeader } from "../kit/probe-media.ts";
import type { Gate } from "../ports/gate.ts";

/** Truncated or damaged: the decoder complains, or the header promises frames that are not there. */
export const gate: Gate = {
  id: "decode",
  title: "Whole and undamaged",
  limits: { frames_lost_max: { value: "2", says: "frames the header promises and the decoder does not find" } },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { probe, faults } = measures;
    if (!probe.ok) return notMeasured(gate, "faults", measures);
    const { header, facts } = probe.value;
    const lost = Math.max(0, promisedFrames(header) - facts.frames);
    const isLost = lost > limitOf(gate, "frames_lost_max", take.policy);
    return reading(gate, take, {
      value: faults.length + (isLost ? lost : 0),
      limit: 0,
      direction: "lower-is-better",
      unit: "faults",
      verdict: faults.length > 0 || isLost ? "fail" : "pass",
      says: isLost
        ? `${lost} promised frames are not in the file`
        : faults.length > 0
          ? `${faults.length} damaged places`
          : "every frame decodes",
    });
  },
};

/** What both length and count of the header promise: sound may be longer than the picture, an edit may leave frames out. */
function promisedFrames({ rate, seconds, framesPromised }: MediaHeader): number {
  const [numerator = 0, denominator = 1] = rate.split("/").map(Number);
  const byLength = denominator > 0 ? Math.floor((seconds * numerator) / denominator) : 0;
  return Math.min(byLength, framesPromised ?? byLength);
}

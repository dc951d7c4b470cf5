import { measuresOf } from "../kit/measure/measure-clip.ts";
import { at, limitOf, median, notMeasured, percent, reading } from "../kit/measure/read-gate.ts";
import { spansOf } from "../kit/measure/spans.ts";
import type { Gate } from "../ports/gate.ts";

/** Frames on either side that say together whether a picture stands still. */
const AROUND = 3;
/** Which of them speaks: an encoder goes on polishing a held picture for some frames. */
const CALMEST = 0.2;
/**
 * A hold in lively footage is coded from lively pictures and goes on flickering a little; more than so many times the plain
 * limit is a camera that comes to rest.
 */
const OF_CLIP_MAX = 3;

/** Pictures that stand still to the last corner; a locked-off camera does not make a picture frozen. */
export const gate: Gate = {
  id: "frozen",
  title: "The picture moves",
  allowances: ["static"],
  limits: {
    share_max: { value: "0.15", says: "share of the clip that may stand still" },
    motion_min: {
      value: "0.2",
      says: "a frame stands still when no part of the picture differs by more from the frame before it, 0..255",
    },
    motion_of_clip: {
      value: "0.1",
      says: "or by more than this share of what the clip moves otherwise, up to three times the limit above",
    },
    seconds_min: { value: "0.25", says: "a hold shorter than this is none" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { motion, levels } = measures;
    if (motion.length < 2) return notMeasured(gate, "share", measures);
    const [least, seconds] = [limitOf(gate, "motion_min", take.policy), limitOf(gate, "seconds_min", take.policy)];
    const ofClip = limitOf(gate, "motion_of_clip", take.policy) * (median(motion.slice(1)) ?? 0);
    const still = Math.min(Math.max(least, ofClip), OF_CLIP_MAX * least);
    const { rate } = take.order;
    const spans = spansOf(
      motion,
      (_, frame) => frame > 0 && calm(motion, frame) < still && (levels[frame]?.bright ?? 0) > 12,
    ).filter(({ from, to }) => (to - from) * rate.denominator >= seconds * rate.numerator);
    const share = spans.reduce((sum, span) => sum + span.to - span.from, 0) / motion.length;
    const limit = limitOf(gate, "share_max", take.policy);
    const [first] = spans;
    return reading(gate, take, {
      value: share,
      limit,
      direction: "lower-is-better",
      unit: "share",
      verdict: share > limit ? "fail" : "pass",
      says:
        first === undefined ? "the picture moves throughout" : `${percent(share)} frozen, from ${at(first.from, take)}`,
      ...(first === undefined ? {} : { frames: spans.map(({ from }) => from) }),
    });
  },
};

/**
 * A calm one of the motions around a frame. Each is the larger of two, so that drawings held for two frames are no hold; the
 * first frame has none before it to move from.
 */
function calm(motion: readonly number[], frame: number): number {
  const around: number[] = [];
  for (let at = Math.max(1, frame - AROUND); at <= Math.min(motion.length - 1, frame + AROUND); at += 1)
    around.push(Math.max(motion[at] ?? 0, at > 1 ? (motion[at - 1] ?? 0) : 0));
  around.sort((left, right) => left - right);
  return around[Math.floor((around.length - 1) * CALMEST)] ?? 0;
}

import { measuresOf } from "../kit/measure/measure-clip.ts";
import { at, limitOf, median, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate } from "../ports/gate.ts";

/** A frame whose neighbours change much less than it does: in a whip-pan many frames in a row change as much. */
const LONELY = 0.5;
/** A change this many times the clip's own pace is out of place. */
const PACE = 6;

/** A cut inside a shot: a shot is one piece. Two changes close together are a glitch of some frames. */
export const gate: Gate = {
  id: "cut",
  title: "One piece",
  limits: {
    change_max: {
      value: "10",
      says: "mean difference of a frame to the one before it, 0..255; clean 0.1-1.6, cuts 27-107",
    },
  },
  async measure(take, desk) {
    const { change, probe } = await measuresOf(take.path, desk);
    if (!probe.ok || change.length < 4) return notMeasured(gate, "levels", "too few frames");
    const limit = limitOf(gate, "change_max", take.policy);
    const pace = median(change) ?? 0;
    const cuts = change.flatMap((value, frame) =>
      frame > 0 && value >= Math.max(limit, pace * PACE) && isLonely(change, frame) ? [frame] : [],
    );
    const [first] = cuts;
    const worst = Math.max(0, ...cuts.map((frame) => change[frame] ?? 0));
    return reading(gate, take, {
      value: cuts.length > 0 ? worst : Math.max(0, pace),
      limit,
      direction: "lower-is-better",
      unit: "levels",
      verdict: cuts.length > 0 ? "fail" : "pass",
      says:
        first === undefined
          ? "one piece"
          : isGlitch(cuts, take.order.rate)
            ? `some frames at ${at(first, take)} belong to another picture`
            : `${cuts.length === 1 ? "a cut" : `${cuts.length} cuts`} inside the shot, the first at ${at(first, take)}`,
      ...(cuts.length === 0 ? {} : { frames: cuts }),
    });
  },
};

/** Quiet before and quiet after; a single wrong frame changes twice in a row, so its own echo is passed over. */
function isLonely(change: readonly number[], frame: number): boolean {
  const peak = change[frame] ?? 0;
  const before = change[frame - 1] ?? 0;
  const after = change[frame + 1] ?? 0;
  const further = change[frame + 2] ?? 0;
  if (before >= peak * LONELY && (change[frame - 2] ?? 0) >= peak * LONELY) return false;
  return after < peak * LONELY ? before < peak * LONELY : further < peak * LONELY && before < peak * LONELY;
}

function isGlitch(
  cuts: readonly number[],
  rate: { readonly numerator: number; readonly denominator: number },
): boolean {
  const [first, second] = cuts;
  return first !== undefined && second !== undefined && (second - first) * rate.denominator * 2 < rate.numerator;
}

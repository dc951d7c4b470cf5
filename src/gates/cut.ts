import { measuresOf } from "../kit/measure/measure-clip.ts";
import { at, limitOf, median, notMeasured, reading } from "../kit/measure/read-gate.ts";
import type { Gate, TakeUnderJudgement } from "../ports/gate.ts";

/** Frames on either side that say how fast the picture changes anyway. */
const AROUND = 5;
/** Which of them speaks: a glitch and its echo are among them, half of a whip-pan is too. */
const RESTLESS = 0.65;
/** Frames before and after that say whether the camera whips, and the share of the picture's side by which it then moves. */
const WHIP = { around: 3, speed: 0.15 } as const;

/** A dark picture has little to change by: where the frames around are calm, a change that stands out more may be smaller. */
const CALM = { share: 0.72, alone: 3.5 } as const;

/** A cut inside a shot: a shot is one piece; a caption that comes is no cut. Two changes close together are a glitch of some frames. */
export const gate: Gate = {
  id: "cut",
  title: "One piece",
  limits: {
    change_max: {
      value: "5.5",
      says: "difference of a frame to the one before it that no move of the camera explains, 0..255",
    },
    alone_min: {
      value: "2",
      says: "times that a cut differs more than the frames around it; a whip-pan has its like",
    },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { change, speed } = measures;
    if (change.length < 4) return notMeasured(gate, "levels", measures);
    const limit = limitOf(gate, "change_max", take.policy);
    const alone = limitOf(gate, "alone_min", take.policy);
    const calmLimit = CALM.share * limit;
    const lonely = change.map((value, frame) =>
      frame > 0 && value >= alone * pace(change, frame) && !isWhip(speed, frame) ? value : 0,
    );
    const isCut = (value: number, frame: number): boolean =>
      value > limit || (value > calmLimit && value >= CALM.alone * pace(change, frame));
    const found = lonely.flatMap((value, frame) => (isCut(value, frame) ? [frame] : []));
    // Where every frame changes by as much as a cut would, one that changes more proves nothing: a person looks.
    const proven = found.filter((frame) => pace(change, frame) <= limit);
    const cuts = proven.length > 0 ? proven : found;
    const [first] = cuts;
    return reading(gate, take, {
      value: Math.max(...lonely),
      limit: found.length > 0 && Math.max(...lonely) <= limit ? calmLimit : limit,
      direction: "lower-is-better",
      unit: "levels",
      verdict: proven.length > 0 ? "fail" : found.length > 0 ? "warn" : "pass",
      says:
        proven.length > 0 || first === undefined
          ? wordsFor(cuts, take)
          : `restless; it may hold a cut at ${at(first, take)}`,
      ...(cuts.length === 0 ? {} : { frames: cuts }),
    });
  },
};

/** How much the frames around a frame change. */
function pace(change: readonly number[], frame: number): number {
  // Frame 0 has none before it to differ from.
  const before = change.slice(Math.max(1, frame - AROUND), frame);
  const around = [...before, ...change.slice(frame + 1, frame + 1 + AROUND)].sort((left, right) => left - right);
  return around[Math.floor(around.length * RESTLESS)] ?? 0;
}

/** In a whip-pan some frames have nothing in common with the one before: the frames before them or after them run. */
function isWhip(speed: readonly number[], frame: number): boolean {
  const before = speed.slice(Math.max(1, frame - WHIP.around), frame);
  const after = speed.slice(frame + 1, frame + 1 + WHIP.around);
  return [before, after].some((side) => (median(side) ?? 0) >= WHIP.speed);
}

function wordsFor(cuts: readonly number[], take: TakeUnderJudgement): string {
  const [first] = cuts;
  if (first === undefined) return "one piece";
  if (isGlitch(cuts, take.order.rate)) return `some frames at ${at(first, take)} belong to another picture`;
  return `${cuts.length === 1 ? "a cut" : `${cuts.length} cuts`} inside the shot, the first at ${at(first, take)}`;
}

function isGlitch(
  cuts: readonly number[],
  rate: { readonly numerator: number; readonly denominator: number },
): boolean {
  const [first, second] = cuts;
  return first !== undefined && second !== undefined && (second - first) * rate.denominator * 2 < rate.numerator;
}

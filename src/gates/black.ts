import { type ClipMeasures, measuresOf } from "../kit/measure/measure-clip.ts";
import { at, limitOf, mean, notMeasured, percent, reading } from "../kit/measure/read-gate.ts";
import { type Span, spansOf } from "../kit/measure/spans.ts";
import type { Gate } from "../ports/gate.ts";

/** Frames over which a fade climbs out of black; a cut does it in one. */
const FADE_FRAMES = 6;
/** Share of the way to the picture's own brightness that one frame may jump inside a fade. */
const FADE_STEP_MAX = 0.45;

/** Black pictures; a fade at head or tail is none, a black tail behind a cut is. A night with one lit window is not black. */
export const gate: Gate = {
  id: "black",
  title: "No black picture",
  allowances: ["dark"],
  limits: {
    share_max: { value: "0.10", says: "share of the clip that may be black" },
    bright_max: { value: "12", says: "a picture is black when its brightest hundredth is darker than this, 0..255" },
  },
  async measure(take, desk) {
    const measures = await measuresOf(take.path, desk);
    const { levels } = measures;
    if (levels.length === 0) return notMeasured(gate, "share", measures);
    const black = limitOf(gate, "bright_max", take.policy);
    const spans = spansOf(levels, ({ bright }) => bright < black).filter((span) => !isFade(span, levels));
    const share = spans.reduce((sum, span) => sum + span.to - span.from, 0) / levels.length;
    const limit = limitOf(gate, "share_max", take.policy);
    const [first] = spans;
    return reading(gate, take, {
      value: share,
      limit,
      direction: "lower-is-better",
      unit: "share",
      verdict: share > limit ? "fail" : "pass",
      says: first === undefined ? "no black picture" : `${percent(share)} black, from ${at(first.from, take)}`,
      ...(first === undefined ? {} : { frames: spans.map(({ from }) => from) }),
    });
  },
};

/** Black at an end of the clip, left or entered gradually, and short of half the clip. */
function isFade(span: Span, levels: ClipMeasures["levels"]): boolean {
  const frames = levels.length;
  const atHead = span.from <= 1;
  const atTail = span.to >= frames - 1;
  if (atHead === atTail || span.to - span.from > frames / 2) return false;
  const luma = levels.map((frame) => frame.mean);
  const edge = atHead
    ? luma.slice(span.to, span.to + FADE_FRAMES)
    : luma.slice(Math.max(0, span.from - FADE_FRAMES), span.from).reverse();
  const dark = Math.min(...luma);
  const bright = mean(atHead ? luma.slice(span.to + FADE_FRAMES) : luma.slice(0, Math.max(1, span.from - FADE_FRAMES)));
  const [first] = edge;
  return first !== undefined && edge.length >= 3 && (first - dark) / Math.max(1, bright - dark) < FADE_STEP_MAX;
}

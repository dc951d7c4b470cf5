import { type ClipMeasures, measuresOf } from "../kit/measure/measure-clip.ts";
import { at, limitOf, mean, notMeasured, percent, reading } from "../kit/measure/read-gate.ts";
import { type Span, spansOf } from "../kit/measure/spans.ts";
import type { Gate } from "../ports/gate.ts";

/** Frames beside the black that say at which pace the picture fades. */
const FADE_FRAMES = 6;
/** Times that the last step into black may be as large as the pace of the fade. */
const FADE_PACE_MAX = 2.5;
/** A step into black below this share of the picture's own brightness is the end of any fade. */
const FADE_REST = 0.12;

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

/** Black at an end of the clip, left or entered at the pace of a fade, and short of half the clip. */
function isFade(span: Span, levels: ClipMeasures["levels"]): boolean {
  const frames = levels.length;
  const atHead = span.from <= 1;
  const atTail = span.to >= frames - 1;
  if (atHead === atTail || span.to - span.from > frames / 2) return false;
  const luma = levels.map((frame) => frame.mean);
  const dark = Math.min(...luma);
  // From the black into the picture.
  const inward = (atHead ? luma.slice(span.to) : luma.slice(0, span.from).reverse()).map((level) => level - dark);
  const bright = mean(inward.slice(FADE_FRAMES));
  const [last, ...before] = inward.slice(0, FADE_FRAMES);
  if (last === undefined || before.length < 2) return false;
  const pace = Math.max(0, ...before.slice(0, 2).map((level, index) => level - (inward[index] ?? 0)));
  return last < Math.max(FADE_REST * bright, FADE_PACE_MAX * pace);
}

import type { ShotEntry } from "../../schema/generated/types.ts";
import type { Editorial, Transition } from "../production.ts";
import type { Rate } from "../time.ts";
import { parseFrameCount } from "./duration.ts";
import { type Findings, type Place, quoted, within, words } from "./findings.ts";
import { parseTransition } from "./transition.ts";

export interface EditorialRequest {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly rate: Rate;
  /** Undefined when the length could not be read: nothing is then too long for it. */
  readonly durationFrames: number | undefined;
  readonly findings: Findings;
}

/** Titles, notes, transitions and trims of a shot: what a new conform serves and no render. */
export function shotEditorial(request: EditorialRequest): Editorial {
  const { entry, durationFrames } = request;
  const [trimInFrames, trimOutFrames] = trims(request);
  const left = (durationFrames ?? Number.MAX_SAFE_INTEGER) - trimInFrames - trimOutFrames;
  return {
    ...(entry.title === undefined ? {} : { title: words(entry.title) }),
    ...(entry.notes === undefined ? {} : { notes: words(entry.notes) }),
    ...transitions(request, left),
    trimInFrames,
    trimOutFrames,
  };
}

function trims({ entry, place, rate, durationFrames, findings }: EditorialRequest): readonly [number, number] {
  const trim = (side: "in" | "out"): number => {
    const value = entry.trim?.[side];
    const frames = value === undefined ? 0 : parseFrameCount(value, rate);
    if (frames !== undefined) return frames;
    const hint = "a trim takes frames off the shot: 4f, 0.5s";
    findings.error("SHORT_FORM", within(place, "trim", side), `${quoted(value ?? "")} is no trim`, hint);
    return 0;
  };
  const [head, tail] = [trim("in"), trim("out")];
  if (durationFrames === undefined || head + tail < durationFrames) return [head, tail];
  findings.error(
    "TRIM_RANGE",
    within(place, "trim"),
    `trims of ${head + tail} frames leave nothing of the shot's ${durationFrames}`,
    "trim less, or omit the shot",
  );
  return [0, 0];
}

const CUT: Transition = { kind: "cut", frames: 0 };
/** A fade that would run the wrong way at that end of the shot. */
const WRONG_WAY = { in: "fade-out", out: "fade-in" } as const;

/** `left`: frames of the shot that stay in the cut. */
function transitions(
  request: EditorialRequest,
  left: number,
): { readonly transitionIn: Transition; readonly transitionOut: Transition } {
  const { entry, place, rate, findings } = request;
  const transition = (side: "in" | "out"): Transition => {
    const at = within(place, "transition", side);
    const parsed = parseTransition(entry.transition?.[side], rate);
    if (!parsed.ok) {
      findings.error("SHORT_FORM", at, parsed.error.says, parsed.error.hint);
      return CUT;
    }
    if (parsed.value.kind === WRONG_WAY[side]) {
      const hint = side === "in" ? "write in: fade-in, or out: fade-out" : "write out: fade-out, or in: fade-in";
      findings.error("TRANSITION_SIDE", at, `${parsed.value.kind} is asked for at the wrong end of the shot`, hint);
      return CUT;
    }
    return parsed.value;
  };
  const [head, tail] = [transition("in"), transition("out")];
  const isTooLong = (frames: number, side: "in" | "out", says: string): boolean => {
    if (frames < left) return false;
    const hint = `${left} frames of the shot stay in the cut; leave at least one of them untouched`;
    findings.error("TRANSITION_RANGE", within(place, "transition", side), says, hint);
    return true;
  };
  const [headCut, tailCut] = [
    head.frames > 0 && isTooLong(head.frames, "in", `the ${head.kind} of ${head.frames} frames is as long as the shot`),
    tail.frames > 0 &&
      isTooLong(tail.frames, "out", `the ${tail.kind} of ${tail.frames} frames is as long as the shot`),
  ];
  const both = head.frames + tail.frames;
  const meet =
    !headCut &&
    !tailCut &&
    head.frames > 0 &&
    tail.frames > 0 &&
    isTooLong(both, "out", `${head.kind} and ${tail.kind} together take ${both} frames and meet`);
  return { transitionIn: headCut ? CUT : head, transitionOut: tailCut || meet ? CUT : tail };
}

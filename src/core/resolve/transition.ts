import type { TransitionEntry } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import { otherWordOf } from "../other-words.ts";
import { TRANSITIONS, type Transition, type TransitionKind } from "../production.ts";
import { fail, ok, type Result } from "../result.ts";
import { formatSeconds, framesOfMilliseconds, type Rate } from "../time.ts";
import { parseFrameCount } from "./duration.ts";
import { quoted } from "./findings.ts";
import type { WordFault } from "./framing.ts";

/** Transitions that take time; the others happen between two frames. */
const SOFT: readonly TransitionKind[] = ["dissolve", "fade-in", "fade-out", "wipe"];
const USUAL_MS = 500;

/** `dissolve 12f`, `fade-out 1s`, `cut`, or the long form; a soft one without a length takes half a second. */
export function parseTransition(entry: TransitionEntry | undefined, rate: Rate): Result<Transition, WordFault> {
  if (entry === undefined) return ok({ kind: "cut", frames: 0 });
  const [kind, length] = typeof entry === "string" ? splitShort(entry) : [entry.kind, entry.duration];
  const known = TRANSITIONS.find((name) => name === kind);
  if (known === undefined) {
    return fail({ says: `${quoted(kind)} is not a transition`, hint: hintFor(kind) });
  }
  const frames = length === undefined ? undefined : parseFrameCount(length, rate);
  if (!SOFT.includes(known)) {
    if (length === undefined || frames === 0) return ok({ kind: known, frames: 0 });
    return fail({ says: `a ${known} has no length`, hint: `leave ${quoted(length)} out` });
  }
  if (length === undefined) return ok({ kind: known, frames: Math.max(1, framesOfMilliseconds(USUAL_MS, rate)) });
  if (frames === undefined || frames < 1)
    return fail({
      says: `${quoted(length)} is not the length of a ${known}`,
      hint: `write ${known} 12f (${formatSeconds(12, rate)})`,
    });
  return ok({ kind: known, frames });
}

function hintFor(kind: string): string {
  if (kind === "fade") return "write fade-in or fade-out";
  const meant = otherWordOf(kind, TRANSITIONS, "kind");
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  return didYouMean(kind, TRANSITIONS) ?? `one of ${TRANSITIONS.join(", ")}`;
}

/** The kind, and the length behind it: `dissolve 12 frames`. Words that are no kind stay together: `fade to black 1s`. */
function splitShort(text: string): readonly [string, string | undefined] {
  const written = text.trim().toLowerCase().split(/\s+/);
  const number = written.findIndex((word, index) => index > 0 && /^[-+.]?\d/.test(word));
  const isKind = TRANSITIONS.some((name) => name === written[0]);
  const length = isKind ? 1 : number === -1 ? written.length : number;
  const rest = written.slice(length);
  return [written.slice(0, length).join(" "), rest.length === 0 ? undefined : rest.join("")];
}

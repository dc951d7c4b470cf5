import type { TransitionEntry } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import { TRANSITIONS, type Transition, type TransitionKind } from "../production.ts";
import { fail, ok, type Result } from "../result.ts";
import { formatSeconds, framesOfMilliseconds, type Rate } from "../time.ts";
import { parseFrameCount } from "./duration.ts";
import type { WordFault } from "./framing.ts";

const SOFT: readonly TransitionKind[] = ["dissolve", "fade-in", "fade-out", "wipe"];
const USUAL_MS = 500;

/** `dissolve 12f`, `fade-out 1s`, `cut`, or the long form; a soft one without a length takes half a second. */
export function parseTransition(entry: TransitionEntry | undefined, rate: Rate): Result<Transition, WordFault> {
  if (entry === undefined) return ok({ kind: "cut", frames: 0 });
  const [kind, length] = typeof entry === "string" ? splitShort(entry) : [entry.kind, entry.duration];
  const known = TRANSITIONS.find((name) => name === kind);
  if (known === undefined) {
    const hint = didYouMean(kind, TRANSITIONS);
    return fail({ says: `"${kind.slice(0, 40)}" is not a transition`, ...(hint === undefined ? {} : { hint }) });
  }
  if (!SOFT.includes(known)) return ok({ kind: known, frames: 0 });
  const frames = length === undefined ? framesOfMilliseconds(USUAL_MS, rate) : parseFrameCount(length, rate);
  if (frames === undefined || frames < 1)
    return fail({
      says: `"${String(length).slice(0, 20)}" is not the length of a ${known}`,
      hint: `write ${known} 12f (${formatSeconds(12, rate)})`,
    });
  return ok({ kind: known, frames });
}

function splitShort(text: string): readonly [string, string | undefined] {
  const [kind = "", ...rest] = text.trim().toLowerCase().split(/\s+/);
  return [kind, rest.length === 0 ? undefined : rest.join("")];
}

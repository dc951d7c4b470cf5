import { fail, ok, type Result } from "../result.ts";
import { framesOfMilliseconds, type Rate } from "../time.ts";

export const SHOT_SECONDS_MAX = 600;

/** What is wrong with a length, for the author. */
export interface DurationFault {
  readonly kind: "form" | "range";
  readonly says: string;
}

/** `6s`, `2.5s`, `144f`, `1:04` (minutes and seconds) -> whole frames at the show's rate. */
export function parseDuration(text: string, rate: Rate): Result<number, DurationFault> {
  const frames = framesOf(text.trim(), rate);
  if (frames === undefined)
    return fail({ kind: "form", says: `"${text.slice(0, 40)}" is not a length: write 6s, 2.5s, 144f or 1:04` });
  const longest = framesOfMilliseconds(SHOT_SECONDS_MAX * 1000, rate);
  if (frames < 1 || frames > longest)
    return fail({
      kind: "range",
      says: `"${text.slice(0, 40)}" is ${frames} frames; a shot has 1 to ${longest} (${SHOT_SECONDS_MAX / 60} minutes)`,
    });
  return ok(frames);
}

/** Frames of a handle, trim or transition: `8`, `8f`, `0.5s`; 0 is allowed. */
export function parseFrameCount(value: string | number, rate: Rate): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  return framesOf(/^\d+$/.test(value.trim()) ? `${value.trim()}f` : value.trim(), rate);
}

function framesOf(text: string, rate: Rate): number | undefined {
  const inFrames = /^(\d{1,9})\s*f(?:rames?)?$/i.exec(text);
  if (inFrames !== null) return Number(inFrames[1]);
  const inSeconds = /^(\d{1,9})(?:\.(\d{1,3}))?\s*s(?:ec|econds?)?$/i.exec(text);
  if (inSeconds !== null)
    return fromMilliseconds(Number(inSeconds[1]) * 1000 + Number((inSeconds[2] ?? "").padEnd(3, "0")), rate);
  const clock = /^(\d{1,3}):([0-5]\d)(?:\.(\d{1,3}))?$/.exec(text);
  if (clock === null) return undefined;
  return fromMilliseconds(
    (Number(clock[1]) * 60 + Number(clock[2])) * 1000 + Number((clock[3] ?? "").padEnd(3, "0")),
    rate,
  );
}

/** Lengths far outside every film are kept inside safe integers; the range check names them. */
function fromMilliseconds(milliseconds: number, rate: Rate): number {
  return framesOfMilliseconds(Math.min(milliseconds, 1_000_000_000), rate);
}

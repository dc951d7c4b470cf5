import { fail, ok, type Result } from "../result.ts";
import { formatRate, framesOfMilliseconds, type Rate } from "../time.ts";
import { quoted } from "./findings.ts";

export const SHOT_SECONDS_MAX = 600;
const MICROS_PER_SECOND = 1_000_000;
/** Lengths far outside every film are cut here, inside safe integers; the range check names them. */
const SECONDS_READ_MAX = 100_000;

/** What is wrong with a length, for the author. */
export interface DurationFault {
  readonly kind: "form" | "range";
  readonly says: string;
  readonly hint: string;
}

/** `6s`, `2.5s`, `144f`, `1:04` (minutes and seconds), `00:00:06:00` (timecode) -> whole frames at the show's rate. */
export function parseDuration(text: string, rate: Rate): Result<number, DurationFault> {
  const written = text.trim();
  const frames = framesOf(written, rate);
  if (frames === undefined) {
    if (/^-\s*\d/.test(written)) return fail(outOfRange(`${quoted(text)} runs backwards`));
    return fail({ kind: "form", says: `${quoted(text)} is no length of film`, hint: likely(written) ?? FORMS });
  }
  const longest = framesOfMilliseconds(SHOT_SECONDS_MAX * 1000, rate);
  if (frames < 1) return fail(outOfRange(`${quoted(text)} is less than one frame at ${formatRate(rate)} a second`));
  if (frames > longest)
    return fail(outOfRange(`${quoted(text)} is longer than a shot may be: ${SHOT_SECONDS_MAX / 60} minutes`));
  return ok(frames);
}

/** The length that was meant, where there is no doubt about it. */
function likely(written: string): string | undefined {
  const comma = /^(\d{1,6}),(\d{1,3})\s*s(?:ec|econds?)?$/i.exec(written);
  if (comma !== null) return `write ${comma[1]}.${comma[2]}s`;
  if (/^\d{1,6}$/.test(written)) return `write ${written}s for seconds, or ${written}f for frames`;
  const thousandths = /^(\d{1,7})\s*ms(?:ec)?$/i.exec(written);
  if (thousandths !== null) return `write ${Number(thousandths[1]) / 1000}s`;
  const minutes = /^(\d{1,3})\s*m(?:in(?:utes?)?)?\s*(?:(\d{1,2})\s*s(?:ec|econds?)?)?$/i.exec(written);
  if (minutes !== null) return `write ${minutes[1]}:${(minutes[2] ?? "0").padStart(2, "0")}`;
  return undefined;
}

const FORMS = "write seconds (6s, 2.5s), frames (144f) or minutes and seconds (1:04)";

function outOfRange(says: string): DurationFault {
  return { kind: "range", says, hint: "a shot lasts from 1 frame to 10 minutes: 6s, 144f, 1:04" };
}

/** Frames of a handle, trim or transition: `8`, `8f`, `0.5s`; 0 is allowed. */
export function parseFrameCount(value: string | number, rate: Rate): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  return framesOf(/^\d+$/.test(value.trim()) ? `${value.trim()}f` : value.trim(), rate);
}

function framesOf(text: string, rate: Rate): number | undefined {
  const inFrames = /^(\d{1,9})\s*f(?:rames?)?$/i.exec(text);
  if (inFrames !== null) return Number(inFrames[1]);
  const inSeconds = /^(\d{1,9})(?:\.(\d{1,6}))?\s*s(?:ec|econds?)?$/i.exec(text);
  if (inSeconds !== null) return atRate(Number(inSeconds[1]), inSeconds[2], rate);
  const code = /^(\d{2}):([0-5]\d):([0-5]\d):(\d{2})$/.exec(text);
  if (code !== null) return framesOfTimecode(code.slice(1).map(Number), rate);
  const clock = /^(\d{1,3}):([0-5]\d)(?:\.(\d{1,6}))?$/.exec(text);
  return clock === null ? undefined : atRate(Number(clock[1]) * 60 + Number(clock[2]), clock[3], rate);
}

/** Counted as slates and edit lists count, without dropped numbers; undefined for a frame number the rate has not. */
function framesOfTimecode(parts: readonly number[], rate: Rate): number | undefined {
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = parts;
  const nominal = Math.round(rate.numerator / rate.denominator);
  return frames < nominal ? ((hours * 60 + minutes) * 60 + seconds) * nominal + frames : undefined;
}

/** Whole frames nearest to seconds with up to six decimals; halves go up. Exact: no float holds the fraction. */
function atRate(seconds: number, decimals: string | undefined, rate: Rate): number {
  const micros = Math.min(seconds, SECONDS_READ_MAX) * MICROS_PER_SECOND + Number((decimals ?? "").padEnd(6, "0"));
  const frames = BigInt(micros) * BigInt(rate.numerator) * 2n + BigInt(rate.denominator * MICROS_PER_SECOND);
  return Number(frames / (BigInt(rate.denominator * MICROS_PER_SECOND) * 2n));
}

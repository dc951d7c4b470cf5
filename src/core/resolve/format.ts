import type { CeilingRules, ShowDocument } from "../../schema/generated/types.ts";
import { parseMicros } from "../money.ts";
import type { Ceilings, ShowFormat } from "../production.ts";
import { parseRate } from "../time.ts";
import { type Findings, type Place, within } from "./findings.ts";

/** Picture sizes of the aspects people write, when the show names no size. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  "16:9": [1920, 1080],
  "9:16": [1080, 1920],
  "1:1": [1080, 1080],
  "4:3": [1440, 1080],
  "4:5": [1080, 1350],
  "2.39:1": [1920, 804],
  "1.85:1": [1998, 1080],
};
const USUAL_RATE = { numerator: 24, denominator: 1 };
const SIDE_MAX = 8192;

/** Rate, size, aspect and start timecode of a show; 24 frames of 1920x1080 when nothing is said. */
export function showFormat(show: ShowDocument | undefined, place: Place, findings: Findings): ShowFormat {
  const format = show?.format;
  const rate = format?.fps === undefined ? USUAL_RATE : parseRate(format.fps);
  if (rate === undefined)
    findings.error(
      "VALUE_WORD",
      within(place, "format", "fps"),
      `"${String(format?.fps)}" is no frame rate`,
      "write 24, 25, 30, 24000/1001 or 30000/1001",
    );
  const [width, height] = sizeOf(format, place, findings);
  return {
    rate: rate ?? USUAL_RATE,
    width,
    height,
    aspect: format?.aspect ?? nearestAspect(width, height),
    startTimecodeFrames: timecodeFrames(format?.start_timecode, rate ?? USUAL_RATE, place, findings),
  };
}

function sizeOf(format: ShowDocument["format"], place: Place, findings: Findings): readonly [number, number] {
  if (format?.resolution === undefined) return SIZES[format?.aspect ?? "16:9"] ?? [1920, 1080];
  const match = /^(\d{2,5})x(\d{2,5})$/.exec(format.resolution);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || width > SIDE_MAX || height > SIDE_MAX || width % 2 === 1 || height % 2 === 1) {
    findings.error(
      "VALUE_RANGE",
      within(place, "format", "resolution"),
      `"${format.resolution}" is no picture size`,
      `even sides up to ${SIDE_MAX}: 1920x1080`,
    );
    return [1920, 1080];
  }
  const shape = SIZES[format.aspect ?? ""];
  // 2.39:1 of 1920 is 803.3: a size is right when it is within two lines of its aspect.
  if (shape !== undefined && Math.abs(width * shape[1] - height * shape[0]) > 2 * Math.max(...shape))
    findings.error(
      "VALUE_RANGE",
      within(place, "format", "aspect"),
      `${format.resolution} is not ${format.aspect}`,
      `leave one of them out, or write ${shape[0]}x${shape[1]}`,
    );
  return [width, height];
}

function nearestAspect(width: number, height: number): string {
  const found = Object.entries(SIZES).find(([, [w, h]]) => Math.abs(width * h - height * w) <= 2 * Math.max(w, h));
  if (found !== undefined) return found[0];
  const divisor = greatestCommonDivisor(width, height);
  return `${width / divisor}:${height / divisor}`;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

function timecodeFrames(
  text: string | undefined,
  rate: { numerator: number; denominator: number },
  place: Place,
  findings: Findings,
): number {
  if (text === undefined) return 0;
  const match = /^(\d{2}):([0-5]\d):([0-5]\d)[:;](\d{2})$/.exec(text);
  const nominal = Math.round(rate.numerator / rate.denominator);
  if (match === null || Number(match[4]) >= nominal) {
    findings.error(
      "VALUE_RANGE",
      within(place, "format", "start_timecode"),
      `"${text}" is no timecode at this rate`,
      "write 01:00:00:00",
    );
    return 0;
  }
  const [hours, minutes, seconds, frames] = match.slice(1).map(Number) as [number, number, number, number];
  return ((hours * 60 + minutes) * 60 + seconds) * nominal + frames;
}

/** The show's ceilings; where the configuration names one too, the lower of both counts. */
export function ceilingsOf(show: CeilingRules | undefined, config: CeilingRules | undefined): Ceilings {
  const lower = (field: "shot" | "episode" | "run" | "month" | "auto"): number | undefined => {
    const amounts = [show?.[field], config?.[field]].flatMap((amount) =>
      amount === undefined ? [] : (parseMicros(amount) ?? []),
    );
    return amounts.length === 0 ? undefined : Math.min(...amounts);
  };
  const [shot, episode, run, month, auto] = [
    lower("shot"),
    lower("episode"),
    lower("run"),
    lower("month"),
    lower("auto"),
  ];
  return {
    currency: show?.currency ?? config?.currency ?? "USD",
    ...(shot === undefined ? {} : { shotMicros: shot }),
    ...(episode === undefined ? {} : { episodeMicros: episode }),
    ...(run === undefined ? {} : { runMicros: run }),
    ...(month === undefined ? {} : { monthMicros: month }),
    ...(auto === undefined ? {} : { autoMicros: auto }),
  };
}

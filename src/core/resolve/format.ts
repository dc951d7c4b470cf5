import type { CeilingRules, ShowDocument } from "../../schema/generated/types.ts";
import { parseMicros } from "../money.ts";
import type { Ceilings, ShowFormat } from "../production.ts";
import { parseRate, type Rate } from "../time.ts";
import { type Findings, type Place, quoted, within } from "./findings.ts";

/** Picture sizes of the aspects people write, when the show names no size. */
const SIZES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["16:9", [1920, 1080]],
  ["9:16", [1080, 1920]],
  ["1:1", [1080, 1080]],
  ["4:3", [1440, 1080]],
  ["4:5", [1080, 1350]],
  ["2.39:1", [1920, 804]],
  ["1.85:1", [1998, 1080]],
]);
/** Ratios as cinematographers say them that are rounded names of another aspect. */
const SPOKEN_RATIOS: ReadonlyMap<string, string> = new Map([
  ["1.77:1", "16:9"],
  ["1.78:1", "16:9"],
  ["1.33:1", "4:3"],
  ["0.56:1", "9:16"],
]);
const USUAL_SIZE = [1920, 1080] as const;
const USUAL_RATE: Rate = { numerator: 24, denominator: 1 };
const RATE_MAX = 120;
const SIDE_MAX = 8192;
const SIDE_MIN = 16;

/** Rate, size, aspect and start timecode of a show; 24 frames of 1920x1080 when nothing is said. */
export function showFormat(show: ShowDocument | undefined, place: Place, findings: Findings): ShowFormat {
  const format = show?.format;
  const at = within(place, "format");
  const rate = rateOf(format?.fps, at, findings);
  const [width, height] = sizeOf(format, at, findings);
  return {
    rate,
    width,
    height,
    aspect: aspectOf(format) ?? nearestAspect(width, height),
    startTimecodeFrames: timecodeFrames(format?.start_timecode, rate, at, findings),
  };
}

function rateOf(written: string | number | undefined, at: Place, findings: Findings): Rate {
  if (written === undefined) return USUAL_RATE;
  const rate = parseRate(written);
  if (rate !== undefined && rate.numerator >= rate.denominator && rate.numerator <= RATE_MAX * rate.denominator)
    return rate;
  const [, number = ""] = /^(\d{2,3}(?:\.\d{1,3})?)\s*(?:p|fps)$/i.exec(String(written).trim()) ?? [];
  const hint = parseRate(number) === undefined ? "write 24, 25, 30, 24000/1001 or 30000/1001" : `write ${number}`;
  findings.error("VALUE_WORD", within(at, "fps"), `${quoted(written)} is no frame rate`, hint);
  return USUAL_RATE;
}

/** `2.39`, `"2.39"` and `2.39:1` are one aspect. */
function aspectOf(format: ShowDocument["format"]): string | undefined {
  if (format?.aspect === undefined) return undefined;
  const written = String(format.aspect);
  const ratio = written.includes(":") ? written : `${written}:1`;
  return SPOKEN_RATIOS.get(ratio) ?? ratio;
}

function sizeOf(format: ShowDocument["format"], at: Place, findings: Findings): readonly [number, number] {
  const aspect = aspectOf(format);
  const shape = aspect === undefined ? undefined : shapeOf(aspect);
  if (format?.aspect !== undefined && shape === undefined)
    findings.error("VALUE_RANGE", within(at, "aspect"), `${quoted(format.aspect)} is no picture shape`, "write 16:9");
  if (format?.resolution === undefined) return shape ?? USUAL_SIZE;
  const [width = 0, height = 0] = format.resolution.split("x").map(Number);
  const isSide = (side: number): boolean => side >= SIDE_MIN && side <= SIDE_MAX && side % 2 === 0;
  if (!isSide(width) || !isSide(height)) {
    const says = `${quoted(format.resolution)} is no picture size`;
    findings.error("VALUE_RANGE", within(at, "resolution"), says, `even sides up to ${SIDE_MAX}: 1920x1080`);
    return USUAL_SIZE;
  }
  if (shape !== undefined && !isNear(width, height, shape))
    findings.error(
      "VALUE_RANGE",
      within(at, "aspect"),
      `${format.resolution} is not ${format.aspect}`,
      `leave one of them out, or write ${shape[0]}x${shape[1]}`,
    );
  return [width, height];
}

/** A picture of that shape: a customary size, or the largest with even sides inside 1920 x 1920. */
function shapeOf(aspect: string): readonly [number, number] | undefined {
  const known = SIZES.get(aspect);
  if (known !== undefined) return known;
  const [wide = 0, high = 0] = aspect.split(":").map(Number);
  if (!(wide > 0 && high > 0) || wide > 10 * high || high > 10 * wide) return undefined;
  const side = (part: number, whole: number): number => Math.round((1920 * part) / whole / 2) * 2;
  return wide >= high ? [1920, side(high, wide)] : [side(wide, high), 1920];
}

/** 2.39:1 of 1920 is 803.3 lines: a size is right when it is within two lines of its shape. */
function isNear(width: number, height: number, [wide, high]: readonly [number, number]): boolean {
  return Math.abs(width * high - height * wide) <= 2 * Math.max(wide, high);
}

function nearestAspect(width: number, height: number): string {
  const found = [...SIZES].find(([, shape]) => isNear(width, height, shape));
  if (found !== undefined) return found[0];
  const divisor = greatestCommonDivisor(width, height);
  return `${width / divisor}:${height / divisor}`;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

function timecodeFrames(text: string | undefined, rate: Rate, at: Place, findings: Findings): number {
  if (text === undefined) return 0;
  const match = /^(\d{2}):([0-5]\d):([0-5]\d)[:;](\d{2})$/.exec(text);
  const nominal = Math.round(rate.numerator / rate.denominator);
  if (match === null || Number(match[1]) > 23 || Number(match[4]) >= nominal) {
    const says = `${quoted(text)} is no timecode at this rate`;
    findings.error("VALUE_RANGE", within(at, "start_timecode"), says, "write 01:00:00:00");
    return 0;
  }
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = match.slice(1).map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * nominal + frames;
}

const CEILINGS = ["shot", "episode", "run", "auto"] as const;
const AMOUNTS = [...CEILINGS, "month"] as const;

/** Amounts that are no money (more than six decimals): a ceiling that cannot be read must not be lost. */
export function checkCeilings(rules: CeilingRules | undefined, place: Place, findings: Findings): void {
  for (const field of AMOUNTS) {
    const amount = rules?.[field];
    if (amount !== undefined) readAmount(amount, within(place, field), findings);
  }
  const waste = rules?.waste;
  if (waste !== undefined && readShare(waste) === undefined) readAmount(waste, within(place, "waste"), findings);
}

/** Money in micros; a finding when it has more decimals than money has. */
export function readAmount(amount: string | number, place: Place, findings: Findings): number | undefined {
  const micros = parseMicros(amount);
  if (micros === undefined)
    findings.error("VALUE_FORM", place, `${quoted(amount)} is no sum of money`, "at most six decimals: 3.50");
  return micros;
}

/** `30%` -> 300; undefined for an amount of money. */
function readShare(waste: string | number): number | undefined {
  const match = /^(\d{1,2}|100)%$/.exec(String(waste));
  return match === null ? undefined : Number(match[1]) * 10;
}

/** Whose ceilings count for an episode. */
export interface CeilingSources {
  readonly show: CeilingRules | undefined;
  readonly config: CeilingRules | undefined;
  /** Set for a show that is not on the main branch yet: the configuration's `new_show`. */
  readonly newShow: CeilingRules | undefined;
}

/** Of every source that names a ceiling the lowest counts. A month is the repository's in the configuration, else the show's. */
export function ceilingsOf({ show, config, newShow }: CeilingSources): Ceilings {
  const lowest = (amounts: readonly (string | number | undefined)[]): number | undefined => {
    const known = amounts.flatMap((amount) => (amount === undefined ? [] : (parseMicros(amount) ?? [])));
    return known.length === 0 ? undefined : Math.min(...known);
  };
  const all = [show, config, newShow];
  const [shot, episode, run, auto] = CEILINGS.map((field) => lowest(all.map((rules) => rules?.[field])));
  const month = lowest([config?.month]);
  const showMonth = lowest([show?.month, newShow?.month]);
  const wastes = all.map((rules) => rules?.waste);
  const waste = lowest(wastes);
  const shares = wastes.flatMap((one) => (one === undefined ? [] : (readShare(one) ?? [])));
  return {
    currency: show?.currency ?? config?.currency ?? "USD",
    ...(shot === undefined ? {} : { shotMicros: shot }),
    ...(episode === undefined ? {} : { episodeMicros: episode }),
    ...(run === undefined ? {} : { runMicros: run }),
    ...(month === undefined ? {} : { monthMicros: month }),
    ...(showMonth === undefined ? {} : { showMonthMicros: showMonth }),
    ...(auto === undefined ? {} : { autoMicros: auto }),
    ...(waste === undefined ? {} : { wasteMicros: waste }),
    ...(shares.length === 0 ? {} : { wastePerMille: Math.min(...shares) }),
  };
}

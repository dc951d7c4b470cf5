import { TIMES_OF_DAY, type TimeOfDay } from "../production.ts";
import { words } from "./findings.ts";

/** What `INT. WORKSHOP - MIDNIGHT, LATER` says. */
export interface Slugline {
  readonly interior?: boolean;
  /** Everything between INT. or EXT. and the time: `WORKSHOP`, `WORKSHOP - BENCH`. */
  readonly place?: string;
  readonly timeOfDay?: TimeOfDay;
}

const OTHER_TIMES: readonly (readonly [string, TimeOfDay])[] = [
  ["sunrise", "dawn"],
  ["daybreak", "dawn"],
  ["noon", "day"],
  ["midday", "day"],
  ["sunset", "dusk"],
  ["twilight", "dusk"],
  ["magic hour", "dusk"],
];
const ALL_TIMES = [...TIMES_OF_DAY.map((time) => [time, time] as const), ...OTHER_TIMES].map(([name, time]) => ({
  name,
  time,
  anywhere: new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, "u"),
  atEnd: new RegExp(`[\\s,.]+${name}\\.?$`, "i"),
}));
/** What a script writes where the time of day is not said anew; it is no part of the place. */
const SAME_TIME = /^(continuous|later|moments later|same|same time|same day|flashback|dream)\b/i;

/** INT. or EXT. or both, with or without points, `I/E` among them. */
const HEAD = /^(INT\.?\s*\/\s*EXT\.?|EXT\.?\s*\/\s*INT\.?|I\.?\s*\/\s*E\.?|INT\.?|EXT\.?)(?:(?<=\.)\s*|\s+)(\S.*)$/i;

/**
 * Reads a slugline as far as it follows the custom; what it does not say stays open. `isPlace` knows places whose own
 * name ends like a time of day (Cafe Sunrise).
 */
export function parseSlugline(text: string, isPlace: (text: string) => boolean = () => false): Slugline {
  const match = HEAD.exec(words(text));
  const kind = match?.[1]?.toUpperCase() ?? "";
  const rest = match?.[2] ?? words(text);
  const parts = isPlace(rest) ? [rest] : splitParts(rest);
  const timeIndex = parts.findIndex((part, index) => index > 0 && timeIn(part) !== undefined);
  const endIndex = parts.findIndex((part, index) => index > 0 && (timeIn(part) !== undefined || SAME_TIME.test(part)));
  const place = words(parts.slice(0, endIndex === -1 ? parts.length : endIndex).join(" - "));
  const timeOfDay = timeIndex === -1 ? undefined : timeIn(parts[timeIndex] ?? "");
  return {
    ...(kind === "" ? {} : { interior: kind.startsWith("I") }),
    ...(place === "" ? {} : { place }),
    ...(timeOfDay === undefined ? {} : { timeOfDay }),
  };
}

/**
 * By dashes; without any, a time at the very end counts as well, behind a comma, a point or a blank: `EXT. GREEN, NIGHT`,
 * `Ext. Hill. Dawn`, `int tunnel night`.
 */
function splitParts(text: string): readonly string[] {
  const parts = text.split(/\s+[-\u2013\u2014]+\s+/).map(words);
  if (parts.length > 1) return parts;
  const found = ALL_TIMES.find(({ atEnd }) => atEnd.test(text));
  if (found === undefined) return parts;
  const place = words(text.slice(0, text.search(found.atEnd)));
  return place === "" ? parts : [place, found.name];
}

/** The first word of the part that is a time of day. */
function timeIn(part: string): TimeOfDay | undefined {
  const lower = part.toLowerCase();
  const found = ALL_TIMES.flatMap(({ time, anywhere }) => {
    const index = lower.search(anywhere);
    return index === -1 ? [] : [{ index, time }];
  }).sort((left, right) => left.index - right.index);
  return found[0]?.time;
}

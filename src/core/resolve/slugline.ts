import { TIMES_OF_DAY, type TimeOfDay } from "../production.ts";
import { words } from "./findings.ts";

/** What `INT. WORKSHOP - MIDNIGHT, LATER` says. */
export interface Slugline {
  readonly interior?: boolean;
  readonly place?: string;
  readonly timeOfDay?: TimeOfDay;
}

const OTHER_TIMES: Readonly<Record<string, TimeOfDay>> = {
  sunrise: "dawn",
  daybreak: "dawn",
  noon: "day",
  midday: "day",
  sunset: "dusk",
  twilight: "dusk",
  "magic hour": "dusk",
  "late night": "night",
};

/** Reads a slugline as far as it follows the custom; what it does not say stays open. */
export function parseSlugline(text: string): Slugline {
  const match = /^(INT\.?\s*\/\s*EXT\.?|EXT\.?\s*\/\s*INT\.?|I\/E\.?|INT\.?|EXT\.?)\s+(.*)$/i.exec(words(text));
  const kind = match?.[1]?.toUpperCase() ?? "";
  const rest = match?.[2] ?? words(text);
  const parts = rest.split(/\s+[-\u2013\u2014]\s+/);
  const place = words(parts[0] ?? "");
  const timeOfDay = timeIn(parts.slice(1).join(" "));
  return {
    ...(kind === "" ? {} : { interior: kind.startsWith("INT") || kind.startsWith("I/") }),
    ...(place === "" ? {} : { place }),
    ...(timeOfDay === undefined ? {} : { timeOfDay }),
  };
}

function timeIn(text: string): TimeOfDay | undefined {
  const lower = text.toLowerCase();
  const known = TIMES_OF_DAY.filter((time) => new RegExp(`\\b${time}\\b`).test(lower)).sort(
    (left, right) => lower.indexOf(left) - lower.indexOf(right),
  );
  if (known[0] !== undefined) return known[0];
  return Object.entries(OTHER_TIMES).find(([name]) => lower.includes(name))?.[1];
}

import type { ShotOrder } from "../../core/order.ts";

/** What kind of place it is, and what light falls on it: read from the words of bible, scene and shot. */
export interface Stage {
  readonly interior: boolean;
  readonly kind:
    | "workshop"
    | "room"
    | "church"
    | "lamp"
    | "stairs"
    | "village"
    | "forest"
    | "sea"
    | "city"
    | "mountain"
    | "field"
    | "desert";
  readonly words: string;
  readonly time: "dawn" | "day" | "dusk" | "night";
  readonly candle: boolean;
  readonly fire: boolean;
  readonly moon: boolean;
  readonly fog: boolean;
  readonly rain: boolean;
  readonly snow: boolean;
  readonly snowGround: boolean;
  readonly wind: boolean;
}

const KINDS: readonly (readonly [Stage["kind"], RegExp])[] = [
  ["lamp", /lamp room|lighthouse lamp|lantern room/],
  ["workshop", /workshop|workbench|bench|forge|studio|lab|kitchen|garage/],
  ["church", /church|chapel|cathedral|hall/],
  ["stairs", /stair|corridor|tunnel/],
  ["sea", /sea|coast|cliff|lighthouse|beach|harbour|ship|boat|shore/],
  ["village", /village|green|square|street of|farm|cottage/],
  ["city", /city|street|alley|roof|neon|town|car|highway|road/],
  ["forest", /forest|wood|trees|jungle/],
  ["mountain", /mountain|snowfield|peak|ridge/],
  ["desert", /desert|dune|sand/],
  ["field", /field|meadow|garden|park/],
];
const INDOORS = new Set(["workshop", "room", "church", "lamp", "stairs"]);
const TIMES: Readonly<Record<string, Stage["time"]>> = {
  dawn: "dawn",
  morning: "day",
  day: "day",
  afternoon: "day",
  dusk: "dusk",
  evening: "dusk",
  night: "night",
  midnight: "night",
};

export function stageOf(order: ShotOrder): Stage {
  const { intent, parts } = order;
  const place = intent.location ?? "";
  const descriptor = Object.entries(parts)
    .filter(([key]) => key.startsWith("location/") && !key.includes("#light"))
    .map(([, part]) => JSON.stringify(part))
    .join(" ");
  const light = Object.entries(parts)
    .filter(([key]) => key.includes("#light."))
    .map(([, part]) => String(part["light"] ?? ""))
    .join(" ");
  const words = `${place} ${descriptor}`.toLowerCase();
  const lightWords = `${intent.lighting ?? light} ${intent.mood ?? ""}`.toLowerCase();
  const everything = `${words} ${intent.action}`.toLowerCase();
  const kind =
    KINDS.find(([, pattern]) => pattern.test(words))?.[0] ??
    KINDS.find(([, pattern]) => pattern.test(everything))?.[0] ??
    "room";
  const weather = `${intent.weather ?? ""} ${lightWords}`.toLowerCase();
  return {
    interior: intent.interior ?? INDOORS.has(kind),
    kind: intent.interior === true && !INDOORS.has(kind) ? "room" : kind,
    words,
    time:
      TIMES[intent.timeOfDay ?? ""] ??
      (/night|moon|dark/.test(everything)
        ? "night"
        : /dusk|sunset/.test(everything)
          ? "dusk"
          : /dawn|sunrise/.test(everything)
            ? "dawn"
            : "day"),
    candle: /candle|lantern|lamp/.test(`${lightWords} ${intent.action.toLowerCase()}`),
    fire: /fire|hearth/.test(`${lightWords} ${intent.ambience ?? ""} ${intent.action}`.toLowerCase()),
    moon: /moon/.test(lightWords),
    fog: /fog|mist|haze/.test(weather),
    rain: /rain|storm/.test(weather),
    snow: /snow/.test(weather),
    snowGround: /snow/.test(everything) || /snow/.test(weather),
    wind: /wind|storm/.test(weather),
  };
}

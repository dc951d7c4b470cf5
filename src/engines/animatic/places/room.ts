import { type Brush, box, halo, oval, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { shade } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import { CANDLE, DAYLIGHT, ELECTRIC, type Floor, type Lamp, type Layer, MOON, type Place } from "./place.ts";

export const BOOKS = ["#7a2f2a", "#2f4a6b", "#3f5f43", "#8a6a3a", "#5a3f5f", "#c9b68a"];

export const JARS = ["#8a5a32", "#c79a5b", "#5a4a3a", "#7d8a84", "#a5653a"];

export interface Room {
  readonly wall: string;
  readonly floor: Floor;
  readonly half: number;
  readonly height: number;
  readonly depth: number;
  readonly beams?: boolean;
  back(c: Brush): void;
  readonly layers?: readonly Layer[];
  readonly lamps?: readonly Lamp[];
  readonly table?: Place["table"];
}

/** Where a thing of the set stands, as the bible's geography says: `window left`; else the usual side. */
export function sideOf(stage: Stage, thing: string, usual: number): number {
  const said = new RegExp(
    `${thing}s?\\s+(?:[a-z]+\\s+)?(left|right|centre|center|middle|behind)|(left|right)[a-z ]{0,12} ${thing}`,
  ).exec(stage.words);
  const side = said?.[1] ?? said?.[2];
  if (side === undefined) return usual;
  return side === "left" ? -Math.abs(usual) : side === "right" ? Math.abs(usual) : 0;
}

/** Wall, floor, light through the window; what the kinds of room have in common. */
export function room({
  wall,
  floor,
  half,
  height,
  depth,
  beams = false,
  back,
  layers = [],
  lamps = [],
  table: top,
}: Room): Place {
  const backWall: Layer = {
    z: depth,
    paint(c) {
      wash(c, [-half, 0, half * 2, height], [shade(wall, -0.2), wall]);
      const random = randomFrom(`wall ${wall}`);
      for (let i = 0; i < 50; i += 1)
        box(
          c,
          [-half + random() * half * 2, random() * height, 0.1 + random() * 0.35, 0.012],
          shade(wall, random() < 0.5 ? -0.09 : 0.07),
        );
      if (beams) {
        for (let x = -half; x <= half; x += half / 2) box(c, [x - 0.06, 0, 0.12, height], shade("#4f3823", -0.1));
        box(c, [-half, height * 0.72, half * 2, 0.1], "#463120");
      }
      box(c, [-half, 0, half * 2, 0.09], shade(wall, -0.42));
      back(c);
    },
  };
  return {
    floor,
    wall: depth,
    room: { half, height, colour: wall, beams },
    layers: [backWall, ...layers],
    lamps,
    ...(top === undefined ? {} : { table: top }),
  };
}

/** Light that falls in at a window: moon at night, sun by day. */
export function windowLamp(stage: Stage, x: number, y: number): Lamp {
  const night = stage.time === "night";
  const warm = stage.time === "dawn" || stage.time === "dusk";
  return {
    x,
    y,
    z: 1.4,
    radius: night ? 1.5 : 2.6,
    rgb: night ? MOON : warm ? "255,190,130" : DAYLIGHT,
    strength: night ? 0.75 : 1,
    flicker: 0,
    bloom: false,
  };
}

export const lampLight = (x: number, y: number, z: number, radius = 1.9): Lamp => ({
  x,
  y,
  z,
  radius,
  rgb: ELECTRIC,
  strength: 1,
  flicker: 0,
  bloom: true,
});

/** Candle or lamp of a table, when the light words ask for it or it is night. */
export function tableLight(stage: Stage, x: number, y: number): readonly Lamp[] {
  if (stage.candle) return [{ x, y: y + 0.3, z: 0.15, radius: 2.1, rgb: CANDLE, strength: 1, flicker: 1, bloom: true }];
  return [];
}

export function paintCandle(c: Brush, x: number, y: number): void {
  oval(c, [x, y + 0.012, 0.075, 0.018], "#8a6a34");
  box(c, [x - 0.022, y + 0.01, 0.044, 0.16], "#efe3c6");
  halo(c, [x, y + 0.23, 0.16], "255,210,130", 0.8);
  soft(
    c,
    [
      [x - 0.018, y + 0.18],
      [x, y + 0.29],
      [x + 0.018, y + 0.18],
      [x, y + 0.165],
    ],
    "#ffe9a6",
  );
}

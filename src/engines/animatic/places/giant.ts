import { type Brush, box, halo, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { shade } from "../text/colours.ts";
import { CANDLE, FIRE, type Lamp, MOON, type Place, type PlaceBuilder } from "./place.ts";
import { skyColours } from "./sky.ts";

/** The room as the tiny see it: the top of the bench is their floor, tools are as tall as they are. */
export const giant: PlaceBuilder = ({ stage }) => {
  const onFloor = /\b(floor|under the (bench|table|bed))\b/.test(stage.everything);
  const candle: readonly Lamp[] = stage.candle
    ? [{ x: 1.0, y: 1.34, z: 0.95, radius: 3.1, rgb: CANDLE, strength: 1, flicker: 1, bloom: true }]
    : [];
  const lamps: readonly Lamp[] = [
    ...candle,
    {
      x: -4.5,
      y: 3.4,
      z: 7,
      radius: 5,
      rgb: stage.time === "night" ? MOON : "255,250,238",
      strength: stage.time === "night" ? 0.8 : 1,
      flicker: 0,
      bloom: false,
    },
    ...(stage.fire || !stage.candle
      ? [{ x: 4.6, y: 0.5, z: 6, radius: 5, rgb: FIRE, strength: 0.9, flicker: 0.8, bloom: false }]
      : []),
  ];
  return {
    floor: { kind: "boards", colour: onFloor ? "#7b573a" : "#9a6d40" },
    wall: onFloor ? 7 : 2.6,
    layers: [
      { z: 9, paint: (c) => farRoom(c, stage, onFloor ? 0 : -2.6) },
      ...(onFloor
        ? [{ z: 4, paint: (c: Brush) => bench(c) }]
        : [
            {
              z: 2.6,
              paint: (c: Brush) => {
                box(c, [-14, -0.32, 28, 0.32], "#6b4626");
                box(c, [-14, -0.05, 28, 0.06], "#b98652");
              },
            },
          ]),
      { z: 0.95, paint: (c) => tools(c, stage.candle, onFloor) },
      {
        z: -0.75,
        paint: (c) => {
          soft(c, points("-2.4,-0.6 -2.2,-0.16 -1.55,-0.1 -1.2,-0.2 -1.15,-0.6"), "#3a2418");
        },
      },
    ],
    lamps,
  } satisfies Place;
};

function farRoom(c: Brush, stage: Parameters<PlaceBuilder>[0]["stage"], low: number): void {
  wash(c, [-30, low - 6, 60, 26], ["#6b5238", "#a5835a"]);
  for (let x = -15; x < 16; x += 5) box(c, [x, low - 6, 0.5, 26], "#4a3420");
  const [top, bottom] = skyColours(stage);
  box(c, [-8.2, 1.2, 5.6, 5.2], "#3d2c1d");
  wash(c, [-8, 1.4, 5.2, 4.8], stage.time === "night" ? ["#3a5596", "#7f9fe0"] : [top, bottom]);
  for (let i = 1; i < 5; i += 1) box(c, [-8 + i * 1.04 - 0.06, 1.4, 0.12, 4.8], "#3d2c1d");
  for (let i = 1; i < 5; i += 1) box(c, [-8, 1.4 + i * 0.96, 5.2, 0.1], "#3d2c1d");
  box(c, [5, low, 5.4, 4.6], "#5c544c");
  box(c, [5.9, low, 3.6, 3], "#150e0b");
  halo(c, [7.7, low + 0.8, 3], "255,140,50", 0.8);
  for (const [x, h] of [
    [6.9, 1.4],
    [7.7, 2],
    [8.4, 1.2],
  ] as const)
    soft(
      c,
      [
        [x - 0.5, low + 0.1],
        [x - 0.2, low + h * 0.6],
        [x, low + h],
        [x + 0.3, low + h * 0.5],
        [x + 0.5, low + 0.1],
      ],
      h > 1.5 ? "#ffd873" : "#f08a34",
    );
}

/** Legs of the bench, as seen from the floor. */
function bench(c: Brush): void {
  for (const x of [-4.6, 4.4]) wash(c, [x - 0.5, -0.3, 1, 7], ["#5b3f26", "#75522f"]);
  box(c, [-7, 5, 14, 0.9], "#8a6038");
  box(c, [-5, 1.2, 10, 0.3], "#5b3f26");
}

function tools(c: Brush, candle: boolean, onFloor: boolean): void {
  // A spool of thread, a hammer on its side, an awl in the wood, pins, a curl of leather.
  const spool = (x: number, s: number, thread: string): void => {
    box(c, [x - 0.26 * s, 0, 0.52 * s, 0.1 * s], "#c9a06a");
    wash(c, [x - 0.2 * s, 0.1 * s, 0.4 * s, 0.5 * s], [shade(thread, 0.1), shade(thread, -0.25)]);
    for (let i = 0; i < 6; i += 1)
      line(
        c,
        [
          [x - 0.2 * s, (0.14 + i * 0.08) * s],
          [x + 0.2 * s, (0.17 + i * 0.08) * s],
        ],
        { width: 0.012, colour: shade(thread, -0.35) },
      );
    box(c, [x - 0.26 * s, 0.6 * s, 0.52 * s, 0.1 * s], "#d9b47c");
  };
  spool(-1.15, 1, "#a8322c");
  if (!onFloor) {
    spool(-1.85, 0.8, "#2f5f8a");
    box(c, [2.2, 0.02, 1.5, 0.13], "#7a5532");
    soft(c, points("2.05,-0.02 2.0,0.42 2.35,0.45 2.4,-0.02"), "#6d7276");
  } else {
    line(c, points("1.2,0.01 1.9,0.02"), { width: 0.02, colour: "#c9cdd2" });
    oval(c, [1.92, 0.03, 0.045, 0.045], "#c2312b");
  }
  soft(c, points("-3.2,0 -3.1,0.2 -2.8,0.26 -2.7,0.08 -2.5,0"), "#6e3f28");
  if (!candle || onFloor) return;
  c.save();
  c.translate(1.0, 0);
  c.scale(0.74, 0.78);
  oval(c, [0, 0.05, 0.44, 0.1], "#8a6a34");
  wash(c, [-0.15, 0.06, 0.3, 1.36], ["#fff0cc", "#d8c596"]);
  soft(c, points("-0.15,1.36 -0.18,1.0 -0.12,0.9 -0.07,1.1 -0.05,1.42"), "#fff6de");
  line(c, points("0,1.4 0.01,1.5"), { width: 0.025, colour: "#2a2018" });
  halo(c, [0, 1.68, 0.9], "255,205,120", 0.7);
  soft(c, points("-0.08,1.5 -0.05,1.72 0,2.0 0.06,1.7 0.08,1.5 0,1.42"), "#ffe28f");
  polygon(c, points("-0.03,1.52 0,1.75 0.04,1.52"), "#fffbe8");
  c.restore();
}

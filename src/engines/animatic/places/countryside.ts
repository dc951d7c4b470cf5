import { type Brush, box, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { mix, shade } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import type { PlaceBuilder } from "./place.ts";
import { haze, ridge, skyLayer } from "./sky.ts";
import { lamp } from "./town.ts";
import { bareOrLeafy } from "./trees.ts";

/** A house of a village or a farm. */
export function house(
  c: Brush,
  stage: Stage,
  { x, w, h, seed }: { x: number; w: number; h: number; seed: number },
): void {
  const night = stage.time === "night";
  const wall = mix(["#e0cfa8", "#cdb48a", "#e6dcc4", "#c99f7d"][seed % 4] ?? "#e0cfa8", "#1e2748", night ? 0.55 : 0);
  const wood = mix("#5b3f28", "#10162c", night ? 0.4 : 0);
  wash(c, [x, 0, w, h], [wall, shade(wall, -0.14)]);
  const roof = stage.snowGround || stage.snow ? "#edf1f6" : mix("#8a4530", "#141a34", night ? 0.5 : 0);
  polygon(
    c,
    [
      [x - w * 0.14, h],
      [x + w * 0.5 + (seed % 2) * 0.1, h + w * 0.62],
      [x + w * 1.14, h],
    ],
    mix(roof, "#2b3a6b", night ? 0.35 : 0),
  );
  for (const k of [0, 0.33, 0.66, 0.97]) box(c, [x + w * k, 0, w * 0.045, h], wood);
  box(c, [x, h * 0.52, w, 0.06], wood);
  line(
    c,
    [
      [x + w * 0.04, h * 0.55],
      [x + w * 0.33, h],
    ],
    { width: 0.06, colour: wood },
  );
  line(
    c,
    [
      [x + w * 0.97, h * 0.55],
      [x + w * 0.68, h],
    ],
    { width: 0.06, colour: wood },
  );
  box(c, [x + w * 0.42, 0, w * 0.18, h * 0.42], shade(wood, -0.2));
  for (const [kx, ky] of [
    [0.12, 0.18],
    [0.74, 0.18],
    [0.4, 0.66],
    [0.12, 0.66],
    [0.74, 0.66],
  ] as const) {
    const on = night || stage.time !== "day" ? (seed + Math.round(kx * 10)) % 3 !== 0 : false;
    box(c, [x + w * kx - 0.03, h * ky - 0.03, w * 0.15 + 0.06, h * 0.2 + 0.06], wood);
    box(c, [x + w * kx, h * ky, w * 0.15, h * 0.2], on ? "#ffd98a" : night ? "#26345a" : "#8fb0c4");
  }
  box(c, [x + w * 0.8, h + w * 0.05, w * 0.1, w * 0.5], mix("#7d5f50", "#141a34", night ? 0.4 : 0));
}

function spire(c: Brush, stage: Stage, x: number): void {
  const wall = haze(stage, "#8a8378", 0.25);
  box(c, [x - 0.8, 0, 1.6, 4.6], wall);
  polygon(c, points("-1,4.6 0,9.2 1,4.6", x), stage.snowGround ? mix(wall, "#ffffff", 0.5) : shade(wall, -0.3));
  oval(c, [x, 3.7, 0.42, 0.42], "#efe7d2");
  line(c, points("0,3.7 0,4", x), { width: 0.06, colour: "#33302c" });
  box(c, [x - 0.2, 1.4, 0.4, 1], shade(wall, -0.4));
  polygon(c, points("0.8,0 0.8,2.4 2.4,3.2 4,2.4 4,0", x), shade(wall, -0.08));
}

export const village: PlaceBuilder = ({ stage }) => ({
  floor: {
    kind: stage.snowGround || stage.snow ? "snow" : "grass",
    colour: stage.snowGround || stage.snow ? "#e6ecf4" : "#7f9a58",
  },
  wall: 40,
  layers: [
    skyLayer(stage),
    {
      z: 40,
      paint: (c) =>
        ridge(c, {
          colour: haze(stage, stage.snowGround ? "#c3cedd" : "#6a8a6a", 0.62),
          height: 4.5,
          rough: 0.6,
          seed: 1,
        }),
    },
    {
      z: 20,
      paint: (c) => {
        ridge(c, {
          colour: haze(stage, stage.snowGround ? "#d3dce8" : "#5f8258", 0.36),
          height: 1.4,
          rough: 0.2,
          seed: 4,
        });
        if (/church|spire/.test(stage.words) || !/farm/.test(stage.words)) spire(c, stage, 4);
      },
    },
    {
      z: 10,
      paint: (c) => {
        for (let i = 0; i < 9; i += 1) house(c, stage, { x: -13 + i * 3.1, w: 2.2, h: 1.7 + (i % 3) * 0.35, seed: i });
      },
    },
    {
      z: 5,
      paint: (c) => {
        for (const [i, x] of [-5.4, -3.4, 3.2, 5.3].entries())
          house(c, stage, { x, w: 1.7, h: 1.45 + (i % 2) * 0.25, seed: i + 2 });
      },
    },
    {
      z: 2.6,
      paint: (c) => {
        for (const [i, x] of [-3.3, 2.7].entries()) bareOrLeafy(c, stage, { x, h: 2.5 + i * 0.5, seed: i + 3 });
        for (let i = -9; i < 10; i += 1)
          if (Math.abs(i) > 3) {
            box(c, [i * 0.4, 0, 0.07, 0.36], haze(stage, "#7d5f40", 0.1));
            box(c, [i * 0.4 - 0.2, 0.22, 0.4, 0.04], haze(stage, "#7d5f40", 0.1));
          }
      },
    },
  ],
  lamps:
    stage.time === "night" || stage.time === "dusk"
      ? [
          lamp(-2.4, 0.8, 4.5),
          lamp(3.8, 0.8, 4.5),
          { x: 0, y: 0.8, z: 0, radius: 1.8, rgb: "180,195,255", strength: 0.7, flicker: 0, bloom: false },
        ]
      : [],
});

export const castle: PlaceBuilder = ({ stage }) => ({
  floor: { kind: stage.snowGround ? "snow" : "grass", colour: stage.snowGround ? "#e6ecf4" : "#748f55" },
  wall: 40,
  layers: [
    skyLayer(stage),
    { z: 40, paint: (c) => ridge(c, { colour: haze(stage, "#6f7f95", 0.6), height: 7, rough: 2, seed: 3 }) },
    {
      z: 16,
      paint: (c) => {
        soft(c, points("-14,-1 -6,1.6 0,2.4 7,1.7 15,-1"), haze(stage, "#5f7d55", 0.3));
        const wall = haze(stage, stage.time === "night" ? "#4a5270" : "#a69d92", 0.2);
        const tower = (x: number, w: number, h: number): void => {
          wash(c, [x - w / 2, 1.5, w, h], [wall, shade(wall, -0.12)]);
          for (let i = 0; i < 4; i += 1) box(c, [x - w * 0.58 + i * w * 0.31, 1.5 + h, w * 0.2, w * 0.2], wall);
          polygon(
            c,
            [
              [x - w * 0.62, 1.5 + h + w * 0.15],
              [x, 1.5 + h + w * 1.5],
              [x + w * 0.62, 1.5 + h + w * 0.15],
            ],
            haze(stage, "#8a3f3c", 0.2),
          );
          for (let k = 1; k < 4; k += 1)
            box(
              c,
              [x - w * 0.09, 1.5 + (h * k) / 4, w * 0.18, w * 0.34],
              stage.time === "day" ? shade(wall, -0.5) : "#ffd98a",
            );
        };
        box(c, [-3.6, 1.5, 7.2, 3], shade(wall, -0.06));
        for (let i = 0; i < 12; i += 1) box(c, [-3.6 + i * 0.62, 4.5, 0.36, 0.4], shade(wall, -0.06));
        tower(-3.7, 1.5, 5);
        tower(3.7, 1.5, 4.4);
        tower(0.2, 1.9, 7);
        tower(-1.8, 1.1, 4.6);
        soft(c, points("-0.7,1.5 -0.7,2.8 0,3.5 0.7,2.8 0.7,1.5"), "#2a211c");
      },
    },
    {
      z: 3.4,
      paint: (c) => {
        for (const [i, x] of [-5, -3.4, 3.6, 5.2].entries())
          bareOrLeafy(c, stage, { x, h: 2.2 + (i % 2) * 0.5, seed: i });
      },
    },
  ],
  lamps:
    stage.time === "night"
      ? [{ x: 0, y: 1, z: 0, radius: 2, rgb: "180,195,255", strength: 0.8, flicker: 0, bloom: false }]
      : [],
});

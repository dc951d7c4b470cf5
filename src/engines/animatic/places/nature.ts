import { type Brush, box, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { mix, shade } from "../text/colours.ts";
import type { Layer, PlaceBuilder } from "./place.ts";
import { haze, moonlight, ridge, skyColours, skyLayer } from "./sky.ts";
import { bareTree, leafyTree } from "./trees.ts";

export const forest: PlaceBuilder = ({ stage }) => {
  const night = stage.time === "night";
  const winter = stage.snow || stage.snowGround;
  const jungle = /jungle|swamp|rainforest/.test(stage.words);
  const green = night ? "#1b3340" : jungle ? "#2f6b3a" : winter ? "#46605a" : "#3f6b3c";
  const row = (
    z: number,
    { count, tall, tone, seed }: { count: number; tall: number; tone: number; seed: string },
  ): Layer => ({
    z,
    paint(c) {
      const random = randomFrom(seed);
      const span = 7 + z * 2.2;
      for (let i = 0; i < count; i += 1) {
        const x = -span + (i * 2 * span) / count + random() * 0.6;
        const h = tall * (0.8 + random() * 0.5);
        const clear = z < 3 && Math.abs(x) < 0.75;
        if (clear) continue;
        if (i % 3 === 0 && !jungle) {
          const bark = haze(stage, night ? "#1a1d28" : "#57432f", tone);
          soft(
            c,
            [
              [x - 0.16, -0.05],
              [x - 0.1, h * 0.6],
              [x - 0.08, h * 1.6],
              [x + 0.1, h * 1.6],
              [x + 0.11, h * 0.6],
              [x + 0.2, -0.05],
            ],
            bark,
          );
          line(
            c,
            [
              [x - 0.03, 0.1],
              [x - 0.01, h],
            ],
            { width: 0.02, colour: shade(bark, -0.25) },
          );
          if (!winter)
            for (let k = 0; k < 5; k += 1)
              oval(
                c,
                [x + (random() - 0.5) * 1.5, h * 1.25 + random() * 0.8, 0.6, 0.36],
                haze(stage, shade(green, 0.1 - random() * 0.2), tone),
              );
        } else if (jungle) leafyTree(c, stage, { x, h: h * 1.2, seed: i });
        else if (winter && i % 3 === 1) bareTree(c, stage, { x, h, seed: i });
        else fir(c, { x, h, colour: haze(stage, green, tone), snow: winter });
      }
      if (z < 3)
        for (let i = 0; i < 26; i += 1) {
          const x = -span + random() * span * 2;
          if (Math.abs(x) > 0.9)
            soft(
              c,
              [
                [x - 0.25, 0],
                [x - 0.12, 0.2 + random() * 0.16],
                [x + 0.12, 0.22],
                [x + 0.26, 0],
              ],
              haze(stage, winter ? "#e2e9f0" : shade(green, -0.12), tone),
            );
        }
    },
  });
  return {
    floor: winter ? { kind: "snow", colour: "#e3eaf2" } : { kind: "dirt", colour: night ? "#27342f" : "#6b6a42" },
    wall: 16,
    layers: [
      skyLayer(stage),
      { z: 20, paint: (c) => ridge(c, { colour: haze(stage, green, 0.62), height: 4.2, rough: 1.2, seed: 2 }) },
      row(11, { count: 26, tall: 5, tone: 0.5, seed: "forest far" }),
      row(5.5, { count: 20, tall: 3.6, tone: 0.26, seed: "forest middle" }),
      row(2, { count: 12, tall: 3, tone: 0.06, seed: "forest near" }),
      {
        z: -0.9,
        paint: (c) => {
          for (const [x, way] of [
            [-1.9, 1],
            [2, -1],
          ] as const)
            for (let i = 0; i < 7; i += 1)
              soft(
                c,
                [
                  [x, -0.6],
                  [x + way * 0.05 * i, 0.1 + i * 0.05],
                  [x + way * (0.1 + i * 0.07), 0.25 + i * 0.02],
                  [x + way * 0.1, -0.6],
                ],
                shade(night ? "#0f1c1c" : winter ? "#8fa0ae" : "#24401f", (i % 3) * 0.05),
              );
        },
      },
    ],
    lamps: [
      ...moonlight(stage),
      ...(stage.fire
        ? [{ x: 0.3, y: 0.3, z: 0.1, radius: 2.2, rgb: "255,150,70", strength: 1, flicker: 1, bloom: false }]
        : stage.candle
          ? [{ x: 0.2, y: 0.6, z: 0, radius: 1.6, rgb: "255,190,105", strength: 1, flicker: 0.6, bloom: false }]
          : []),
    ],
  };
};

function fir(c: Brush, { x, h, colour, snow }: { x: number; h: number; colour: string; snow: boolean }): void {
  box(c, [x - h * 0.022, 0, h * 0.044, h * 0.2], shade(colour, -0.45));
  for (let i = 0; i < 5; i += 1) {
    const [y, w] = [h * (0.12 + i * 0.16), h * (0.25 - i * 0.043)];
    soft(
      c,
      [
        [x - w, y],
        [x - w * 0.4, y + h * 0.1],
        [x, y + h * 0.3],
        [x + w * 0.4, y + h * 0.1],
        [x + w, y],
        [x + w * 0.3, y + h * 0.02],
        [x, y - h * 0.015],
        [x - w * 0.3, y + h * 0.02],
      ],
      shade(colour, i * 0.05 - 0.1),
    );
    if (snow)
      soft(
        c,
        [
          [x - w * 0.8, y + h * 0.02],
          [x - w * 0.35, y + h * 0.1],
          [x, y + h * 0.25],
          [x + w * 0.1, y + h * 0.12],
          [x - w * 0.2, y + h * 0.05],
        ],
        "#f2f6fa",
      );
  }
}

export const field: PlaceBuilder = ({ stage }) => {
  const winter = stage.snow || stage.snowGround;
  const water = /\b(river|lake|pond|stream|lagoon)\b/.test(stage.everything);
  const garden = stage.kind === "garden";
  const grave = /grave|cemetery/.test(stage.words);
  const wheat = /wheat|corn|harvest|barley/.test(stage.everything);
  return {
    floor: winter
      ? { kind: "snow", colour: "#e3eaf2" }
      : {
          kind: "grass",
          colour: wheat ? "#c9a552" : stage.time === "night" ? "#35503c" : garden ? "#6f9a4a" : "#83a052",
        },
    wall: 40,
    layers: [
      skyLayer(stage),
      {
        z: 44,
        paint: (c) =>
          ridge(c, { colour: haze(stage, winter ? "#c6d0de" : "#6f8fa0", 0.66), height: 5, rough: 1, seed: 1 }),
      },
      {
        z: 26,
        paint: (c) =>
          ridge(c, { colour: haze(stage, winter ? "#d6dfea" : "#6f8f5f", 0.42), height: 2.6, rough: 0.4, seed: 3 }),
      },
      {
        z: 14,
        paint: (c) => {
          ridge(c, { colour: haze(stage, winter ? "#dde5ee" : "#6f9550", 0.24), height: 0.9, rough: 0.2, seed: 6 });
          for (const [i, x] of [-9, -7.6, 5, 8.8, 10].entries())
            leafyTree(c, stage, { x, h: 2 + (i % 2) * 0.6, seed: i });
        },
      },
      {
        z: 6,
        paint: (c) => {
          if (water) {
            wash(
              c,
              [-30, -0.4, 60, 0.66],
              [mix(skyColours(stage)[1], "#4f86a0", 0.5), mix(skyColours(stage)[0], "#2f5f80", 0.4)],
            );
            for (let i = 0; i < 40; i += 1)
              box(c, [-16 + ((i * 37) % 320) / 10, -0.1 + ((i * 13) % 30) / 100, 0.5, 0.012], "rgba(255,255,255,0.35)");
          }
        },
      },
      {
        z: 2.8,
        paint: (c) => {
          if (garden && !grave) {
            for (const [i, x] of [-3.4, 3].entries()) leafyTree(c, stage, { x, h: 2.6, seed: i + 1 });
            box(c, [1.2, 0.24, 1.1, 0.06], "#8a6440");
            box(c, [1.2, 0.34, 1.1, 0.2], "#8a6440");
            for (const x of [1.3, 2.15]) box(c, [x, 0, 0.06, 0.5], "#3c3f42");
            for (let i = 0; i < 26; i += 1)
              oval(
                c,
                [-3 + ((i * 23) % 60) / 10, 0.06 + (i % 3) * 0.04, 0.06, 0.06],
                ["#c8385a", "#e3bf3a", "#7a4fa3", "#eeece6"][i % 4] ?? "#c8385a",
              );
          }
          if (grave)
            for (let i = 0; i < 9; i += 1) {
              c.fillStyle = haze(stage, "#8b8a86", 0.1);
              c.beginPath();
              c.roundRect(-4 + i * 0.95, -0.1, 0.42, 0.62 + (i % 3) * 0.1, [0, 0, 0.2, 0.2]);
              c.fill();
            }
          if (!garden) {
            const random = randomFrom("stalks");
            for (let i = 0; i < (wheat ? 260 : 90); i += 1) {
              const x = -8 + random() * 16;
              line(
                c,
                [
                  [x, 0],
                  [x + (random() - 0.5) * 0.12, 0.14 + random() * (wheat ? 0.4 : 0.12)],
                ],
                { width: 0.02, colour: haze(stage, wheat ? "#d9b75c" : winter ? "#c8d2dc" : "#5f7d3f", 0.08) },
              );
            }
          }
        },
      },
    ],
    lamps: moonlight(stage),
  };
};

export const mountain: PlaceBuilder = ({ stage }) => {
  const cold = stage.snow || stage.snowGround || /arctic|glacier|peak|summit|snow/.test(stage.words);
  return {
    floor: cold ? { kind: "snow", colour: "#e6edf5" } : { kind: "dirt", colour: "#8a7f6a" },
    wall: 44,
    layers: [
      skyLayer(stage),
      {
        z: 50,
        paint: (c) =>
          ridge(c, {
            colour: haze(stage, "#7d8da6", 0.5),
            height: 15,
            rough: 7,
            seed: 2,
            snow: haze(stage, "#f4f7fb", 0.3),
          }),
      },
      {
        z: 30,
        paint: (c) =>
          ridge(c, {
            colour: haze(stage, "#5f6f86", 0.3),
            height: 7,
            rough: 4.4,
            seed: 5,
            snow: haze(stage, "#eef3f9", 0.15),
          }),
      },
      {
        z: 16,
        paint: (c) =>
          ridge(c, { colour: haze(stage, cold ? "#a9b6c6" : "#56604f", 0.18), height: 1.8, rough: 1.2, seed: 8 }),
      },
      {
        z: 4,
        paint: (c) => {
          for (const [x, s] of [
            [-4.2, 1.1],
            [3.4, 0.9],
            [5.6, 1.5],
            [-6.4, 1.4],
          ] as const) {
            polygon(
              c,
              [
                [x - s, -0.1],
                [x - s * 0.7, s * 0.7],
                [x, s],
                [x + s * 0.6, s * 0.5],
                [x + s, -0.1],
              ],
              haze(stage, "#5f636a", 0.08),
            );
            if (cold)
              polygon(
                c,
                [
                  [x - s * 0.7, s * 0.7],
                  [x, s],
                  [x + s * 0.6, s * 0.5],
                  [x, s * 0.66],
                ],
                "#f2f6fa",
              );
          }
        },
      },
    ],
    lamps: moonlight(stage),
  };
};

export const desert: PlaceBuilder = ({ stage }) => ({
  floor: { kind: "sand", colour: stage.time === "night" ? "#5a5670" : "#dcb777" },
  wall: 44,
  layers: [
    skyLayer(stage),
    {
      z: 40,
      paint: (c) => {
        const rock = haze(stage, "#a5633c", 0.4);
        for (const [x, w, h] of [
          [-18, 6, 5],
          [-8, 3, 3.4],
          [9, 5, 4.4],
          [20, 8, 6],
        ] as const)
          polygon(
            c,
            [
              [x - w, -1],
              [x - w * 0.7, h],
              [x + w * 0.6, h * 1.02],
              [x + w, -1],
            ],
            rock,
          );
      },
    },
    { z: 22, paint: (c) => ridge(c, { colour: haze(stage, "#cfa05f", 0.3), height: 2.6, rough: 0.2, seed: 3 }) },
    {
      z: 10,
      paint: (c) => {
        ridge(c, { colour: haze(stage, "#d8ae6c", 0.14), height: 0.9, rough: 0.1, seed: 6 });
        for (const x of [-5.5, 4.2]) {
          const green = haze(stage, "#5a7a45", 0.1);
          box(c, [x - 0.1, 0, 0.2, 1.4], green);
          line(c, points("0,0.6 0.4,0.7 0.4,1.1", x), { width: 0.15, colour: green });
          line(c, points("0,0.8 -0.36,0.9 -0.36,1.25", x), { width: 0.14, colour: green });
        }
      },
    },
  ],
  lamps: moonlight(stage),
});

import { type Brush, box, halo, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { mix, shade } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import type { Lamp, Layer, PlaceBuilder } from "./place.ts";
import { haze, ridge, SKY_Z, skyColours, skyLayer } from "./sky.ts";
import { bareTree, leafyTree } from "./town.ts";

/** People outdoors at night stay readable: the moon falls on them. */
const moonlight = (stage: Stage): readonly Lamp[] =>
  stage.time === "night"
    ? [{ x: 0, y: 0.9, z: 0, radius: 2.2, rgb: "175,195,255", strength: 0.8, flicker: 0, bloom: false }]
    : [];

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

function lighthouseTower(c: Brush, stage: Stage, x: number): void {
  soft(c, points("-10,-2 -5,1.4 -1.4,2.2 2.2,2.1 3,0.6 3.4,-2", x), haze(stage, "#6b6a5f", 0.1));
  soft(c, points("-9,0 -5,1.5 -1.4,2.26 2.1,2.16 1.4,1.9 -3,1.4", x), haze(stage, "#7d8f58", 0.1));
  const white = stage.time === "night" ? "#9aa6c4" : "#efe9dc";
  polygon(c, points("-0.85,2.1 -0.55,7 0.55,7 0.85,2.1", x), white);
  for (const y of [3, 4.7])
    polygon(
      c,
      [
        [x - 0.8 + (y - 2.1) * 0.06, y],
        [x - 0.75 + (y - 2.1) * 0.06, y + 0.8],
        [x + 0.75 - (y - 2.1) * 0.06, y + 0.8],
        [x + 0.8 - (y - 2.1) * 0.06, y],
      ],
      mix("#b23b32", "#1a2244", stage.time === "night" ? 0.4 : 0),
    );
  box(c, [x - 0.75, 7, 1.5, 0.16], "#39424a");
  halo(c, [x, 7.6, 3.4], "255,236,170", stage.time === "day" ? 0.25 : 0.9);
  box(c, [x - 0.42, 7.16, 0.84, 0.86], "#ffeeb0");
  for (const k of [-0.42, -0.02, 0.38]) box(c, [x + k, 7.16, 0.05, 0.86], "#39424a");
  polygon(c, points("-0.55,8 0,8.7 0.55,8", x), "#8a2f2a");
  if (stage.time !== "day") {
    polygon(c, points("0.2,7.6 26,10.6 26,6", x), "rgba(255,240,190,0.16)");
    polygon(c, points("-0.2,7.6 -26,9.6 -26,6.6", x), "rgba(255,240,190,0.1)");
  }
  box(c, [x + 1, 2.1, 1, 0.7], white);
  polygon(c, points("0.9,2.8 1.5,3.3 2.1,2.8", x), "#8a4530");
}

function seaBand(c: Brush, stage: Stage): void {
  const [top, bottom] = skyColours(stage);
  wash(c, [-90, -8, 180, 8.05], [mix(bottom, "#2f6f8a", 0.55), mix(top, "#123a56", 0.6)]);
  const random = randomFrom("waves");
  for (let i = 0; i < 160; i += 1) {
    const y = -0.05 - random() ** 2 * 7;
    box(
      c,
      [-70 + random() * 140, y, 0.8 + random() * 3 * (0.4 - y * 0.3), 0.03 - y * 0.014],
      `rgba(255,255,255,${(0.1 + random() * 0.25).toFixed(2)})`,
    );
  }
  if (stage.time === "dawn" || stage.time === "dusk")
    for (let i = 0; i < 30; i += 1)
      box(
        c,
        [(stage.time === "dawn" ? 11 : -11) * 0.9 - 1.4 + random() * 2.8, -0.1 - i * 0.13, 0.8 + random() * 1.2, 0.05],
        "rgba(255,214,150,0.55)",
      );
}

export const coast: PlaceBuilder = ({ stage }) => {
  const beach = stage.kind === "beach";
  const open = stage.kind === "sea";
  const tower = stage.kind === "lighthouse" && /lighthouse/.test(stage.everything);
  const cliff = stage.kind === "lighthouse";
  return {
    floor: open
      ? { kind: "water", colour: stage.time === "night" ? "#1c3350" : "#2f6a86" }
      : beach
        ? { kind: "sand", colour: stage.time === "night" ? "#5a5c6e" : "#dcc391" }
        : { kind: "grass", colour: stage.time === "night" ? "#34483f" : "#7a8f58" },
    wall: open ? 45 : 7,
    layers: [
      skyLayer(stage),
      { z: 45, paint: (c) => seaBand(c, stage) },
      {
        z: 30,
        paint: (c) => {
          if (tower) lighthouseTower(c, stage, -5.5);
          else if (!open) soft(c, points("-34,-1 -24,2.6 -14,3 -9,1.2 -6,-1"), haze(stage, "#5f6a5f", 0.4));
        },
      },
      {
        z: 7,
        paint: (c) => {
          if (beach) {
            wash(c, [-40, -0.9, 80, 0.95], [mix(skyColours(stage)[1], "#4f9ab0", 0.5), "#6fb0b8"]);
            for (let i = 0; i < 3; i += 1)
              soft(
                c,
                [
                  [-40, -0.5 - i * 0.16],
                  [-10, -0.42 - i * 0.16],
                  [0, -0.54 - i * 0.16],
                  [12, -0.44 - i * 0.16],
                  [40, -0.5 - i * 0.16],
                  [40, -0.56 - i * 0.16],
                  [-40, -0.56 - i * 0.16],
                ],
                "rgba(255,255,255,0.75)",
              );
          }
        },
      },
      {
        z: 2.4,
        paint: (c) => {
          if (cliff)
            for (const [x, s] of [
              [-4.4, 0.7],
              [3.6, 0.6],
              [5, 0.9],
            ] as const)
              soft(
                c,
                [
                  [x - s, -0.1],
                  [x - s * 0.6, s * 0.6],
                  [x + s * 0.3, s * 0.7],
                  [x + s, -0.1],
                ],
                haze(stage, "#6b6a66", 0.05),
              );
          if (beach)
            for (const [x, s] of [
              [-3.6, 0.4],
              [3.2, 0.3],
            ] as const)
              soft(
                c,
                [
                  [x - s, -0.05],
                  [x - s * 0.5, s * 0.5],
                  [x + s * 0.4, s * 0.45],
                  [x + s, -0.05],
                ],
                haze(stage, "#7d756b", 0.05),
              );
        },
      },
    ],
    lamps: [
      ...moonlight(stage),
      ...(tower && stage.time !== "day"
        ? [{ x: -5.5, y: 7.6, z: 30, radius: 9, rgb: "255,236,170", strength: 1, flicker: 0.15, bloom: false }]
        : []),
    ],
  };
};

export const harbour: PlaceBuilder = ({ stage }) => ({
  floor: { kind: "boards", colour: stage.time === "night" ? "#4f4a4f" : "#8f7a60" },
  wall: 3,
  layers: [
    skyLayer(stage),
    { z: 45, paint: (c) => seaBand(c, stage) },
    {
      z: 26,
      paint: (c) => {
        for (let i = 0; i < 9; i += 1) {
          const x = -24 + i * 6;
          box(
            c,
            [x, -0.3, 3.6, 2.2 + (i % 3)],
            haze(stage, ["#a5563c", "#c9b48a", "#5f7d8a"][i % 3] ?? "#a5563c", 0.4),
          );
          polygon(
            c,
            [
              [x - 0.2, 1.9 + (i % 3)],
              [x + 1.8, 3 + (i % 3)],
              [x + 3.8, 1.9 + (i % 3)],
            ],
            haze(stage, "#6b3f30", 0.4),
          );
        }
      },
    },
    {
      z: 8,
      paint: (c) => {
        for (const [x, hull] of [
          [-5.5, "#a3272a"],
          [2.6, "#2f5f8a"],
        ] as const) {
          soft(c, points("-2.2,0.5 -1.8,-0.6 1.6,-0.6 2.4,0.7 0,0.36", x), haze(stage, hull, 0.1));
          box(c, [x - 0.9, 0.36, 1.1, 0.7], "#e9e3d4");
          line(c, points("0.5,0.3 0.5,3.2", x), { width: 0.07, colour: "#5b4330" });
          line(c, points("0.5,3.1 2.3,0.6", x), { width: 0.02, colour: "#3a332c" });
          line(c, points("0.5,3.1 -2.1,0.5", x), { width: 0.02, colour: "#3a332c" });
        }
      },
    },
    {
      z: 2,
      paint: (c) => {
        for (const x of [-2.6, 2.2, 4.4]) {
          box(c, [x - 0.12, -0.3, 0.24, 0.75], "#5b4a3a");
          oval(c, [x, 0.46, 0.13, 0.05], "#75614c");
        }
        for (const [x, y] of [
          [-3.8, 0],
          [-3.3, 0],
          [-3.55, 0.4],
        ] as const)
          box(c, [x, y, 0.46, 0.4], "#9a7748");
      },
    },
  ],
  lamps:
    stage.time === "night"
      ? [
          ...moonlight(stage),
          { x: 2, y: 1.8, z: 2, radius: 2, rgb: "255,220,160", strength: 0.9, flicker: 0, bloom: false },
        ]
      : [],
});

export const deck: PlaceBuilder = ({ stage }) => ({
  floor: { kind: "boards", colour: stage.time === "night" ? "#4d4440" : "#9a7550" },
  wall: 2.6,
  layers: [
    skyLayer(stage),
    { z: 45, paint: (c) => seaBand(c, stage) },
    {
      z: 2.6,
      paint: (c) => {
        box(c, [-14, -0.1, 28, 0.42], "#6b4a2f");
        box(c, [-14, 0.52, 28, 0.08], "#8a6440");
        for (let i = -24; i < 24; i += 1) box(c, [i * 0.55, 0.3, 0.07, 0.26], "#7a5636");
      },
    },
    {
      z: 1.6,
      paint: (c) => {
        box(c, [-1.75, 0, 0.2, 7], "#5b4028");
        for (let i = 0; i < 12; i += 1)
          line(
            c,
            [
              [-3.6 + i * 0.15, 0.3 + i * 0.42],
              [-1.6, 0.3 + i * 0.42],
            ],
            { width: 0.025, colour: "#3a2f26" },
          );
        line(c, points("-3.8,0 -1.6,6"), { width: 0.035, colour: "#3a2f26" });
        soft(c, points("-1.5,2.2 0.6,1.9 3.6,2.3 3.4,6.5 -1.5,6.8"), haze(stage, "#e6dcc4", 0.05));
        box(c, [2.4, 0, 0.5, 0.5], "#7a5636");
        c.strokeStyle = "#5b4028";
        c.lineWidth = 0.06;
        c.beginPath();
        c.arc(1.5, 0.62, 0.34, 0, 7);
        c.stroke();
        for (let i = 0; i < 4; i += 1)
          line(
            c,
            [
              [1.5 - Math.cos(i * 0.785) * 0.45, 0.62 - Math.sin(i * 0.785) * 0.45],
              [1.5 + Math.cos(i * 0.785) * 0.45, 0.62 + Math.sin(i * 0.785) * 0.45],
            ],
            { width: 0.035, colour: "#5b4028" },
          );
        box(c, [1.42, 0, 0.16, 0.5], "#4a3422");
      },
    },
  ],
  lamps: [
    ...moonlight(stage),
    ...(stage.candle
      ? [{ x: 0.6, y: 1, z: 0.2, radius: 1.8, rgb: "255,190,105", strength: 1, flicker: 0.5, bloom: false }]
      : []),
  ],
});

export const underwater: PlaceBuilder = () => ({
  floor: { kind: "sand", colour: "#3f7f8a" },
  wall: 30,
  layers: [
    { z: SKY_Z, paint: (c) => wash(c, [-90, -20, 180, 70], ["#7fd3e0", "#0f4a66"]) },
    {
      z: 24,
      paint: (c) => {
        ridge(c, { colour: "#1d5f78", height: 4, rough: 2, seed: 3 });
        for (let i = 0; i < 6; i += 1)
          polygon(
            c,
            [
              [-14 + i * 5, 22],
              [-13 + i * 5, 22],
              [-8 + i * 5, -2],
              [-12 + i * 5, -2],
            ],
            "rgba(200,245,250,0.1)",
          );
      },
    },
    {
      z: 4,
      paint: (c) => {
        const random = randomFrom("reef");
        for (let i = 0; i < 22; i += 1) {
          const x = -8 + i * 0.75;
          if (Math.abs(x) < 0.9) continue;
          if (i % 2 === 0)
            for (let k = 0; k < 4; k += 1)
              line(
                c,
                [
                  [x + k * 0.08, 0],
                  [x + k * 0.08 + Math.sin(k + i) * 0.2, 0.5],
                  [x + k * 0.08, 1 + random()],
                ],
                { width: 0.07, colour: "#2f8a5a" },
              );
          else
            for (let k = 0; k < 4; k += 1)
              oval(
                c,
                [x + k * 0.16, 0.15 + random() * 0.3, 0.16, 0.2],
                ["#d8607a", "#e0a04a", "#a05ac0"][(i + k) % 3] ?? "#d8607a",
              );
        }
      },
    },
    {
      z: 1.5,
      paint: (c) => {
        const random = randomFrom("bubbles");
        for (let i = 0; i < 40; i += 1)
          oval(
            c,
            [-4 + random() * 8, random() * 4, 0.02 + random() * 0.03, 0.02 + random() * 0.03],
            "rgba(230,250,255,0.5)",
          );
      },
    },
  ],
  lamps: [{ x: 0, y: 1.6, z: 0, radius: 3, rgb: "190,240,250", strength: 0.9, flicker: 0.2, bloom: false }],
});

export const space: PlaceBuilder = ({ stage }) => {
  const ground =
    /mars|moon|planet|lunar|asteroid|surface|crater/.test(stage.words) && !/orbit|outer space/.test(stage.words);
  const red = /mars|red/.test(stage.words);
  const rock = red ? "#a8583a" : "#8d8f94";
  const walk = { time: stage.time };
  return {
    floor: ground ? { kind: "sand", colour: rock } : { kind: "none", colour: "#05070f" },
    wall: 40,
    layers: [
      {
        z: SKY_Z,
        paint: (c) => {
          wash(c, [-90, -50, 180, 110], red && ground ? ["#3a2430", "#c98a62"] : ["#04060e", "#0b1226"]);
          const random = randomFrom(`stars ${walk.time}`);
          if (!(red && ground && stage.time === "day"))
            for (let i = 0; i < 700; i += 1)
              oval(
                c,
                [-60 + random() * 120, -30 + random() * 70, 0.02 + random() * 0.08, 0.02 + random() * 0.08],
                `rgba(230,238,255,${(0.3 + random() * 0.7).toFixed(2)})`,
              );
          halo(c, [-16, 14, 20], "120,70,180", 0.3);
          halo(c, [20, 2, 18], "40,110,180", 0.28);
        },
      },
      {
        z: 50,
        paint: (c) => {
          const [x, y, r] = ground ? [12, 14, 4] : [11, -2, 13];
          const g = c.createRadialGradient(x - r * 0.4, y + r * 0.4, r * 0.2, x, y, r);
          g.addColorStop(0, red && !ground ? "#e08a5a" : "#7fc0f0");
          g.addColorStop(0.7, red && !ground ? "#a34f2f" : "#2f6fb0");
          g.addColorStop(1, "#0a1a36");
          c.fillStyle = g;
          c.beginPath();
          c.arc(x, y, r, 0, Math.PI * 2);
          c.fill();
          soft(
            c,
            [
              [x - r * 0.5, y + r * 0.3],
              [x - r * 0.1, y + r * 0.6],
              [x + r * 0.2, y + r * 0.2],
              [x - r * 0.2, y - r * 0.1],
            ],
            "rgba(90,170,110,0.7)",
          );
          for (let i = 0; i < 4; i += 1)
            soft(
              c,
              [
                [x - r * 0.8, y - r * 0.2 + i * r * 0.22],
                [x, y - r * 0.1 + i * r * 0.22],
                [x + r * 0.6, y - r * 0.24 + i * r * 0.22],
                [x, y - r * 0.2 + i * r * 0.22],
              ],
              "rgba(255,255,255,0.35)",
            );
        },
      },
      ...(ground
        ? [
            { z: 26, paint: (c: Brush) => ridge(c, { colour: shade(rock, -0.2), height: 3, rough: 1.6, seed: 4 }) },
            {
              z: 8,
              paint: (c: Brush) => {
                for (const [x, s] of [
                  [-5, 0.7],
                  [4, 0.5],
                  [6.4, 1],
                ] as const)
                  soft(
                    c,
                    [
                      [x - s, -0.1],
                      [x - s * 0.5, s * 0.6],
                      [x + s * 0.4, s * 0.5],
                      [x + s, -0.1],
                    ],
                    shade(rock, -0.3),
                  );
              },
            },
          ]
        : [
            {
              z: 16,
              paint: (c: Brush) => {
                if (!/station|ship|satellite|hull/.test(stage.everything)) return;
                box(c, [-8, 2.2, 6, 0.5], "#b9c0c8");
                box(c, [-6, 1.4, 1.6, 2.2], "#d6dbe0");
                for (const x of [-9.6, -2.6])
                  for (let i = 0; i < 4; i += 1) {
                    box(c, [x + (i % 2) * 1.1, 2.8 - Math.floor(i / 2) * 1.7, 1, 1.2], "#2f4f9a");
                    line(
                      c,
                      [
                        [x + (i % 2) * 1.1, 3.4 - Math.floor(i / 2) * 1.7],
                        [x + 1 + (i % 2) * 1.1, 3.4 - Math.floor(i / 2) * 1.7],
                      ],
                      { width: 0.04, colour: "#8fb0f0" },
                    );
                  }
              },
            },
          ]),
    ],
    lamps: [{ x: -0.8, y: 1.3, z: -0.2, radius: 2.6, rgb: "240,244,255", strength: 1, flicker: 0, bloom: false }],
  };
};

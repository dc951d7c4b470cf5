import { type Brush, box, halo, line, oval, points, polygon, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { mix, shade } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import { ELECTRIC, type Lamp, type PlaceBuilder } from "./place.ts";
import { haze, ridge, skyColours, skyLayer } from "./sky.ts";

export const lamp = (x: number, y: number, z: number, rgb = "255,214,150"): Lamp => ({
  x,
  y,
  z,
  radius: 2.3,
  rgb,
  strength: 1,
  flicker: 0,
  bloom: true,
});

/** A row of blocks against the sky with lit windows. */
export function skyline(
  c: Brush,
  stage: Stage,
  { seed, step, low, high, tone }: { seed: string; step: number; low: number; high: number; tone: number },
): void {
  const random = randomFrom(seed);
  const night = stage.time === "night";
  const base = night ? mix("#1b2440", "#3a4d7a", tone) : haze(stage, "#67707e", tone);
  for (let x = -40; x < 40; x += step) {
    const h = low + random() * (high - low);
    const w = step * (0.78 + random() * 0.2);
    box(c, [x, -0.05, w, h + 0.05], shade(base, (random() - 0.5) * 0.14));
    if (random() < 0.3) box(c, [x + w * 0.4, h, w * 0.05, h * 0.16], base);
    const lit = night ? 0.5 : stage.time === "day" ? 0 : 0.3;
    const [columns, rows] = [4, Math.max(3, Math.floor(h / (step * 0.22)))];
    for (let i = 0; i < columns * rows; i += 1) {
      const on = random() < lit;
      if (!on && random() < 0.4) continue;
      box(
        c,
        [
          x + w * (0.1 + (i % columns) * 0.22),
          step * 0.2 + Math.floor(i / columns) * (h / rows),
          w * 0.12,
          (h / rows) * 0.5,
        ],
        on ? (["#f7d98a", "#ffeec0", "#ffc46b", "#bfe0ff"][i % 4] ?? "#f7d98a") : shade(base, night ? 0.09 : -0.16),
      );
    }
  }
}

/** House fronts of a street, with shops below. */
function fronts(c: Brush, stage: Stage): void {
  const random = randomFrom("fronts");
  const night = stage.time === "night";
  const walls = ["#8f5a48", "#a58a6a", "#6f7a82", "#95826f", "#7d6257"];
  for (let i = 0; i < 14; i += 1) {
    const [x, w, h] = [-19 + i * 2.7, 2.66, 3.6 + random() * 2.4];
    const wall = mix(walls[i % walls.length] ?? "#8f5a48", "#202a48", night ? 0.5 : 0.05);
    wash(c, [x, 0, w, h], [shade(wall, 0.05), shade(wall, -0.18)]);
    box(c, [x - 0.03, h - 0.12, w + 0.06, 0.14], shade(wall, -0.3));
    for (let row = 0; row < 3; row += 1)
      for (let k = 0; k < 3; k += 1) {
        const on = night ? random() < 0.5 : stage.time !== "day" && random() < 0.3;
        box(c, [x + 0.3 + k * 0.78, 1.55 + row * 1.05, 0.46, 0.68], shade(wall, -0.35));
        box(c, [x + 0.33 + k * 0.78, 1.58 + row * 1.05, 0.4, 0.62], on ? "#f9d98f" : night ? "#26314f" : "#9fb6c6");
        box(c, [x + 0.52 + k * 0.78, 1.58 + row * 1.05, 0.02, 0.62], shade(wall, -0.35));
      }
    const shop = ["#b3362f", "#2f6f5a", "#2f4f8a", "#a8742a"][i % 4] ?? "#b3362f";
    box(c, [x + 0.14, 0.12, w - 0.28, 0.86], night ? "#ffe2a6" : "#3d4c58");
    if (!night) wash(c, [x + 0.2, 0.16, w - 0.4, 0.78], ["#8fa9b8", "#566876"]);
    for (const dx of [0.9, 1.75]) box(c, [x + dx, 0.12, 0.05, 0.86], shade(wall, -0.4));
    polygon(
      c,
      [
        [x + 0.08, 1.24],
        [x + w - 0.08, 1.24],
        [x + w + 0.02, 0.98],
        [x - 0.02, 0.98],
      ],
      shade(shop, night ? -0.15 : 0),
    );
    if (night && i % 2 === 0) {
      const neon = ["255,70,160", "70,220,255", "140,255,120"][i % 3] ?? "255,70,160";
      halo(c, [x + w * 0.5, 1.5, 0.8], neon, 0.55);
      box(c, [x + w * 0.25, 1.36, w * 0.5, 0.16], `rgb(${neon})`);
    }
  }
}

function streetFurniture(c: Brush, stage: Stage): void {
  const night = stage.time !== "day";
  for (let i = -3; i < 4; i += 1) {
    const x = i * 3.4 + 1.3;
    box(c, [x - 0.035, 0, 0.07, 2.4], "#22262c");
    line(c, points("0,2.38 -0.45,2.46", x), { width: 0.05, colour: "#22262c" });
    oval(c, [x - 0.45, 2.4, 0.16, 0.07], night ? "#fff0c4" : "#c9ccc8");
    if (night) halo(c, [x - 0.45, 2.38, 0.7], "255,222,160", 0.7);
  }
  box(c, [-2.62, 0, 0.26, 0.46], "#a3272a");
}

export const street: PlaceBuilder = ({ stage }) => {
  const night = stage.time === "night";
  const wet = stage.rain;
  return {
    floor: {
      kind: "street",
      colour: stage.snow || stage.snowGround ? "#c9d0d8" : night ? (wet ? "#3d4660" : "#474b57") : "#77797c",
      half: 2.4,
      verge: stage.snow ? "#e4e9ef" : night ? "#5a5d68" : "#a19d94",
    },
    wall: 26,
    layers: [
      skyLayer(stage),
      { z: 26, paint: (c) => skyline(c, stage, { seed: "far city", step: 3, low: 4, high: 14, tone: 0.55 }) },
      { z: 14, paint: (c) => skyline(c, stage, { seed: "near city", step: 3.4, low: 4, high: 9, tone: 0.25 }) },
      { z: 3.4, paint: (c) => fronts(c, stage) },
      { z: 2.2, paint: (c) => streetFurniture(c, stage) },
    ],
    lamps:
      night || stage.time === "dusk"
        ? [
            lamp(-2.55, 2.2, 2.2),
            lamp(0.85, 2.2, 2.2),
            lamp(4.25, 2.2, 2.2),
            { x: -0.4, y: 0.8, z: 2.6, radius: 2.6, rgb: "255,150,200", strength: 0.75, flicker: 0.1, bloom: false },
            { x: 0.5, y: 0.9, z: 0, radius: 1.5, rgb: ELECTRIC, strength: 0.8, flicker: 0, bloom: false },
          ]
        : [],
  };
};

export const rooftop: PlaceBuilder = ({ stage }) => ({
  floor: { kind: "stone", colour: stage.time === "night" ? "#454b5c" : "#85827c" },
  wall: 2.2,
  layers: [
    skyLayer(stage),
    {
      z: 40,
      paint: (c) => {
        c.translate(0, -9);
        skyline(c, stage, { seed: "roof far", step: 4, low: 7, high: 20, tone: 0.65 });
      },
    },
    {
      z: 16,
      paint: (c) => {
        c.translate(0, -6.2);
        skyline(c, stage, { seed: "roof near", step: 3.4, low: 4, high: 9, tone: 0.2 });
      },
    },
    {
      z: 2.2,
      paint: (c) => {
        box(c, [-12, -0.2, 24, 0.62], stage.time === "night" ? "#3a4152" : "#8f8a80");
        box(c, [-12, 0.4, 24, 0.08], stage.time === "night" ? "#525b70" : "#aaa59a");
        box(c, [1.4, 0.4, 0.9, 0.55], "#6d7276");
        for (let i = 0; i < 5; i += 1) box(c, [1.46, 0.46 + i * 0.1, 0.78, 0.03], "#4d5256");
        line(c, points("-2.2,0.4 -2.2,2.1"), { width: 0.03, colour: "#33373d" });
        for (let i = 0; i < 4; i += 1)
          line(
            c,
            [
              [-2.5 + i * 0.02, 1.5 + i * 0.16],
              [-1.9, 1.5 + i * 0.16],
            ],
            { width: 0.02, colour: "#33373d" },
          );
      },
    },
  ],
  lamps:
    stage.time === "night"
      ? [
          lamp(1.2, 1.1, 1.6),
          { x: 0, y: 0.9, z: 0, radius: 1.6, rgb: "190,205,255", strength: 0.8, flicker: 0, bloom: false },
        ]
      : [],
});

export const road: PlaceBuilder = ({ stage }) => ({
  floor: {
    kind: "street",
    colour: stage.time === "night" ? "#3f434d" : "#6f7174",
    half: 1.9,
    verge: stage.snowGround
      ? "#e4e9ef"
      : /desert/.test(stage.words)
        ? "#c9a56a"
        : stage.time === "night"
          ? "#2f3a34"
          : "#7d8a52",
  },
  wall: 40,
  layers: [
    skyLayer(stage),
    { z: 40, paint: (c) => ridge(c, { colour: haze(stage, "#5b6f66", 0.6), height: 4, rough: 1, seed: 2 }) },
    { z: 18, paint: (c) => ridge(c, { colour: haze(stage, "#4a5f4a", 0.3), height: 1.5, rough: 0.4, seed: 5 }) },
    {
      z: 4,
      paint: (c) => {
        for (let i = -8; i < 9; i += 1) {
          box(c, [i * 2.2, 0, 0.08, 0.4], "#d9d6cc");
          box(c, [i * 2.2, 0.26, 0.08, 0.07], "#c2312b");
        }
        line(c, points("-20,0.4 20,0.4"), { width: 0.07, colour: "#a9adb0" });
      },
    },
  ],
  lamps:
    stage.time === "night"
      ? [{ x: 0, y: 0.6, z: -0.2, radius: 2, rgb: "255,238,190", strength: 0.9, flicker: 0, bloom: false }]
      : [],
});

export const station: PlaceBuilder = ({ stage }) => ({
  floor: { kind: "tiles", colour: stage.time === "night" ? "#6a6c74" : "#a7a297" },
  wall: 10,
  layers: [
    skyLayer(stage),
    { z: 10, paint: (c) => skyline(c, stage, { seed: "station", step: 3, low: 2, high: 5, tone: 0.45 }) },
    {
      z: 2.6,
      paint: (c) => {
        const colour = "#35607a";
        box(c, [-12, -0.6, 24, 0.6], "#3a3a3d");
        wash(c, [-12, 0.06, 24, 1.7], [shade(colour, 0.12), shade(colour, -0.25)]);
        box(c, [-12, 0.5, 24, 0.1], "#e2c24a");
        for (let i = -8; i < 8; i += 1) {
          c.fillStyle = stage.time === "night" ? "#ffe6ac" : "#bcd3de";
          c.beginPath();
          c.roundRect(i * 1.5, 0.82, 1.1, 0.62, 0.1);
          c.fill();
          if (i % 3 === 0) box(c, [i * 1.5 - 0.35, 0.1, 0.3, 1.5], shade(colour, -0.35));
        }
        box(c, [-12, 1.74, 24, 0.1], "#22262c");
      },
    },
    {
      z: 1.3,
      paint: (c) => {
        for (const x of [-3.4, 0.9, 4.6]) {
          box(c, [x - 0.06, 0, 0.12, 2.6], "#3c4148");
          line(c, points("0,2.2 -0.5,2.6", x), { width: 0.06, colour: "#3c4148" });
          line(c, points("0,2.2 0.5,2.6", x), { width: 0.06, colour: "#3c4148" });
        }
        box(c, [-12, 2.55, 24, 0.2], "#4d545c");
        oval(c, [-1.6, 1.75, 0.3, 0.3], "#22262c");
        oval(c, [-1.6, 1.75, 0.25, 0.25], "#f4efe2");
        line(c, points("-1.6,1.75 -1.6,1.93"), { width: 0.025, colour: "#1b1b1b" });
        line(c, points("-1.6,1.75 -1.48,1.7"), { width: 0.025, colour: "#1b1b1b" });
        box(c, [1.6, 0.24, 1.1, 0.07], "#7a5533");
        for (const x of [1.7, 2.55]) box(c, [x, 0, 0.05, 0.26], "#2f3338");
      },
    },
  ],
  lamps: [lamp(-3.4, 2.3, 1.2), lamp(0.9, 2.3, 1.2), lamp(4.6, 2.3, 1.2)].map((one) => ({
    ...one,
    strength: stage.time === "day" ? 0.3 : 1,
    bloom: false,
  })),
});

export const bridge: PlaceBuilder = ({ stage }) => ({
  floor: { kind: "stone", colour: stage.time === "night" ? "#4b5060" : "#8d887e" },
  wall: 1.4,
  layers: [
    skyLayer(stage),
    {
      z: 40,
      paint: (c) => {
        skyline(c, stage, { seed: "bridge city", step: 4, low: 3, high: 9, tone: 0.6 });
      },
    },
    {
      z: 20,
      paint: (c) => {
        wash(c, [-60, -14, 120, 14.3], [mix(skyColours(stage)[1], "#27506b", 0.5), "#1d3a52"]);
      },
    },
    {
      z: 6,
      paint: (c) => {
        const steel = haze(stage, "#8a3b30", 0.2);
        for (const x of [-6, 6]) {
          box(c, [x - 0.25, -6, 0.5, 12], steel);
        }
        for (const x of [-6, 6])
          for (let i = -6; i < 7; i += 1)
            line(
              c,
              [
                [x, 5.8],
                [x + i, 0.5],
              ],
              { width: 0.05, colour: steel },
            );
      },
    },
    {
      z: 1.4,
      paint: (c) => {
        const iron = haze(stage, "#4a4f55", 0.05);
        box(c, [-14, 0.58, 28, 0.07], iron);
        box(c, [-14, 0.04, 28, 0.06], iron);
        for (let i = -50; i < 50; i += 1) box(c, [i * 0.28, 0.06, 0.035, 0.54], iron);
        for (const x of [-3.2, 3.2]) {
          box(c, [x - 0.06, 0, 0.12, 2], iron);
          oval(c, [x, 2.1, 0.16, 0.2], stage.time === "day" ? "#e6e2d4" : "#ffeebf");
        }
      },
    },
  ],
  lamps:
    stage.time === "day"
      ? []
      : [
          lamp(-3.2, 2.1, 1.4),
          lamp(3.2, 2.1, 1.4),
          { x: 0, y: 0.9, z: 0, radius: 1.6, rgb: "200,205,240", strength: 0.7, flicker: 0, bloom: false },
        ],
});

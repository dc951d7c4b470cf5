import { type Brush, box, halo, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { mix } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import type { PlaceBuilder } from "./place.ts";
import { haze, moonlight, skyColours, skyLayer } from "./sky.ts";

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

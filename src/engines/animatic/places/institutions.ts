import { box, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { shade } from "../text/colours.ts";
import { counter, curtain, pendant, screen, shelf, table, window } from "./furniture.ts";
import { ELECTRIC, type PlaceBuilder } from "./place.ts";
import { BOOKS, room, windowLamp } from "./room.ts";

export const spaceship: PlaceBuilder = ({ stage }) =>
  room({
    wall: "#8f99a6",
    floor: { kind: "metal", colour: "#5b636d" },
    half: 2.3,
    height: 1.55,
    depth: 1.9,
    back(c) {
      c.fillStyle = "#2c343f";
      c.beginPath();
      c.roundRect(-1.35, 0.52, 2.7, 0.86, 0.2);
      c.fill();
      c.save();
      c.beginPath();
      c.roundRect(-1.28, 0.58, 2.56, 0.74, 0.16);
      c.clip();
      box(c, [-1.3, 0.5, 2.6, 0.9], "#05070f");
      const random = randomFrom("stars");
      for (let i = 0; i < 120; i += 1)
        oval(
          c,
          [-1.3 + random() * 2.6, 0.55 + random() * 0.8, 0.004 + random() * 0.007, 0.004 + random() * 0.007],
          `rgba(235,240,255,${(0.4 + random() * 0.6).toFixed(2)})`,
        );
      oval(c, [0.62, 0.78, 0.48, 0.48], /mars|red planet/.test(stage.everything) ? "#b0532f" : "#2f6fb0");
      soft(
        c,
        points("0.3,0.9 0.5,1.1 0.8,0.95 0.7,0.7 0.4,0.75"),
        /mars|red planet/.test(stage.everything) ? "#8a3f26" : "#4a9a6a",
      );
      oval(c, [0.82, 0.72, 0.44, 0.48], "rgba(4,6,14,0.45)");
      c.restore();
      for (const x of [-1.95, 1.6]) {
        box(c, [x - 0.12, 0.2, 0.6, 1.1], "#737d89");
        for (let i = 0; i < 9; i += 1)
          oval(
            c,
            [x + (i % 3) * 0.15, 0.4 + Math.floor(i / 3) * 0.22, 0.025, 0.025],
            ["#58d0e8", "#f2b84a", "#e85a4a"][i % 3] ?? "#58d0e8",
          );
      }
      box(c, [-2.3, 1.42, 4.6, 0.05], "#9fe3f2");
    },
    layers: [
      {
        z: 1.1,
        paint: (c) => {
          soft(c, points("-1.5,0.05 -1.4,0.44 -1.2,0.5 1.2,0.5 1.4,0.44 1.5,0.05"), "#4a525d");
          for (let i = 0; i < 22; i += 1)
            box(
              c,
              [-1.15 + (i % 11) * 0.21, 0.36 + Math.floor(i / 11) * 0.07, 0.11, 0.03],
              ["#58d0e8", "#f2b84a", "#6fe08a", "#e85a4a"][(i * 7) % 4] ?? "#58d0e8",
            );
          for (const x of [-0.5, 0.5]) soft(c, points("-0.16,0 -0.18,0.62 0,0.7 0.18,0.62 0.16,0", x), "#333a44");
        },
      },
    ],
    lamps: [
      { x: 0, y: 1.4, z: 1.2, radius: 2.6, rgb: "170,215,255", strength: 0.9, flicker: 0.05, bloom: false },
      { x: 0, y: 0.4, z: 1, radius: 1.2, rgb: "120,220,255", strength: 0.7, flicker: 0.15, bloom: true },
      ...(/alarm|emergency|red light/.test(stage.everything)
        ? [{ x: -1.4, y: 1.3, z: 0.5, radius: 2.4, rgb: "255,60,50", strength: 0.9, flicker: 1, bloom: true }]
        : []),
    ],
  });

export const prison: PlaceBuilder = ({ stage }) =>
  room({
    wall: "#7b7872",
    floor: { kind: "stone", colour: "#5f5c57" },
    half: 1.7,
    height: 1.6,
    depth: 1.3,
    back(c) {
      const random = randomFrom("cell");
      for (let row = 0; row < 9; row += 1)
        for (let i = 0; i < 9; i += 1)
          box(
            c,
            [-1.68 + i * 0.39 + (row % 2) * 0.18, 0.02 + row * 0.18, 0.36, 0.155],
            shade("#7b7872", (random() - 0.5) * 0.15),
          );
      window(c, stage, { at: [-0.3, 1.05, 0.6, 0.36], frame: "#3c3a37", panes: 6 });
      box(c, [0.5, 0.2, 1.1, 0.09], "#5b4a38");
    },
    layers: [
      {
        z: -0.3,
        paint: (c) => {
          if (/bars|cell|cage|jail/.test(stage.everything))
            for (let i = 0; i < 9; i += 1) wash(c, [-1.6 + i * 0.4 - 0.018, -0.2, 0.036, 2.2], ["#2b2d30", "#3d4044"]);
        },
      },
    ],
    lamps: [
      windowLamp(stage, 0, 1.2),
      {
        x: 0.8,
        y: 1.3,
        z: 0,
        radius: 1.7,
        rgb: ELECTRIC,
        strength: stage.time === "night" ? 0.6 : 0.3,
        flicker: 0.1,
        bloom: false,
      },
    ],
  });

export const shop: PlaceBuilder = ({ stage, atTable }) => {
  const library = /library|archive|book/.test(stage.words);
  const gallery = /museum|gallery/.test(stage.words);
  const top = { x: 0, y: 0.52, z: -0.16, half: 1 };
  return room({
    wall: library ? "#6b5640" : gallery ? "#d6d3cc" : "#b9bfb0",
    floor: library ? { kind: "boards", colour: "#6b4a2f" } : { kind: "tiles", colour: "#a09a8d" },
    half: 3,
    height: 1.9,
    depth: 2.3,
    back(c) {
      if (gallery) {
        for (const [x, w] of [
          [-2.2, 0.8],
          [-0.9, 0.55],
          [0.3, 1],
          [1.8, 0.6],
        ] as const) {
          box(c, [x - 0.04, 0.66, w + 0.08, 0.78], "#9a7a3c");
          wash(
            c,
            [x, 0.7, w, 0.7],
            [["#5a7da0", "#a05f4a", "#5f7d58", "#8a628f"][Math.abs(Math.round(x * 2)) % 4] ?? "#5a7da0", "#2f2a33"],
          );
        }
        return;
      }
      for (let y = 0.3; y < 1.7; y += 0.31)
        shelf(c, [-2.9, y, 5.8], library ? BOOKS : ["#c2402f", "#d9a23a", "#3f7a8a", "#7f9a3a", "#e0d8c4", "#8a4f8a"]);
    },
    layers: [
      ...(gallery
        ? []
        : [
            {
              z: 1.1,
              paint: (c: Parameters<typeof box>[0]) => {
                for (const side of [-1, 1]) {
                  box(c, [side > 0 ? 1.25 : -2.65, 0, 1.4, 1.15], library ? "#4f3823" : "#8d8f86");
                  for (let y = 0.14; y < 1.1; y += 0.3)
                    shelf(
                      c,
                      [side > 0 ? 1.28 : -2.62, y, 1.34],
                      library ? BOOKS : ["#c2402f", "#d9a23a", "#3f7a8a", "#7f9a3a"],
                    );
                }
                pendant(c, [0, 1.9, 0.4], "#3a3d42");
              },
            },
          ]),
      {
        z: top.z,
        paint: (c) => {
          if (atTable) (library ? table : counter)(c, { x: 0, y: top.y, half: top.half, colour: "#8d6238" });
        },
      },
    ],
    lamps: [
      { x: 0, y: 1.4, z: 0.9, radius: 2.6, rgb: ELECTRIC, strength: 0.95, flicker: 0, bloom: !gallery },
      windowLamp(stage, -2.6, 1),
    ],
    ...(atTable ? { table: top } : {}),
  });
};

export const laboratory: PlaceBuilder = ({ stage, atTable }) => {
  const hospital = /hospital|clinic|ward|surgery|infirmary|operating/.test(stage.words);
  const school = /class|school|lecture/.test(stage.words);
  const top = { x: 0, y: 0.5, z: atTable ? -0.16 : 0.6, half: 1 };
  return room({
    wall: hospital ? "#c6d6d4" : school ? "#c9c2a4" : "#b4bec6",
    floor: { kind: school ? "boards" : "tiles", colour: school ? "#8a6444" : "#aab3b5" },
    half: 2.7,
    height: 1.65,
    depth: 1.9,
    back(c) {
      window(c, stage, { at: [-2.3, 0.66, 1, 0.7], frame: "#e6e8e6", city: true });
      if (school) {
        box(c, [-0.9, 0.55, 2.1, 0.82], "#6b4a2c");
        box(c, [-0.84, 0.6, 1.98, 0.72], "#2f4f43");
        for (let i = 0; i < 4; i += 1)
          line(
            c,
            [
              [-0.7, 1.18 - i * 0.15],
              [-0.1 + i * 0.2, 1.19 - i * 0.15],
            ],
            { width: 0.018, colour: "rgba(240,240,230,0.75)" },
          );
      } else if (hospital) {
        curtain(c, [-0.9, 0.1, 0.7, 1.3], "#8fb8b4");
        screen(c, [1.5, 0.8, 0.42, 0.32], "#2f6f58");
        line(c, points("0.5,0.4 0.5,1.3"), { width: 0.02, colour: "#9aa3a8" });
        soft(c, points("0.42,1.08 0.42,1.3 0.58,1.3 0.58,1.08 0.5,1.02"), "#d9ecf2");
      } else {
        screen(c, [-0.9, 0.7, 1.3, 0.6]);
        for (const y of [0.75, 1.05]) shelf(c, [0.9, y, 1.5], ["#58b0c8", "#6fc08a", "#d9a23a", "#c86a8a", "#cfd8dc"]);
      }
    },
    layers: [
      ...(hospital
        ? [
            {
              z: 0.75,
              paint: (c: Parameters<typeof box>[0]) => {
                box(c, [0.15, 0.1, 1.3, 0.06], "#9aa3a8");
                for (const x of [0.2, 1.36]) box(c, [x, 0, 0.05, 0.5], "#9aa3a8");
                soft(c, points("0.15,0.2 0.2,0.42 0.5,0.44 1.4,0.36 1.45,0.18"), "#eef2f2");
              },
            },
          ]
        : []),
      {
        z: top.z,
        paint: (c) => {
          if (hospital && !atTable) return;
          if (school && !atTable) {
            for (const x of [-1.6, -0.5, 0.6, 1.7]) table(c, { x, y: 0.38, half: 0.32, colour: "#a57b4c" });
            return;
          }
          counter(c, { x: 0, y: top.y, half: top.half, colour: "#c9d0d2" });
          for (let i = 0; i < 4; i += 1) {
            const x = -0.85 + i * 0.2;
            polygon(
              c,
              [
                [x - 0.07, top.y],
                [x - 0.02, top.y + 0.12],
                [x - 0.02, top.y + 0.2],
                [x + 0.02, top.y + 0.2],
                [x + 0.02, top.y + 0.12],
                [x + 0.07, top.y],
              ],
              ["#58b0c8", "#6fc08a", "#d9a23a", "#c86a8a"][i] ?? "#58b0c8",
            );
          }
        },
      },
    ],
    lamps: [
      { x: 0, y: 1.5, z: 0.5, radius: 2.8, rgb: "235,245,255", strength: 1, flicker: 0, bloom: false },
      windowLamp(stage, -1.8, 1),
    ],
    ...(atTable ? { table: top } : {}),
  });
};

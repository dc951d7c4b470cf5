import { box, halo, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { shade } from "../text/colours.ts";
import { curtain, door, pendant, window } from "./furniture.ts";
import { ELECTRIC, FIRE, type PlaceBuilder } from "./place.ts";
import { room, windowLamp } from "./room.ts";

export const corridor: PlaceBuilder = ({ stage }) => {
  const tunnel = /tunnel|sewer|subway/.test(stage.words);
  const wall = tunnel ? "#5d6064" : "#a9aca6";
  return room({
    wall,
    floor: { kind: tunnel ? "stone" : "tiles", colour: tunnel ? "#4b4d50" : "#8d8f8c" },
    half: 0.95,
    height: 1.5,
    depth: 5.5,
    back(c) {
      if (tunnel) {
        soft(c, points("-0.8,0 -0.85,1.1 0,1.6 0.85,1.1 0.8,0"), "#17191c");
        halo(c, [0, 0.7, 0.8], "200,220,230", 0.35);
      } else {
        door(c, [-0.35, 0, 0.7, 1.25], "#6f7d86");
        box(c, [-0.2, 0.7, 0.4, 0.4], "#cfe3ee");
      }
    },
    layers: [1.6, 3.4].map((z) => ({
      z,
      paint: (c) => {
        for (const side of [-1, 1]) {
          box(c, [side * 0.95 - (side > 0 ? 0.14 : 0), 0, 0.14, 1.24], tunnel ? "#43464a" : "#7d6a52");
          box(c, [side * 0.9 - 0.02, 0.55, 0.04, 0.05], "#c9a54a");
        }
        box(c, [-0.95, 1.42, 1.9, 0.08], shade(wall, -0.35));
        box(c, [-0.3, 1.43, 0.6, 0.05], "#fdfbea");
      },
    })),
    lamps: [0.4, 2.2, 4].map((z) => ({
      x: 0,
      y: 1.4,
      z,
      radius: 1.5,
      rgb: tunnel ? "190,220,190" : ELECTRIC,
      strength: 0.8,
      flicker: tunnel ? 0.25 : 0,
      bloom: z > 1,
    })),
  });
};

export const stairs: PlaceBuilder = ({ stage }) => {
  const stone =
    /castle|tower|lighthouse|stone|spiral/.test(stage.everything) ||
    !/office|hotel|home|house|apartment/.test(stage.everything);
  const wall = stone ? "#8a857b" : "#b3a890";
  return room({
    wall,
    floor: { kind: stone ? "stone" : "boards", colour: stone ? "#6d685f" : "#7a5838" },
    half: 2.6,
    height: 2.4,
    depth: 1.15,
    back(c) {
      const random = randomFrom("blocks");
      if (stone)
        for (let row = 0; row < 13; row += 1)
          for (let i = 0; i < 12; i += 1)
            box(
              c,
              [-2.58 + i * 0.44 + (row % 2) * 0.2, 0.02 + row * 0.185, 0.4, 0.155],
              shade(wall, (random() - 0.5) * 0.14),
            );
      window(c, stage, { at: [-1.5, 1.25, 0.5, 0.7], frame: "#4d4a44" });
    },
    layers: [
      {
        z: 0.6,
        paint: (c) => {
          for (let i = 0; i < 24; i += 1) {
            const [x, y] = [-2.3 + i * 0.2, i * 0.105];
            box(c, [x, 0, 0.21, y], shade(wall, -0.22 - (i % 2) * 0.05));
            box(c, [x - 0.02, y - 0.025, 0.24, 0.03], shade(wall, 0.12));
          }
          line(c, points("-2.3,0.52 2.3,2.93"), { width: 0.045, colour: "#4a3424" });
          for (let i = 0; i < 13; i += 1)
            line(
              c,
              [
                [-2.2 + i * 0.4, i * 0.21],
                [-2.2 + i * 0.4, 0.57 + i * 0.21],
              ],
              { width: 0.02, colour: "#3a2a20" },
            );
        },
      },
    ],
    lamps: [
      windowLamp(stage, -1.3, 1.5),
      {
        x: 0.9,
        y: 1.7,
        z: 0.9,
        radius: 1.6,
        rgb: FIRE,
        strength: stage.time === "night" ? 0.9 : 0.5,
        flicker: 0.5,
        bloom: false,
      },
    ],
  });
};

export const church: PlaceBuilder = ({ stage }) => {
  const wall = "#a89f90";
  return room({
    wall,
    floor: { kind: "tiles", colour: "#8d867a" },
    half: 3.4,
    height: 3.6,
    depth: 5,
    back(c) {
      for (const x of [-1.6, 0, 1.6]) {
        const tall = x === 0 ? 1.9 : 1.5;
        soft(
          c,
          [
            [x - 0.36, 0.9],
            [x - 0.36, tall + 0.5],
            [x, tall + 1.1],
            [x + 0.36, tall + 0.5],
            [x + 0.36, 0.9],
          ],
          "#4a443c",
        );
        const colours = ["#b33a3a", "#2f5fa0", "#d9a23a", "#3f8a58", "#7a4fa3"];
        for (let i = 0; i < 15; i += 1)
          box(
            c,
            [x - 0.27 + (i % 3) * 0.19, 1.05 + Math.floor(i / 3) * (tall * 0.19), 0.17, tall * 0.17],
            shade(colours[(i * 3 + Math.round(x)) % 5] ?? "#b33a3a", stage.time === "night" ? -0.35 : 0.15),
          );
      }
      box(c, [-0.7, 0, 1.4, 0.5], "#d9d2c2");
      box(c, [-0.04, 0.5, 0.08, 0.62], "#cfa94e");
      box(c, [-0.2, 0.86, 0.4, 0.07], "#cfa94e");
    },
    layers: [
      ...[3.4, 1.7].map((z) => ({
        z,
        paint: (c: Parameters<typeof box>[0]) => {
          for (const x of [-2.5, 2.5]) {
            wash(c, [x - 0.2, 0, 0.4, 3.6], [shade(wall, -0.1), shade(wall, -0.28)]);
            box(c, [x - 0.28, 0, 0.56, 0.2], shade(wall, -0.3));
            box(c, [x - 0.28, 2.7, 0.56, 0.14], shade(wall, 0.06));
          }
        },
      })),
      {
        z: 1,
        paint: (c) => {
          for (const side of [-1, 1]) {
            box(c, [side > 0 ? 0.75 : -2.25, 0.1, 1.5, 0.4], "#5b3f28");
            box(c, [side > 0 ? 0.72 : -2.28, 0.47, 1.56, 0.07], "#75522f");
          }
        },
      },
    ],
    lamps: [
      {
        x: 0,
        y: 2,
        z: 4.6,
        radius: 3.4,
        rgb: stage.time === "night" ? "150,170,230" : "255,240,205",
        strength: 0.95,
        flicker: 0,
        bloom: stage.time !== "night",
      },
      { x: -1.6, y: 0.8, z: 1.2, radius: 1.6, rgb: "255,190,105", strength: 0.8, flicker: 0.8, bloom: false },
    ],
  });
};

export const throneRoom: PlaceBuilder = ({ stage }) => {
  const wall = "#8d8376";
  return room({
    wall,
    floor: { kind: "tiles", colour: "#7a6a5a" },
    half: 3.2,
    height: 3,
    depth: 3.4,
    back(c) {
      for (const x of [-2.1, 2.1]) {
        window(c, stage, { at: [x - 0.3, 0.95, 0.6, 1.35], frame: "#4a443c" });
      }
      for (const x of [-1.15, 1.15]) {
        box(c, [x - 0.25, 0.7, 0.5, 1.75], "#8a2430");
        polygon(c, points("-0.25,0.7 0.25,0.7 0,0.5", x), "#8a2430");
        oval(c, [x, 1.6, 0.13, 0.13], "#d4a93c");
      }
      box(c, [-0.85, 0, 1.7, 0.14], "#6d6257");
      box(c, [-0.6, 0.14, 1.2, 0.12], "#7d7266");
      soft(c, points("-0.32,0.26 -0.36,1.3 -0.2,1.5 0,1.68 0.2,1.5 0.36,1.3 0.32,0.26"), "#b98a32");
      soft(c, points("-0.24,0.5 -0.25,1.25 0,1.4 0.25,1.25 0.24,0.5"), "#8a2430");
      box(c, [-0.36, 0.46, 0.72, 0.1], "#b98a32");
    },
    layers: [
      {
        z: 1.5,
        paint: (c) => {
          for (const x of [-2.2, 2.2]) {
            wash(c, [x - 0.18, 0, 0.36, 3], [shade(wall, 0), shade(wall, -0.25)]);
            box(c, [x - 0.26, 0, 0.52, 0.16], shade(wall, -0.3));
            line(c, points("0,1.1 0,1.35", x), { width: 0.05, colour: "#3a2a1c" });
            halo(c, [x, 1.45, 0.35], "255,170,80", 0.8);
            soft(c, points("-0.07,1.36 0,1.62 0.07,1.36", x), "#ffc860");
          }
        },
      },
    ],
    lamps: [
      ...[-2.2, 2.2].map((x) => ({
        x,
        y: 1.45,
        z: 1.5,
        radius: 2.2,
        rgb: FIRE,
        strength: 1,
        flicker: 0.8,
        bloom: true,
      })),
      { x: 0, y: 1, z: 0.1, radius: 1.8, rgb: FIRE, strength: 0.75, flicker: 0.6, bloom: false },
    ],
  });
};

export const lampRoom: PlaceBuilder = ({ stage }) =>
  room({
    wall: "#7f8b96",
    floor: { kind: "metal", colour: "#5c646b" },
    half: 1.9,
    height: 1.8,
    depth: 1.5,
    back(c) {
      for (let i = -2; i < 3; i += 1)
        window(c, stage, { at: [i * 0.76 - 0.33, 0.5, 0.66, 1.1], frame: "#3d444b", panes: 2 });
      line(c, points("-1.9,0.62 1.9,0.62"), { width: 0.03, colour: "#b08d3e" });
    },
    layers: [
      {
        z: 0.8,
        paint: (c) => {
          box(c, [0.5, 0, 0.7, 0.5], "#4f565c");
          for (let i = 0; i < 7; i += 1) box(c, [0.52, 0.54 + i * 0.12, 0.66, 0.03], "#b08d3e");
          halo(c, [0.85, 0.95, 0.9], "255,235,170", 0.8);
          oval(c, [0.85, 0.95, 0.24, 0.4], "#fff3c8");
        },
      },
    ],
    lamps: [
      { x: 0.85, y: 0.95, z: 0.8, radius: 2.2, rgb: "255,230,160", strength: 1, flicker: 0.1, bloom: true },
      windowLamp(stage, -0.9, 1),
    ],
  });

export const stagePlace: PlaceBuilder = ({ stage }) =>
  room({
    wall: "#2c2430",
    floor: { kind: "boards", colour: "#7a5335" },
    half: 3.2,
    height: 2.6,
    depth: 2.2,
    back(c) {
      curtain(c, [-3.2, 0, 6.4, 2.6], "#7d1f2a");
      if (/concert|band|rock/.test(stage.everything))
        for (const x of [-2, 1.6]) {
          box(c, [x, 0, 0.7, 1.1], "#1b1b1f");
          oval(c, [x + 0.35, 0.35, 0.24, 0.24], "#34343a");
          oval(c, [x + 0.35, 0.82, 0.16, 0.16], "#34343a");
        }
    },
    layers: [
      {
        z: -0.8,
        paint: (c) => {
          for (let i = 0; i < 12; i += 1) oval(c, [-2.6 + i * 0.48, -0.25 + (i % 2) * 0.05, 0.16, 0.2], "#0e0c10");
        },
      },
    ],
    lamps: [
      { x: 0, y: 0.9, z: 0.1, radius: 1.7, rgb: "255,244,214", strength: 1, flicker: 0, bloom: false },
      { x: -1.6, y: 2, z: 1, radius: 1.8, rgb: "220,80,160", strength: 0.7, flicker: 0.1, bloom: false },
      { x: 1.6, y: 2, z: 1, radius: 1.8, rgb: "80,120,230", strength: 0.7, flicker: 0.1, bloom: false },
    ],
  });

export const warehouse: PlaceBuilder = ({ stage }) =>
  room({
    wall: "#7d7f80",
    floor: { kind: "stone", colour: "#6a6b6c" },
    half: 4,
    height: 3,
    depth: 4,
    back(c) {
      for (let x = -4; x < 4; x += 0.22) box(c, [x, 0, 0.05, 3], "#6d6f70");
      for (const x of [-2.6, 0, 2.6]) window(c, stage, { at: [x - 0.6, 1.9, 1.2, 0.6], frame: "#4a4d50", panes: 4 });
      box(c, [-0.9, 0, 1.8, 1.7], "#5c4a3c");
    },
    layers: [
      {
        z: 1.6,
        paint: (c) => {
          for (const [x, y, w] of [
            [-3, 0, 0.9],
            [-2.2, 0, 0.7],
            [-2.8, 0.7, 0.8],
            [1.7, 0, 0.9],
            [2.6, 0, 0.8],
            [2.1, 0.75, 0.8],
          ] as const) {
            box(c, [x, y, w, 0.72], "#a07a4a");
            box(c, [x, y + 0.32, w, 0.06], "#7d5c34");
            line(
              c,
              [
                [x + 0.03, y + 0.03],
                [x + w - 0.03, y + 0.68],
              ],
              { width: 0.04, colour: "#8d6a3e" },
            );
          }
          pendant(c, [0, 3, 1.1], "#33363a");
        },
      },
    ],
    lamps: [
      { x: 0, y: 1.8, z: 1.2, radius: 2.8, rgb: ELECTRIC, strength: 0.9, flicker: 0.1, bloom: stage.time === "night" },
      windowLamp(stage, -2.6, 2),
    ],
  });

import { box, line, oval, points, polygon, soft } from "../brush.ts";
import { bed, counter, curtain, door, hearth, picture, shelf, table, window } from "./furniture.ts";
import { FIRE, type PlaceBuilder } from "./place.ts";
import { BOOKS, JARS, lampLight, paintCandle, room, sideOf, tableLight, windowLamp } from "./room.ts";

export const kitchen: PlaceBuilder = ({ stage, atTable }) => {
  const old = /cottage|farm|castle|medieval|bakery|old/.test(stage.words);
  const y = 0.53;
  const top = { x: 0, y, z: atTable ? -0.16 : 0.5, half: atTable ? 1.3 : 0.7 };
  return room({
    wall: old ? "#c7b48f" : "#c9d2c4",
    floor: { kind: "tiles", colour: old ? "#a5764f" : "#b9b4a6" },
    half: 2.3,
    height: 1.6,
    depth: 1.45,
    beams: old,
    back(c) {
      window(c, stage, {
        at: [sideOf(stage, "window", -0.35) - 0.45, 0.82, 0.9, 0.56],
        frame: old ? "#4a3826" : "#f1efe8",
      });
      counter(c, { x: -0.55, y: 0.54, half: 1.45, colour: old ? "#8a6238" : "#e3ded0" });
      box(c, [-1.75, 1.02, 0.72, 0.42], old ? "#6b4a2c" : "#7f9a8a");
      box(c, [0.3, 1.02, 0.55, 0.42], old ? "#6b4a2c" : "#7f9a8a");
      for (const x of [-1.4, 0.57]) box(c, [x - 0.008, 1.04, 0.016, 0.38], "#3f4a44");
      for (let i = 0; i < 3; i += 1) oval(c, [-1.2 + i * 0.2, 0.6, 0.07, 0.06], JARS[i + 1] ?? "#8a5a32");
      box(c, [0.95, 0, 0.62, 0.54], "#3a3d42");
      box(c, [1.02, 0.12, 0.48, 0.26], "#16181b");
      for (let i = 0; i < 4; i += 1) oval(c, [1.05 + i * 0.14, 0.47, 0.025, 0.025], "#b9bdc2");
      soft(c, points("1.1,0.56 1.08,0.72 1.4,0.72 1.38,0.56"), "#8a8f94");
      if (!old) box(c, [1.68, 0, 0.6, 1.15], "#dfe3e4");
      for (let i = 0; i < 4; i += 1)
        line(
          c,
          [
            [0.98 + i * 0.14, 1.3],
            [0.98 + i * 0.14, 1.14],
          ],
          { width: 0.03, colour: i % 2 === 0 ? "#8d9296" : "#9a5f3a" },
        );
      line(c, points("0.9,1.31 1.52,1.31"), { width: 0.025, colour: "#4a3826" });
    },
    layers: [
      {
        z: top.z,
        paint: (c) => {
          table(c, { x: 0, y, half: top.half, colour: old ? "#8d6238" : "#b98a58" });
          oval(c, [0.62, y + 0.05, 0.14, 0.05], "#e9e5da");
          for (let i = 0; i < 3; i += 1)
            oval(c, [0.56 + i * 0.06, y + 0.09, 0.045, 0.045], ["#c2402f", "#d9a23a", "#7f9a3a"][i] ?? "#c2402f");
          if (stage.candle) paintCandle(c, -0.55, y + 0.015);
        },
      },
    ],
    lamps: [
      ...tableLight(stage, -0.55, y),
      windowLamp(stage, -0.35, 1.0),
      ...(stage.time === "night" && !stage.candle ? [lampLight(0, 1.25, 0.2, 2.2)] : []),
    ],
    table: top,
  });
};

export const bedroom: PlaceBuilder = ({ stage }) => {
  const nursery = /nursery|child|kid/.test(stage.words);
  return room({
    wall: nursery ? "#b9c9d9" : "#b49a8c",
    floor: { kind: "boards", colour: "#8a6444" },
    half: 2.3,
    height: 1.6,
    depth: 1.6,
    back(c) {
      window(c, stage, { at: [-1.75, 0.62, 0.85, 0.72], frame: "#e9e4d8" });
      for (const x of [-1.95, -0.86]) curtain(c, [x, 0.3, 0.26, 1.12], nursery ? "#d9a05a" : "#7a4f5a");
      picture(c, [-0.35, 0.9, 0.4, 0.32], "#5a7d8a");
      box(c, [1.65, 0, 0.6, 1.25], "#7a5838");
      box(c, [1.94, 0.05, 0.012, 1.15], "#4b3524");
    },
    layers: [
      {
        z: 0.85,
        paint: (c) => {
          bed(c, 0.72, nursery ? "#5a8fb0" : "#7d3f48");
          box(c, [-0.42, 0, 0.3, 0.34], "#6b4b30");
          box(c, [-0.3, 0.34, 0.06, 0.14], "#d9d2c3");
          polygon(c, points("-0.4,0.46 -0.14,0.46 -0.2,0.62 -0.34,0.62"), "#f6e2b0");
        },
      },
    ],
    lamps: [
      {
        ...lampLight(-0.27, 0.54, 0.85, stage.time === "night" ? 1.6 : 0.5),
        strength: stage.time === "night" ? 0.95 : 0.4,
      },
      ...tableLight(stage, -0.27, 0.4),
      windowLamp(stage, -1.3, 0.9),
    ],
  });
};

export const livingRoom: PlaceBuilder = ({ stage, atTable }) => {
  const rustic = /cottage|cabin|hut|farm|old|log/.test(stage.words) || /log|hut/.test(stage.everything);
  const burning = stage.fire || rustic;
  const top = { x: 0, y: 0.45, z: atTable ? -0.14 : 0.35, half: atTable ? 0.8 : 0.42 };
  return room({
    wall: rustic ? "#9a7348" : "#b8a78c",
    floor: { kind: "boards", colour: "#7d5838" },
    half: 2.6,
    height: 1.65,
    depth: 1.75,
    beams: rustic,
    back(c) {
      window(c, stage, {
        at: [sideOf(stage, "window", -1.5) - 0.5, 0.6, 1, 0.76],
        frame: rustic ? "#4a3826" : "#efe9dc",
      });
      if (burning) hearth(c, sideOf(stage, "(?:hearth|fireplace)", 1.3));
      else for (const y of [0.3, 0.62, 0.94, 1.26]) shelf(c, [0.75, y, 1.15], BOOKS);
      picture(c, [-0.5, 0.85, 0.55, 0.42], "#5f7d6a");
      door(c, [2.05, 0, 0.5, 1.25], "#6b4a2c");
    },
    layers: [
      {
        z: 1.0,
        paint: (c) => {
          soft(c, points("-1.75,0.06 -1.78,0.62 -1.6,0.66 -0.45,0.66 -0.28,0.62 -0.3,0.06"), "#7a4a3c");
          box(c, [-1.6, 0.1, 1.15, 0.24], "#8d5848");
          for (const x of [-1.45, -0.75]) soft(c, points("0,0.34 0.04,0.6 0.3,0.58 0.28,0.34", x), "#c9a05a");
          line(c, points("0.3,0 0.3,0.95"), { width: 0.025, colour: "#33302c" });
          polygon(c, points("0.12,0.92 0.48,0.92 0.4,1.16 0.2,1.16"), "#f2dfae");
        },
      },
      {
        z: top.z,
        paint: (c) => {
          if (atTable) table(c, { x: 0, y: top.y, half: top.half, colour: "#8d6238" });
          if (stage.candle && atTable) paintCandle(c, 0.3, top.y + 0.015);
        },
      },
    ],
    lamps: [
      ...(burning
        ? [
            {
              x: sideOf(stage, "(?:hearth|fireplace)", 1.3),
              y: 0.3,
              z: 1.6,
              radius: 2,
              rgb: FIRE,
              strength: 1,
              flicker: 0.8,
              bloom: true,
            },
          ]
        : []),
      {
        ...lampLight(0.3, 1.02, 1, stage.time === "night" && !stage.candle ? 1.7 : 0.5),
        strength: stage.time === "night" ? 0.9 : 0.4,
      },
      ...tableLight(stage, 0.3, top.y),
      windowLamp(stage, -1.5, 0.9),
    ],
    ...(atTable ? { table: top } : {}),
  });
};

export const plainRoom: PlaceBuilder = ({ stage, atTable }) => {
  const top = { x: 0, y: 0.46, z: -0.14, half: 0.8 };
  const cellar = /cellar|basement|attic/.test(stage.words);
  return room({
    wall: cellar ? "#7d7468" : "#b3ab9c",
    floor: cellar ? { kind: "stone", colour: "#6f6a62" } : { kind: "boards", colour: "#86603f" },
    half: 2.5,
    height: 1.65,
    depth: 1.75,
    beams: cellar,
    back(c) {
      window(c, stage, { at: [sideOf(stage, "window", -1.3) - 0.45, 0.62, 0.9, 0.74], frame: "#5a4632" });
      door(c, [0.95, 0, 0.62, 1.28], "#7a5838");
      picture(c, [-0.3, 0.85, 0.42, 0.34], "#5a6b7d");
      shelf(c, [1.8, 0.9, 0.6], JARS);
    },
    layers: [
      {
        z: top.z,
        paint: (c) => {
          if (atTable) table(c, { x: 0, y: top.y, half: top.half, colour: "#8d6238" });
          if (stage.candle && atTable) paintCandle(c, 0.42, top.y + 0.015);
        },
      },
    ],
    lamps: [
      ...tableLight(stage, 0.42, top.y),
      windowLamp(stage, -1.3, 0.9),
      ...(stage.time === "night" && !stage.candle ? [{ ...lampLight(0.2, 1.5, 0.7, 1.9), bloom: false }] : []),
    ],
    ...(atTable ? { table: top } : {}),
  });
};

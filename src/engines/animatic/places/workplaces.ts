import { type Brush, box, line, oval, polygon, soft } from "../brush.ts";
import { shade } from "../text/colours.ts";
import {
  chair,
  counter,
  curtain,
  door,
  hearth,
  pendant,
  picture,
  plant,
  screen,
  shelf,
  table,
  window,
} from "./furniture.ts";
import { CANDLE, FIRE, type PlaceBuilder, type PlaceRequest } from "./place.ts";
import { BOOKS, JARS, lampLight, paintCandle, room, sideOf, tableLight, windowLamp } from "./room.ts";

export const workshop: PlaceBuilder = ({ stage, atTable }: PlaceRequest) => {
  const wx = sideOf(stage, "window", -1.35);
  const hx = sideOf(stage, "hearth", 1.5);
  const forge = /forge|smith/.test(stage.words);
  const garage = /garage/.test(stage.words);
  const barn = /barn|stable/.test(stage.words);
  const y = 0.5;
  const top = { x: -0.05, y, z: atTable ? -0.16 : 0.42, half: atTable ? 1.15 : 0.95 };
  const burning = stage.fire || forge || /hearth/.test(stage.words);
  return room({
    wall: garage ? "#8d9196" : barn ? "#8a6238" : "#b08d62",
    floor: garage ? { kind: "stone", colour: "#7b7d80" } : { kind: "boards", colour: "#7b573a" },
    half: 2.5,
    height: 1.75,
    depth: 1.7,
    beams: !garage,
    back(c) {
      window(c, stage, { at: [wx - 0.5, 0.72, 1, 0.78], panes: /leaded/.test(stage.words) ? 5 : 3 });
      if (/\bdoor\b/.test(stage.words)) door(c, [-0.42, 0, 0.62, 1.3], "#6b4a2c");
      if (burning) hearth(c, hx);
      if (/curtain/.test(stage.words))
        curtain(c, [burning ? Math.min(2.1, hx + 0.64) : 1.7, 0.02, 0.45, 1.5], "#9a2f2a");
      shelf(c, [0.35, 1.2, 0.85], JARS);
      shelf(c, [0.35, 0.92, 0.6], JARS);
      for (let i = 0; i < 6; i += 1) {
        const x = -2.35 + i * 0.12;
        line(
          c,
          [
            [x, 1.4],
            [x, 1.15 - (i % 3) * 0.06],
          ],
          { width: 0.03, colour: ["#6d7276", "#7a5532", "#8d9296"][i % 3] ?? "#7a5532" },
        );
        box(c, [x - 0.04, 1.1 - (i % 3) * 0.06, 0.08, 0.07], "#565a5e");
      }
    },
    layers: [
      {
        z: top.z,
        paint(c) {
          table(c, { x: top.x, y, half: top.half, colour: "#8d6238" });
          const colours = ["#7a3f2c", "#c79a5b", "#5a4a3a", "#8a5a32"];
          for (let i = 0; i < 5; i += 1) {
            const x = top.x + (i < 3 ? -top.half + 0.1 + i * 0.16 : top.half - 0.42 + (i - 3) * 0.18);
            box(c, [x, y + 0.015, 0.06 + (i % 2) * 0.04, 0.06 + ((i * 37) % 10) * 0.008], colours[i % 4] ?? "#8a5a32");
          }
          soft(
            c,
            [
              [top.x - 0.52, y + 0.015],
              [top.x - 0.4, y + 0.06],
              [top.x - 0.2, y + 0.05],
              [top.x - 0.14, y + 0.015],
            ],
            "#6e3f28",
          );
          if (stage.candle) paintCandle(c, top.x + top.half * 0.42, y + 0.015);
        },
      },
    ],
    lamps: [
      ...(stage.candle
        ? [
            {
              x: top.x + top.half * 0.42,
              y: y + 0.26,
              z: top.z,
              radius: 1.75,
              rgb: CANDLE,
              strength: 1,
              flicker: 1,
              bloom: true,
            },
          ]
        : []),
      ...(burning
        ? [
            {
              x: hx,
              y: 0.3,
              z: 1.5,
              radius: stage.fire || !stage.candle ? 2 : 0.75,
              rgb: FIRE,
              strength: stage.fire || !stage.candle ? 1 : 0.7,
              flicker: 0.8,
              bloom: true,
            },
          ]
        : []),
      windowLamp(stage, wx, 0.9),
      ...(garage && stage.time === "night" ? [lampLight(0, 1.5, 0.6)] : []),
    ],
    table: top,
  });
};

export const cafe: PlaceBuilder = ({ stage, atTable }) => {
  const pub = /pub|tavern|inn|saloon|bar\b/.test(stage.words);
  const club = /club/.test(stage.words);
  const wood = pub ? "#6e4526" : "#9a6f48";
  const top = { x: 0, y: 0.47, z: atTable ? -0.12 : 0.75, half: atTable ? 0.46 : 0.42 };
  const warm = stage.time !== "day";
  return room({
    wall: club ? "#2c2440" : pub ? "#6b4a34" : "#b7c0ad",
    floor: pub ? { kind: "boards", colour: "#5f4128" } : { kind: "tiles", colour: "#8f8578" },
    half: 3,
    height: 1.85,
    depth: 2.1,
    beams: pub,
    back(c) {
      window(c, stage, { at: [-2.5, 0.5, 1.7, 1.0], frame: "#3a2c22", panes: 3, city: !pub });
      counter(c, { x: 1.45, y: 0.62, half: 1.25, colour: wood });
      for (const y of [0.92, 1.18])
        shelf(
          c,
          [0.35, y, 2.0],
          pub ? ["#3f6b4a", "#8a5a32", "#c79a5b", "#5a3a3a", "#d9c27a"] : ["#ece6da", "#c79a5b", "#7d8a84", "#5a4a3a"],
        );
      box(c, [0.7, 0.64, 0.36, 0.3], "#8d9296");
      box(c, [0.74, 0.86, 0.28, 0.06], "#c9cdd2");
      picture(c, [-0.55, 0.85, 0.42, 0.5], "#3c3a34");
      plant(c, -2.75, 1);
    },
    layers: [
      {
        z: 1.05,
        paint: (c) => {
          for (const x of [-1.5, 1.2]) {
            table(c, { x, y: 0.44, half: 0.28, colour: wood });
            chair(c, { x: x - 0.4, colour: shade(wood, -0.2) });
            chair(c, { x: x + 0.4, colour: shade(wood, -0.2), way: -1 });
          }
          for (const x of [-1.5, 0, 1.5]) pendant(c, [x, 1.85, 0.42], club ? "#a8348a" : "#3a3d42");
        },
      },
      {
        z: top.z,
        paint: (c) => {
          box(c, [-0.04, 0, 0.08, top.y], "#2c2a28");
          box(c, [-0.2, 0, 0.4, 0.025], "#2c2a28");
          table(c, { x: 0, y: top.y, half: top.half, colour: shade(wood, 0.12), legs: true });
          if (stage.candle) paintCandle(c, 0.02, top.y + 0.015);
        },
      },
    ],
    lamps: [
      ...[-1.5, 0, 1.5].map((x) => ({ ...lampLight(x, 1.3, 1.05, warm ? 1.5 : 0.6), strength: warm ? 0.95 : 0.35 })),
      ...tableLight(stage, 0.02, top.y),
      windowLamp(stage, -1.7, 0.9),
      ...(club
        ? [{ x: -1, y: 1.3, z: 1.5, radius: 2, rgb: "210,70,220", strength: 0.9, flicker: 0.2, bloom: true }]
        : []),
    ],
    table: top,
  });
};

export const office: PlaceBuilder = ({ stage, atTable }) => {
  const study = /study/.test(stage.words);
  const police = /police|interrogation|precinct|detective/.test(stage.words);
  const top = { x: 0, y: 0.46, z: atTable ? -0.16 : 0.55, half: atTable ? 0.85 : 0.7 };
  return room({
    wall: study ? "#6b5640" : police ? "#7d8a86" : "#c3c8cc",
    floor: { kind: "carpet", colour: study ? "#6b3a34" : "#6f7780" },
    half: 2.8,
    height: 1.65,
    depth: 1.8,
    back(c) {
      window(c, stage, { at: [-2.2, 0.5, 2.1, 0.85], frame: study ? "#4a3826" : "#3f464d", panes: 4, city: true });
      if (!study) for (let i = 0; i < 9; i += 1) box(c, [-2.2, 1.35 - i * 0.035, 2.1, 0.016], "rgba(235,238,240,0.55)");
      for (const y of [0.42, 0.72, 1.02, 1.32])
        shelf(c, [0.5, y, 1.1], study ? BOOKS : ["#4a6b8a", "#8a8f94", "#c9cdd2", "#a3523a"]);
      door(c, [1.9, 0, 0.6, 1.25], study ? "#5b3f28" : "#8a8f94");
      box(c, [-0.05, 0.72, 0.45, 0.5], police ? "#d9d4c4" : "#f1f2f0");
      if (police)
        for (let i = 0; i < 6; i += 1)
          box(
            c,
            [-0.02 + (i % 3) * 0.14, 0.78 + Math.floor(i / 3) * 0.22, 0.11, 0.15],
            ["#c9b68a", "#8fa0b0", "#b08a7a"][i % 3] ?? "#c9b68a",
          );
    },
    layers: [
      ...(study || police
        ? []
        : [
            {
              z: 1.15,
              paint: (c: Brush) => {
                for (const x of [-1.6, 1.5]) {
                  table(c, { x, y: 0.44, half: 0.5, colour: "#a9835a" });
                  screen(c, [x - 0.16, 0.52, 0.34, 0.22]);
                  box(c, [x - 0.02, 0.45, 0.05, 0.06], "#1b1e22");
                  chair(c, { x: x - 0.35, colour: "#33383e" });
                }
                plant(c, -0.4, 1.1);
              },
            },
          ]),
      {
        z: top.z,
        paint: (c) => {
          counter(c, { x: 0, y: top.y, half: top.half, colour: study ? "#6b4526" : "#9a7148" });
          const x = top.half - 0.42;
          if (!study) screen(c, [x - 0.08, top.y + 0.09, 0.36, 0.24]);
          box(c, [x + 0.08, top.y + 0.01, 0.04, 0.07], "#1b1e22");
          box(c, [-top.half + 0.1, top.y + 0.01, 0.26, 0.03], "#efeadd");
          box(c, [-top.half + 0.12, top.y + 0.04, 0.24, 0.025], "#d9d3c2");
          lampPost(c, -top.half + 0.5, top.y);
        },
      },
    ],
    lamps: [
      { ...lampLight(-top.half + 0.56, top.y + 0.26, top.z, stage.time === "night" ? 1.5 : 0.5) },
      windowLamp(stage, -1.2, 1.0),
      ...(police
        ? [lampLight(0, 1.5, 0.3, 1.9)]
        : stage.time === "night"
          ? []
          : [{ ...lampLight(0, 1.6, 0.6, 3), bloom: false }]),
    ],
    table: top,
  });
};

/** A small desk lamp. */
function lampPost(c: Brush, x: number, y: number): void {
  oval(c, [x, y + 0.015, 0.07, 0.018], "#2f5a43");
  line(
    c,
    [
      [x, y + 0.02],
      [x - 0.05, y + 0.2],
      [x + 0.06, y + 0.28],
    ],
    { width: 0.018, colour: "#2b2d30" },
  );
  polygon(
    c,
    [
      [x - 0.02, y + 0.3],
      [x + 0.1, y + 0.34],
      [x + 0.15, y + 0.22],
      [x + 0.01, y + 0.2],
    ],
    "#2f7a5a",
  );
  oval(c, [x + 0.08, y + 0.21, 0.055, 0.02], "#fff4cf");
}

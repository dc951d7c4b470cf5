import { type Brush, box, halo, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { shade } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import {
  bed,
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
import {
  CANDLE,
  DAYLIGHT,
  ELECTRIC,
  FIRE,
  type Floor,
  type Lamp,
  type Layer,
  MOON,
  type Place,
  type PlaceBuilder,
  type PlaceRequest,
} from "./place.ts";

const BOOKS = ["#7a2f2a", "#2f4a6b", "#3f5f43", "#8a6a3a", "#5a3f5f", "#c9b68a"];
const JARS = ["#8a5a32", "#c79a5b", "#5a4a3a", "#7d8a84", "#a5653a"];

export interface Room {
  readonly wall: string;
  readonly floor: Floor;
  readonly half: number;
  readonly height: number;
  readonly depth: number;
  readonly beams?: boolean;
  back(c: Brush): void;
  readonly layers?: readonly Layer[];
  readonly lamps?: readonly Lamp[];
  readonly table?: Place["table"];
}

/** Where a thing of the set stands, as the bible's geography says: `window left`; else the usual side. */
export function sideOf(stage: Stage, thing: string, usual: number): number {
  const said = new RegExp(
    `${thing}s?\\s+(?:[a-z]+\\s+)?(left|right|centre|center|middle|behind)|(left|right)[a-z ]{0,12} ${thing}`,
  ).exec(stage.words);
  const side = said?.[1] ?? said?.[2];
  if (side === undefined) return usual;
  return side === "left" ? -Math.abs(usual) : side === "right" ? Math.abs(usual) : 0;
}

/** Wall, floor, light through the window; what the kinds of room have in common. */
export function room({
  wall,
  floor,
  half,
  height,
  depth,
  beams = false,
  back,
  layers = [],
  lamps = [],
  table: top,
}: Room): Place {
  const backWall: Layer = {
    z: depth,
    paint(c) {
      wash(c, [-half, 0, half * 2, height], [shade(wall, -0.2), wall]);
      const random = randomFrom(`wall ${wall}`);
      for (let i = 0; i < 50; i += 1)
        box(
          c,
          [-half + random() * half * 2, random() * height, 0.1 + random() * 0.35, 0.012],
          shade(wall, random() < 0.5 ? -0.09 : 0.07),
        );
      if (beams) {
        for (let x = -half; x <= half; x += half / 2) box(c, [x - 0.06, 0, 0.12, height], shade("#4f3823", -0.1));
        box(c, [-half, height * 0.72, half * 2, 0.1], "#463120");
      }
      box(c, [-half, 0, half * 2, 0.09], shade(wall, -0.42));
      back(c);
    },
  };
  return {
    floor,
    wall: depth,
    room: { half, height, colour: wall, beams },
    layers: [backWall, ...layers],
    lamps,
    ...(top === undefined ? {} : { table: top }),
  };
}

/** Light that falls in at a window: moon at night, sun by day. */
export function windowLamp(stage: Stage, x: number, y: number): Lamp {
  const night = stage.time === "night";
  const warm = stage.time === "dawn" || stage.time === "dusk";
  return {
    x,
    y,
    z: 1.4,
    radius: night ? 1.5 : 2.6,
    rgb: night ? MOON : warm ? "255,190,130" : DAYLIGHT,
    strength: night ? 0.75 : 1,
    flicker: 0,
    bloom: false,
  };
}

const lampLight = (x: number, y: number, z: number, radius = 1.9): Lamp => ({
  x,
  y,
  z,
  radius,
  rgb: ELECTRIC,
  strength: 1,
  flicker: 0,
  bloom: true,
});

/** Candle or lamp of a table, when the light words ask for it or it is night. */
function tableLight(stage: Stage, x: number, y: number): readonly Lamp[] {
  if (stage.candle) return [{ x, y: y + 0.3, z: 0.15, radius: 2.1, rgb: CANDLE, strength: 1, flicker: 1, bloom: true }];
  return [];
}

function paintCandle(c: Brush, x: number, y: number): void {
  oval(c, [x, y + 0.012, 0.075, 0.018], "#8a6a34");
  box(c, [x - 0.022, y + 0.01, 0.044, 0.16], "#efe3c6");
  halo(c, [x, y + 0.23, 0.16], "255,210,130", 0.8);
  soft(
    c,
    [
      [x - 0.018, y + 0.18],
      [x, y + 0.29],
      [x + 0.018, y + 0.18],
      [x, y + 0.165],
    ],
    "#ffe9a6",
  );
}

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

import { box, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { mix, shade } from "../text/colours.ts";
import { window } from "./furniture.ts";
import { ELECTRIC, type PlaceBuilder } from "./place.ts";
import { room, windowLamp } from "./room.ts";
import { skyColours } from "./sky.ts";

/** Inside a car: the street goes by behind the windows, dashboard and wheel stand before the people. */
export const carInterior: PlaceBuilder = ({ stage }) => {
  const night = stage.time === "night";
  const [top, bottom] = skyColours(stage);
  return {
    floor: { kind: "none", colour: "#1a1c1f" },
    wall: 0.8,
    passing: 2.2,
    seats: true,
    layers: [
      {
        z: 9,
        paint: (c) => {
          wash(c, [-60, -3, 120, 18], [top, bottom]);
          const random = randomFrom("passing");
          for (let i = 0; i < 90; i += 1) {
            const [x, w, h] = [-45 + i * 1, 0.9, 1.2 + random() * 3.6];
            box(c, [x, -3, w, 3 + h], night ? "#151b2c" : mix(bottom, "#6f7780", 0.7));
            for (let k = 0; k < 8; k += 1)
              if (random() < (night ? 0.55 : 0.2))
                box(
                  c,
                  [x + 0.12 + (k % 2) * 0.4, 0.2 + Math.floor(k / 2) * 0.6, 0.2, 0.3],
                  night ? (["#f5d482", "#ff8a5a", "#7fd0f0"][k % 3] ?? "#f5d482") : "#4a5866",
                );
          }
        },
      },
      {
        z: 4,
        paint: (c) => {
          for (let i = 0; i < 40; i += 1) {
            const x = -40 + i * 2;
            box(c, [x, -2, 0.07, 4], night ? "#10131b" : "#5b5f63");
            if (night) oval(c, [x, 1.75, 0.16, 0.1], "#ffe2a0");
          }
          box(c, [-60, -3, 120, 2.9], night ? "#0e1118" : "#63666a");
        },
      },
      {
        z: 0.7,
        paint: (c) => {
          c.fillStyle = "#3a3f47";
          c.beginPath();
          c.rect(-4, -1, 8, 3.2);
          c.roundRect(-1.02, 0.52, 0.95, 0.52, 0.12);
          c.roundRect(0.08, 0.52, 0.95, 0.52, 0.12);
          c.roundRect(-2.2, 0.52, 1.02, 0.5, 0.14);
          c.roundRect(1.16, 0.52, 1.02, 0.5, 0.14);
          c.fill("evenodd");
          box(c, [-2.2, 0.44, 4.4, 0.07], "#34383f");
          for (const x of [-0.4, 0.4])
            soft(c, points("-0.24,0 -0.25,0.62 -0.1,0.7 -0.1,0.86 0.1,0.86 0.1,0.7 0.25,0.62 0.24,0", x), "#3a3136");
        },
      },
      {
        z: -0.28,
        paint: (c) => {
          soft(c, points("-3,-0.7 -2.4,0.14 -1.2,0.2 1.2,0.2 2.4,0.14 3,-0.7"), "#2c3036");
          wash(c, [-1.2, 0.13, 2.4, 0.05], ["#3b4048", "#25282d"]);
          for (const x of [-0.3, -0.1]) oval(c, [x, 0.13, 0.06, 0.04], night ? "#7fe0ff" : "#3d5560");
          if (/driv|wheel|steer|taxi|chase|speed|car/.test(stage.everything)) {
            c.strokeStyle = "#101114";
            c.lineWidth = 0.045;
            c.beginPath();
            c.ellipse(-0.3, 0.24, 0.18, 0.14, 0, 0, Math.PI * 2);
            c.stroke();
            line(c, points("-0.47,0.24 -0.13,0.24"), { width: 0.035, colour: "#101114" });
          }
        },
      },
    ],
    lamps: [
      {
        x: 0,
        y: 0.5,
        z: -0.3,
        radius: 1.5,
        rgb: night ? "120,190,255" : "255,250,238",
        strength: night ? 0.85 : 0.9,
        flicker: 0,
        bloom: false,
      },
      {
        x: -1.2,
        y: 1.1,
        z: 0.4,
        radius: 1.7,
        rgb: night ? "255,170,90" : "255,250,238",
        strength: 0.8,
        flicker: night ? 0.9 : 0,
        bloom: false,
      },
    ],
  };
};

export const train: PlaceBuilder = ({ stage }) => {
  const night = stage.time === "night";
  const [top, bottom] = skyColours(stage);
  return {
    floor: { kind: "carpet", colour: "#5a4a44" },
    wall: 0.9,
    passing: 3,
    seats: true,
    layers: [
      {
        z: 14,
        paint: (c) => {
          wash(c, [-80, -4, 160, 26], [top, bottom]);
          const random = randomFrom("train");
          for (let i = 0; i < 60; i += 1)
            soft(
              c,
              [
                [-80 + i * 2.7, -4],
                [-79.5 + i * 2.7, 0.6 + random() * 1.2],
                [-78 + i * 2.7, 0.9 + random()],
                [-76.6 + i * 2.7, -4],
              ],
              night ? "#0f1626" : shade("#5b7a58", (random() - 0.5) * 0.25),
            );
        },
      },
      {
        z: 5,
        paint: (c) => {
          for (let i = 0; i < 30; i += 1) box(c, [-45 + i * 3, -3, 0.06, 6], night ? "#0a0e18" : "#4b4640");
        },
      },
      {
        z: 0.9,
        paint: (c) => {
          c.fillStyle = "#8a7a64";
          c.beginPath();
          c.rect(-4, -1, 8, 3);
          for (const x of [-2.3, -0.7, 0.9]) c.roundRect(x, 0.52, 1.3, 0.62, 0.08);
          c.fill("evenodd");
          for (const x of [-2.3, -0.7, 0.9]) {
            box(c, [x - 0.04, 0.48, 1.38, 0.04], "#5b4a38");
          }
          box(c, [-4, 1.28, 8, 0.04], "#c9a54a");
          for (let i = 0; i < 3; i += 1)
            box(c, [-1.9 + i * 1.5, 1.32, 0.5, 0.16], ["#5b3b22", "#2f4a6b", "#6b2e26"][i] ?? "#5b3b22");
        },
      },
      {
        z: 0.45,
        paint: (c) => {
          for (const x of [-1.15, 1.15]) {
            soft(c, points("-0.42,0 -0.44,0.72 -0.2,0.82 0.2,0.82 0.44,0.72 0.42,0", x), "#7a2f36");
          }
        },
      },
    ],
    lamps: [
      { x: 0, y: 1.3, z: 0.3, radius: 2.2, rgb: ELECTRIC, strength: night ? 0.95 : 0.5, flicker: 0.08, bloom: false },
      windowLamp(stage, 0, 0.9),
    ],
  };
};

export const shipCabin: PlaceBuilder = ({ stage, atTable }) => {
  const submarine = /submarine/.test(stage.words);
  const top = { x: 0, y: 0.46, z: -0.14, half: 0.8 };
  return room({
    wall: submarine ? "#6d7a78" : "#8a6238",
    floor: { kind: submarine ? "metal" : "boards", colour: submarine ? "#5b6462" : "#6b4a2c" },
    half: 1.9,
    height: 1.4,
    depth: 1.3,
    beams: !submarine,
    back(c) {
      for (const x of [-1.2, 0.2, 1.3]) {
        oval(c, [x, 0.9, 0.26, 0.26], "#b08d3e");
        c.save();
        c.beginPath();
        c.arc(x, 0.9, 0.2, 0, 7);
        c.clip();
        window(c, stage, { at: [x - 0.2, 0.7, 0.4, 0.4], panes: 1 });
        box(c, [x - 0.2, 0.68, 0.4, 0.18], "#27506b");
        c.restore();
      }
      if (submarine)
        for (let i = 0; i < 5; i += 1)
          line(
            c,
            [
              [-1.9, 1.15 + i * 0.05],
              [1.9, 1.15 + i * 0.05],
            ],
            { width: 0.025, colour: i % 2 === 0 ? "#8a9492" : "#55605e" },
          );
      polygon(c, points("-0.6,0.3 -0.2,0.3 -0.2,0.75 -0.6,0.75"), "#d8c79a");
    },
    layers: [
      {
        z: top.z,
        paint: (c) => {
          if (atTable) {
            for (const side of [-1, 1]) box(c, [side * 0.7 - 0.04, 0, 0.08, top.y], "#4b3524");
            box(c, [-top.half, top.y - 0.04, top.half * 2, 0.05], "#8d6238");
            box(c, [-0.3, top.y + 0.01, 0.5, 0.015], "#efe3c0");
          }
          line(c, points("0.45,1.4 0.45,1.15"), { width: 0.012, colour: "#2a2624" });
          box(c, [0.39, 0.98, 0.12, 0.16], "#ffdc8c");
        },
      },
    ],
    lamps: [
      { x: 0.45, y: 1.05, z: -0.1, radius: 1.7, rgb: "255,200,120", strength: 0.95, flicker: 0.3, bloom: true },
      windowLamp(stage, -1.2, 0.9),
    ],
    ...(atTable ? { table: top } : {}),
  });
};

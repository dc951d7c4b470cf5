import { type Brush, box, halo, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { shade } from "../text/colours.ts";
import { FIRE, type PlaceBuilder } from "./place.ts";
import { ridge, SKY_Z } from "./sky.ts";

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

export const cave: PlaceBuilder = ({ stage }) => ({
  floor: { kind: "stone", colour: "#4f4a46" },
  wall: 4,
  layers: [
    {
      z: 4,
      paint: (c) => {
        wash(c, [-12, -1, 24, 9], ["#1b1a1f", "#33302f"]);
        soft(c, points("0.6,0 0.5,1.4 1.4,2.2 2.4,1.5 2.3,0"), stage.time === "night" ? "#3c4f86" : "#cfe2ea");
        halo(c, [1.4, 1, 2.4], stage.time === "night" ? "120,150,230" : "220,240,250", 0.4);
      },
    },
    {
      z: 2,
      paint: (c) => {
        for (let i = 0; i < 15; i += 1) {
          const x = -7 + i;
          polygon(
            c,
            [
              [x - 0.5, 6],
              [x + 0.5, 6],
              [x + 0.1 * Math.sin(i * 3), 2.0 + Math.abs(Math.sin(i * 2.3)) * 1.1],
            ],
            i % 2 === 0 ? "#3b3735" : "#2f2c2c",
          );
        }
        soft(c, points("-9,-0.5 -7,2.4 -2.6,1.6 -1.6,0.4 -1.2,-0.2"), "#3a3634");
        soft(c, points("9,-0.5 7,2.8 3.4,1.9 2.6,0.5 2.2,-0.2"), "#35312f");
      },
    },
    {
      z: -0.5,
      paint: (c) => {
        soft(c, points("-4,-1 -3,2.8 -1.5,0.5 -1.25,-0.4 -1.4,-1"), "#1a1817");
      },
    },
  ],
  lamps: [
    {
      x: 1.4,
      y: 1.2,
      z: 3.6,
      radius: 2.6,
      rgb: stage.time === "night" ? "120,150,230" : "210,235,250",
      strength: 0.8,
      flicker: 0,
      bloom: false,
    },
    ...(stage.candle || stage.fire
      ? [{ x: -0.2, y: 0.9, z: 0.3, radius: 2.2, rgb: FIRE, strength: 1, flicker: 1, bloom: false }]
      : [{ x: 0, y: 1, z: 0.2, radius: 1.8, rgb: "200,215,230", strength: 0.6, flicker: 0, bloom: false }]),
  ],
});

import { type Brush, box, halo, line, oval, points, polygon, soft } from "../brush.ts";
import { shade } from "../text/colours.ts";
import type { Thing } from "./thing.ts";

/** A car from the side, two and a half persons long, looking right. */
export function drawCar(c: Brush, colour: string, lights: boolean): void {
  oval(c, [0, 0.0, 0.52, 0.03], "rgba(0,0,0,0.4)");
  soft(
    c,
    points("-0.5,0.08 -0.5,0.2 -0.36,0.235 -0.2,0.36 0.12,0.37 0.28,0.24 0.46,0.2 0.51,0.1 0.48,0.05 -0.46,0.05"),
    colour,
  );
  soft(c, points("-0.27,0.24 -0.17,0.335 -0.02,0.345 -0.02,0.24"), "#223039");
  soft(c, points("0.0,0.24 0.0,0.345 0.1,0.335 0.2,0.24"), "#2b3d48");
  line(c, points("-0.48,0.17 0.48,0.165"), { width: 0.008, colour: shade(colour, -0.35) });
  line(c, points("-0.01,0.24 -0.01,0.07"), { width: 0.006, colour: shade(colour, -0.4) });
  for (const x of [-0.31, 0.31]) {
    oval(c, [x, 0.07, 0.082, 0.082], "#17181a");
    oval(c, [x, 0.07, 0.045, 0.045], "#9aa0a6");
  }
  oval(c, [0.485, 0.155, 0.02, 0.025], "#fff2c0");
  box(c, [-0.505, 0.14, 0.02, 0.05], "#d8352c");
  if (!lights) return;
  polygon(c, points("0.49,0.17 1.6,0.3 1.6,-0.02 0.49,0.13"), "rgba(255,240,190,0.16)");
  halo(c, [0.5, 0.155, 0.28], "255,240,190", 0.9);
  halo(c, [-0.5, 0.16, 0.18], "255,60,40", 0.7);
}

function bicycle(c: Brush, colour: string): void {
  for (const x of [-0.34, 0.34]) {
    c.strokeStyle = "#1d1e20";
    c.lineWidth = 0.03;
    c.beginPath();
    c.arc(x, 0.2, 0.19, 0, 7);
    c.stroke();
  }
  line(c, points("-0.34,0.2 -0.1,0.46 0.24,0.46 0.02,0.2 -0.34,0.2"), { width: 0.028, colour });
  line(c, points("-0.1,0.46 0.02,0.2"), { width: 0.028, colour });
  line(c, points("0.34,0.2 0.23,0.56 0.32,0.6"), { width: 0.028, colour });
  box(c, [-0.18, 0.5, 0.14, 0.03], "#2a2420");
}

function boat(c: Brush, colour: string): void {
  soft(c, points("-0.55,0.2 -0.46,0 0.36,0 0.58,0.24 0.2,0.15 -0.3,0.14"), colour);
  line(c, points("-0.5,0.18 0.54,0.2"), { width: 0.022, colour: shade(colour, 0.25) });
}

function sailing(c: Brush, colour: string): void {
  boat(c, colour);
  box(c, [-0.015, 0.1, 0.03, 0.95], "#5b3f26");
  polygon(c, points("0.03,0.24 0.03,1.02 0.44,0.24"), "#eee7d6");
  polygon(c, points("-0.03,0.24 -0.03,0.9 -0.36,0.24"), "#e3dac4");
}

function chair(c: Brush, colour: string): void {
  for (const x of [-0.4, 0.3]) box(c, [x, 0, 0.1, 0.9], shade(colour, -0.2));
  box(c, [-0.45, 0.85, 0.9, 0.12], colour);
  box(c, [-0.45, 0.85, 0.11, 1], shade(colour, -0.1));
}

/** Big things, by word. */
export const GROUND_THINGS: readonly Thing[] = [
  {
    pattern: /\b(motor ?bike|motor ?cycle|scooter)\b/,
    size: 1.1,
    place: "ground",
    colour: "#8a1f1f",
    draw: (c, colour) => {
      bicycle(c, "#2a2c30");
      soft(c, points("-0.3,0.34 -0.1,0.5 0.2,0.5 0.26,0.3 0,0.2"), colour);
    },
  },
  { pattern: /\b(bicycles?|bikes?)\b/, size: 1, place: "ground", colour: "#2f6f8a", draw: bicycle },
  {
    pattern: /\b(truck|lorry|van|bus|ambulance)\b/,
    size: 3.4,
    place: "ground",
    colour: "#b8b2a4",
    draw: (c, colour) => {
      box(c, [-0.5, 0.06, 0.72, 0.42], colour);
      soft(c, points("0.22,0.06 0.22,0.4 0.4,0.38 0.5,0.22 0.5,0.06"), shade(colour, -0.2));
      box(c, [0.28, 0.22, 0.12, 0.12], "#2b3d48");
      for (const x of [-0.32, 0.32]) oval(c, [x, 0.06, 0.07, 0.07], "#17181a");
    },
  },
  {
    pattern: /\b(cars?|taxi|cab|limousine|vehicle|police car|sedan|coupe|convertible|getaway)\b/,
    size: 2.6,
    place: "ground",
    colour: "#a3272a",
    draw: (c, colour) => drawCar(c, colour, false),
  },
  {
    pattern: /\b(sail ?boat|sailing ship|ship|galleon|yacht|schooner)\b/,
    size: 3.6,
    place: "ground",
    colour: "#6b452a",
    draw: sailing,
  },
  {
    pattern: /\b(row(ing)? ?boat|boats?|canoe|dinghy|raft|kayak)\b/,
    size: 1.9,
    place: "ground",
    colour: "#7a5330",
    draw: boat,
  },
  {
    pattern: /\b(carts?|wagon|carriage|sleigh|sledge|sled)\b/,
    size: 1.7,
    place: "ground",
    colour: "#7a5330",
    draw: (c, colour) => {
      box(c, [-0.45, 0.22, 0.8, 0.24], colour);
      line(c, points("0.34,0.3 0.62,0.26"), { width: 0.04, colour });
      for (const x of [-0.28, 0.2]) {
        c.strokeStyle = shade(colour, -0.3);
        c.lineWidth = 0.035;
        c.beginPath();
        c.arc(x, 0.17, 0.15, 0, 7);
        c.stroke();
      }
    },
  },
  {
    pattern: /\b(rockets?|space ?ship|shuttle|spacecraft|capsule|ufo)\b/,
    size: 1.4,
    place: "ground",
    colour: "#d8dbe0",
    draw: (c, colour) => {
      soft(c, points("-0.26,0.2 -0.28,1.2 0,2 0.28,1.2 0.26,0.2"), colour);
      for (const way of [-1, 1])
        polygon(
          c,
          [
            [way * 0.24, 0.6],
            [way * 0.5, 0],
            [way * 0.22, 0.2],
          ],
          "#b5362c",
        );
      oval(c, [0, 1.1, 0.12, 0.12], "#34506a");
    },
  },
  {
    pattern: /\b(camp ?fire|bonfire|fire pit)\b/,
    size: 0.5,
    place: "ground",
    colour: "#f08a34",
    lit: true,
    draw: (c, colour) => {
      for (const [a, b] of [
        [-0.4, 0.3],
        [0.4, -0.3],
      ] as const)
        line(
          c,
          [
            [a, 0.04],
            [b, 0.16],
          ],
          { width: 0.1, colour: "#4a2f1c" },
        );
      halo(c, [0, 0.4, 1.6], "255,160,70", 0.6);
      soft(c, points("-0.32,0.1 -0.2,0.6 0,1 0.16,0.6 0.32,0.1"), colour);
      soft(c, points("-0.16,0.12 0,0.62 0.16,0.12"), "#ffe08a");
    },
  },
  {
    pattern: /\b(tent)\b/,
    size: 1.3,
    place: "ground",
    colour: "#b07b3a",
    draw: (c, colour) => {
      polygon(c, points("-0.5,0 0,0.7 0.5,0"), colour);
      polygon(c, points("-0.12,0 0,0.55 0.14,0"), shade(colour, -0.55));
    },
  },
  { pattern: /\b(chairs?|stool|armchair)\b/, size: 0.24, place: "ground", colour: "#7a5330", draw: chair },
  {
    pattern: /\b(christmas tree|tree)\b/,
    size: 0.7,
    place: "ground",
    colour: "#2f5a34",
    draw: (c, colour) => {
      box(c, [-0.06, 0, 0.12, 0.3], "#4b3828");
      for (let i = 0; i < 3; i += 1)
        polygon(
          c,
          [
            [-0.5 + i * 0.12, 0.25 + i * 0.4],
            [0, 0.95 + i * 0.42],
            [0.5 - i * 0.12, 0.25 + i * 0.4],
          ],
          shade(colour, i * 0.06),
        );
    },
  },
  {
    pattern: /\b(barrels?|dustbin|trash can)\b/,
    size: 0.34,
    place: "ground",
    colour: "#6f4a2a",
    draw: (c, colour) => {
      soft(c, points("-0.36,0 -0.5,0.65 -0.36,1.2 0.36,1.2 0.5,0.65 0.36,0"), colour);
      for (const y of [0.28, 0.92]) box(c, [-0.46, y, 0.92, 0.08], "#3d3d3f");
    },
  },
  {
    pattern: /\b(coffin|bed|stretcher|sofa)\b/,
    size: 1.2,
    place: "ground",
    colour: "#8a6a4a",
    draw: (c, colour) => {
      box(c, [-0.5, 0.08, 1, 0.2], colour);
      box(c, [-0.5, 0.26, 1, 0.08], "#e6e0d2");
      box(c, [-0.5, 0.3, 0.2, 0.1], "#f4f0e6");
    },
  },
];

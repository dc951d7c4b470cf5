import { type Brush, box, halo, line, oval, points, polygon, soft } from "../brush.ts";
import { shade } from "../text/colours.ts";
import type { Thing } from "./thing.ts";

function flower(c: Brush, colour: string): void {
  for (const [x, y] of [
    [-0.2, 0.7],
    [0.02, 0.86],
    [0.22, 0.68],
  ] as const) {
    line(
      c,
      [
        [0, 0],
        [x, y],
      ],
      { width: 0.04, colour: "#3f7a3d" },
    );
    for (let petal = 0; petal < 5; petal += 1)
      oval(c, [x + Math.cos(petal * 1.257) * 0.1, y + Math.sin(petal * 1.257) * 0.1, 0.08, 0.08], colour);
    oval(c, [x, y, 0.055, 0.055], "#f0cf5a");
  }
}

/** What is eaten, worn, carried and played with, by word; the first that fits is drawn. */
export const HAND_THINGS: readonly Thing[] = [
  {
    pattern: /\b(tea ?pot|kettle|coffee pot|jug|pot|pan|saucepan|cauldron)\b/,
    size: 0.16,
    place: "table",
    colour: "#5a6268",
    draw: (c, colour) => {
      soft(c, points("-0.4,0 -0.48,0.5 -0.3,0.68 0.3,0.68 0.48,0.5 0.4,0"), colour);
      line(c, points("0.42,0.3 0.72,0.6"), { width: 0.1, colour });
      oval(c, [0, 0.72, 0.1, 0.08], shade(colour, -0.2));
    },
  },
  {
    pattern: /\b(cups?|mugs?|coffee|tea|espresso|cocoa)\b/,
    size: 0.075,
    place: "hand",
    colour: "#ece6da",
    draw: (c, colour) => {
      c.strokeStyle = shade(colour, -0.1);
      c.lineWidth = 0.12;
      c.beginPath();
      c.arc(0.42, 0.5, 0.24, -1.4, 1.4);
      c.stroke();
      soft(c, points("-0.4,0 -0.45,0.95 0.45,0.95 0.4,0"), colour);
      box(c, [-0.4, 0, 0.8, 0.88], colour);
      oval(c, [0, 0.88, 0.4, 0.1], "#4a2f1e");
      line(c, points("-0.1,1.1 0.05,1.4 -0.08,1.75"), { width: 0.05, colour: "rgba(255,255,255,0.45)" });
    },
  },
  {
    pattern: /\b(glass(?! (of the|in|behind))|goblet|wine|champagne|beer|whisky|pint|drink)\b/,
    size: 0.06,
    place: "hand",
    colour: "#b9d2d8",
    draw: (c, colour) => {
      polygon(c, points("-0.4,1.6 0.4,1.6 0.26,0.6 -0.26,0.6"), `${colour}aa`);
      polygon(c, points("-0.34,1.25 0.34,1.25 0.26,0.62 -0.26,0.62"), "#9a3b3b");
      box(c, [-0.05, 0.06, 0.1, 0.56], colour);
      box(c, [-0.3, 0, 0.6, 0.08], colour);
    },
  },
  {
    pattern: /\b(bottles?|vial|potion|flask|perfume|medicine)\b/,
    size: 0.07,
    place: "table",
    colour: "#3f6b4a",
    draw: (c, colour) => {
      box(c, [-0.4, 0, 0.8, 1.7], colour);
      polygon(c, points("-0.4,1.7 -0.14,2.1 0.14,2.1 0.4,1.7"), colour);
      box(c, [-0.14, 2.1, 0.28, 0.6], colour);
      box(c, [-0.36, 0.5, 0.72, 0.7], "#ece2c8");
      box(c, [-0.3, 0.1, 0.1, 1.5], shade(colour, 0.4));
    },
  },
  {
    pattern: /\b(smart ?phone|mobile|cell ?phone|phone|telephone|radio|receiver|walkie)\b/,
    size: 0.05,
    place: "hand",
    colour: "#20242a",
    draw: (c, colour) => {
      box(c, [-0.5, -0.4, 1, 2], colour);
      box(c, [-0.4, -0.2, 0.8, 1.6], "#8fd0f0");
    },
  },
  {
    pattern: /\b(lap ?top|computer|keyboard|tablet)\b/,
    size: 0.24,
    place: "table",
    colour: "#5a6068",
    draw: (c, colour) => {
      polygon(c, points("-0.5,0 0.5,0 0.44,0.06 -0.44,0.06"), shade(colour, 0.2));
      box(c, [-0.44, 0.06, 0.88, 0.6], colour);
      box(c, [-0.4, 0.1, 0.8, 0.52], "#9fd4ee");
    },
  },
  {
    pattern: /\bumbrellas?|parasol\b/,
    size: 0.55,
    place: "hand",
    colour: "#a32a2a",
    draw: (c, colour) => {
      box(c, [-0.012, -0.1, 0.024, 0.95], "#3a3632");
      soft(c, points("-0.55,0.62 -0.5,0.78 -0.2,1 0.2,1 0.5,0.78 0.55,0.62 0.28,0.7 0,0.62 -0.28,0.7"), colour);
    },
  },
  {
    pattern: /\b(keys?)\b/,
    size: 0.05,
    place: "hand",
    colour: "#c9a54a",
    draw: (c, colour) => {
      c.strokeStyle = colour;
      c.lineWidth = 0.2;
      c.beginPath();
      c.arc(0, 0.9, 0.35, 0, 7);
      c.stroke();
      box(c, [-0.1, -0.9, 0.2, 1.5], colour);
      box(c, [0, -0.9, 0.4, 0.2], colour);
      box(c, [0, -0.5, 0.3, 0.2], colour);
    },
  },
  {
    pattern: /\b(rings?|necklace|jewel|gem|diamond|coin|amulet|crystal|pearl|medal|watch)\b/,
    size: 0.05,
    place: "hand",
    colour: "#e0b94f",
    draw: (c, colour) => {
      c.strokeStyle = colour;
      c.lineWidth = 0.22;
      c.beginPath();
      c.arc(0, 0.4, 0.36, 0, 7);
      c.stroke();
      polygon(c, points("-0.2,0.82 0,1.2 0.2,0.82"), "#9fe3f2");
      halo(c, [0, 0.9, 1], "255,245,210", 0.5);
    },
  },
  {
    pattern: /\b(flowers?|roses?|bouquet|tulips?|daisies|posy)\b/,
    size: 0.14,
    place: "hand",
    colour: "#c8385a",
    draw: flower,
  },
  {
    pattern: /\b(basket)\b/,
    size: 0.2,
    place: "hand",
    colour: "#a37a45",
    draw: (c, colour) => {
      c.strokeStyle = colour;
      c.lineWidth = 0.06;
      c.beginPath();
      c.arc(0, -0.42, 0.42, 0, Math.PI);
      c.stroke();
      soft(c, points("-0.5,-0.4 0.5,-0.4 0.4,-0.9 -0.4,-0.9"), colour);
      for (let i = 0; i < 4; i += 1)
        line(
          c,
          [
            [-0.42, -0.48 - i * 0.1],
            [0.42, -0.48 - i * 0.1],
          ],
          { width: 0.02, colour: shade(colour, -0.3) },
        );
      oval(c, [0.1, -0.38, 0.12, 0.1], "#b33a30");
    },
  },
  {
    pattern: /\b(bags?|hand ?bag|sack|back ?pack|purse|satchel)\b/,
    size: 0.17,
    place: "hand",
    colour: "#6d4a2c",
    draw: (c, colour) => {
      c.strokeStyle = shade(colour, -0.2);
      c.lineWidth = 0.07;
      c.beginPath();
      c.arc(0, -0.26, 0.28, 0, Math.PI);
      c.stroke();
      soft(c, points("-0.48,-0.22 0.48,-0.22 0.5,-0.95 -0.5,-0.95"), colour);
      box(c, [-0.12, -0.5, 0.24, 0.16], shade(colour, 0.2));
    },
  },
  {
    pattern: /\b(suit ?case|brief ?case|trunk|luggage)\b/,
    size: 0.26,
    place: "hand",
    colour: "#5b3b22",
    draw: (c, colour) => {
      box(c, [-0.12, -0.16, 0.24, 0.1], shade(colour, -0.3));
      box(c, [-0.5, -0.8, 1, 0.66], colour);
      for (const x of [-0.34, 0.26]) box(c, [x, -0.8, 0.08, 0.66], shade(colour, -0.3));
    },
  },
  {
    pattern: /\b(box|boxes|crate|parcel|package|present|gift|chest|casket)\b/,
    size: 0.22,
    place: "table",
    colour: "#a07a4a",
    draw: (c, colour) => {
      box(c, [-0.5, 0, 1, 0.7], colour);
      box(c, [-0.5, 0.54, 1, 0.16], shade(colour, 0.12));
      box(c, [-0.08, 0, 0.16, 0.7], "#b03a34");
    },
  },
  {
    pattern: /\b(camera|binoculars|telescope|spyglass)\b/,
    size: 0.12,
    place: "hand",
    colour: "#2a2c30",
    draw: (c, colour) => {
      box(c, [-0.5, 0, 1, 0.65], colour);
      oval(c, [0.1, 0.32, 0.26, 0.26], "#11141a");
      oval(c, [0.1, 0.32, 0.14, 0.14], "#4c6f96");
    },
  },
  {
    pattern: /\b(guitar|violin|lute|cello|banjo|fiddle)\b/,
    size: 0.5,
    place: "hand",
    colour: "#a5652e",
    draw: (c, colour) => {
      oval(c, [-0.3, -0.1, 0.26, 0.24], colour);
      oval(c, [-0.02, -0.02, 0.18, 0.17], colour);
      polygon(c, points("0.05,0.02 0.7,0.24 0.72,0.18 0.06,-0.06"), "#3a2618");
      oval(c, [-0.14, -0.06, 0.08, 0.08], "#2a1a10");
    },
  },
  {
    pattern: /\b(ball|balloon|football|apple|egg|orange|fruit|pearl|globe|snowball)\b/,
    size: 0.11,
    place: "hand",
    colour: "#c2402f",
    draw: (c, colour) => {
      oval(c, [0, 0.45, 0.45, 0.45], colour);
      oval(c, [-0.14, 0.6, 0.12, 0.1], shade(colour, 0.45));
    },
  },
  {
    pattern:
      /\b(bread|cake|pie|pizza|sandwich|burger|soup|meal|plate|food|breakfast|dinner|pasta|noodles|bowl|dough|croissant)\b/,
    size: 0.17,
    place: "table",
    colour: "#c9924e",
    draw: (c, colour) => {
      oval(c, [0, 0.07, 0.5, 0.09], "#e9e5da");
      soft(c, points("-0.36,0.08 -0.3,0.34 0,0.46 0.3,0.34 0.36,0.08"), colour);
      line(c, points("-0.12,0.28 -0.04,0.38"), { width: 0.03, colour: shade(colour, 0.3) });
    },
  },
  {
    pattern: /\b(flag|banner)\b/,
    size: 0.4,
    place: "hand",
    colour: "#b3302c",
    draw: (c, colour) => {
      box(c, [-0.02, -0.6, 0.04, 2], "#6b4a2c");
      soft(c, points("0.02,1.36 0.5,1.44 0.95,1.3 0.95,0.86 0.5,0.96 0.02,0.86"), colour);
    },
  },
  {
    pattern: /\b(doll|teddy|toy|puppet)\b/,
    size: 0.14,
    place: "hand",
    colour: "#9a6a40",
    draw: (c, colour) => {
      oval(c, [0, 0.4, 0.32, 0.36], colour);
      oval(c, [0, 0.95, 0.27, 0.26], colour);
      for (const x of [-0.22, 0.22]) {
        oval(c, [x, 1.15, 0.1, 0.1], colour);
        oval(c, [x * 0.4, 0.98, 0.04, 0.05], "#17110d");
      }
    },
  },
  {
    pattern: /\b(wheel|steering wheel)\b/,
    size: 0.3,
    place: "hand",
    colour: "#26282c",
    draw: (c, colour) => {
      c.strokeStyle = colour;
      c.lineWidth = 0.1;
      c.beginPath();
      c.arc(0, 0, 0.45, 0, 7);
      c.stroke();
      line(c, points("-0.4,0 0.4,0"), { width: 0.08, colour });
    },
  },
  {
    pattern: /\b(leather|cloth|fabric|silk|wool|blanket|towel|rag|handkerchief)\b/,
    size: 0.22,
    place: "table",
    colour: "#8a5a34",
    draw: (c, colour) => {
      soft(c, points("-0.5,0 -0.4,0.12 0,0.09 0.45,0.14 0.5,0 0,-0.02"), colour);
    },
  },
  {
    pattern: /\b(bomb|device|remote|machine part|tool|wrench|screwdriver|scissors)\b/,
    size: 0.13,
    place: "hand",
    colour: "#5c6166",
    draw: (c, colour) => {
      box(c, [-0.4, 0, 0.8, 0.5], colour);
      box(c, [-0.25, 0.16, 0.5, 0.2], "#d8483a");
      line(c, points("-0.3,0.5 0,0.85 0.3,0.5"), { width: 0.05, colour: "#c9423a" });
    },
  },
  {
    pattern: /\b(skull|mask|helmet|crown)\b/,
    size: 0.15,
    place: "hand",
    colour: "#e2dccb",
    draw: (c, colour) => {
      soft(c, points("-0.4,0.1 -0.48,0.7 0,1 0.48,0.7 0.4,0.1 0,0"), colour);
      for (const x of [-0.18, 0.18]) oval(c, [x, 0.5, 0.11, 0.13], "#1b1714");
    },
  },
];

import { type Brush, box, halo, line, oval, points, polygon, soft } from "../brush.ts";
import { shade } from "../text/colours.ts";
import type { Thing } from "./thing.ts";

function shoe(c: Brush, colour: string, x: number): void {
  soft(c, points("-0.24,0.02 -0.25,0.34 -0.2,0.4 -0.06,0.36 0.04,0.22 0.24,0.16 0.3,0.08 0.27,0.02", x), colour);
  soft(c, points("-0.21,0.37 -0.13,0.4 -0.07,0.36 -0.14,0.33", x), shade(colour, -0.55));
  box(c, [x - 0.25, 0, 0.53, 0.035], shade(colour, -0.6));
  box(c, [x - 0.25, -0.005, 0.12, 0.06], shade(colour, -0.6));
  soft(c, points("-0.2,0.24 -0.1,0.27 -0.05,0.22 -0.18,0.18", x), shade(colour, 0.28));
  box(c, [x - 0.02, 0.2, 0.085, 0.075], "#d9b04a");
  box(c, [x + 0.004, 0.215, 0.038, 0.045], shade(colour, -0.3));
  c.setLineDash([0.022, 0.016]);
  line(c, points("-0.22,0.06 0.24,0.06", x), { width: 0.009, colour: "#ecdfbf" });
  line(c, points("0.08,0.2 0.16,0.08", x), { width: 0.009, colour: "#ecdfbf" });
  c.setLineDash([]);
}

function garment(c: Brush, x: number, colour: string): void {
  soft(c, points("-0.1,0.36 0.1,0.36 0.26,0.2 0.18,0.14 0.16,0.02 -0.16,0.02 -0.18,0.14 -0.26,0.2", x), colour);
  line(c, points("0,0.34 0,0.03", x), { width: 0.012, colour: shade(colour, -0.35) });
  for (let i = 0; i < 3; i += 1) oval(c, [x + 0.025, 0.27 - i * 0.085, 0.017, 0.017], "#e6c868");
  soft(c, points("-0.1,0.4 0.1,0.4 0.02,0.62 -0.03,0.6", x), shade(colour, -0.1));
}

/** Clothes, papers, lights, weapons and tools, by word; the first that fits is drawn. */
export const TOOL_THINGS: readonly Thing[] = [
  {
    pattern: /\bshoes?\b|boots?\b|slipper/,
    size: 0.2,
    place: "table",
    colour: "#6d4426",
    draw: (c, colour) => {
      shoe(c, colour, -0.27);
      shoe(c, shade(colour, -0.08), 0.27);
    },
  },
  {
    pattern: /cloth|gift of clothes|coats|dress(es)?\b|garment|costume|jackets/,
    size: 0.3,
    place: "table",
    colour: "#3c8a48",
    draw: (c) => {
      garment(c, -0.28, "#3c8a48");
      garment(c, 0.28, "#c2312b");
    },
  },
  {
    pattern: /\b(note ?book|log ?book|books?|diary|bible|journal|album|spellbook)\b/,
    size: 0.16,
    place: "hand",
    colour: "#7a2f2a",
    draw: (c, colour) => {
      box(c, [-0.45, 0, 0.9, 0.66], colour);
      box(c, [-0.41, 0.05, 0.8, 0.57], "#efe7d2");
      box(c, [-0.45, 0.03, 0.78, 0.66], shade(colour, 0.08));
      box(c, [-0.3, 0.3, 0.48, 0.1], "#d9b85a");
    },
  },
  {
    pattern:
      /\b(letters?|envelopes?|papers?|notes?|map|document|contract|newspaper|photo(graph)?s?|picture|postcard|ticket|file|script|recipe|list|menu|card)\b/,
    size: 0.13,
    place: "hand",
    colour: "#f3ead5",
    draw: (c, colour) => {
      polygon(c, points("-0.4,0 0.4,0.04 0.38,1 -0.42,0.96"), colour);
      for (let i = 0; i < 6; i += 1) box(c, [-0.28, 0.2 + i * 0.11, 0.55 - (i % 2) * 0.14, 0.03], "#7d6b53");
    },
  },
  {
    pattern: /\bcandles?\b/,
    size: 0.07,
    place: "hand",
    colour: "#efe3c6",
    lit: true,
    draw: (c, colour) => {
      box(c, [-0.4, 0, 0.8, 0.16], "#8a6a34");
      box(c, [-0.2, 0.1, 0.4, 1.5], colour);
      halo(c, [0, 2, 1.6], "255,200,110", 0.6);
      soft(c, points("-0.14,1.72 0,2.4 0.14,1.72 0,1.6"), "#ffdf86");
      soft(c, points("-0.06,1.72 0,2.05 0.06,1.72"), "#fff6d8");
    },
  },
  {
    pattern: /\b(flash ?light|head ?lamp)\b/,
    size: 0.12,
    place: "hand",
    colour: "#33363b",
    lit: true,
    draw: (c, colour) => {
      box(c, [-0.5, 0, 0.75, 0.26], colour);
      polygon(c, points("0.25,-0.04 0.5,-0.12 0.5,0.38 0.25,0.3"), shade(colour, 0.2));
      oval(c, [0.52, 0.13, 0.08, 0.22], "#fff3c4");
      halo(c, [0.6, 0.13, 1.4], "255,240,190", 0.7);
    },
  },
  {
    pattern: /\btorch(es)?\b/,
    size: 0.08,
    place: "hand",
    colour: "#5b3d24",
    lit: true,
    draw: (c, colour) => {
      box(c, [-0.12, -1.6, 0.24, 2.4], colour);
      halo(c, [0, 1.3, 2.4], "255,170,80", 0.7);
      soft(c, points("-0.45,0.7 -0.2,1.6 0,2.3 0.25,1.5 0.45,0.7 0,0.5"), "#f08a34");
      soft(c, points("-0.22,0.8 0,1.6 0.22,0.8"), "#ffe08a");
    },
  },
  {
    pattern: /\b(lanterns?|oil lamp|lamp)\b/,
    size: 0.12,
    place: "hand",
    colour: "#3f3a34",
    lit: true,
    draw: (c, colour) => {
      line(c, points("-0.3,-0.2 0,0.05 0.3,-0.2"), { width: 0.06, colour });
      box(c, [-0.4, -1.35, 0.8, 0.14], colour);
      box(c, [-0.34, -0.36, 0.68, 0.16], colour);
      halo(c, [0, -0.8, 2.4], "255,205,120", 0.75);
      box(c, [-0.3, -1.24, 0.6, 0.88], "#ffdc8c");
      soft(c, points("-0.12,-1.15 0,-0.5 0.12,-1.15"), "#fff8dd");
      for (const x of [-0.33, 0.29]) box(c, [x, -1.24, 0.05, 0.9], colour);
    },
  },
  {
    pattern: /\b(swords?|sabres?|katana|rapier)\b/,
    size: 0.09,
    place: "hand",
    colour: "#c9ced3",
    draw: (c, colour) => {
      polygon(c, points("-0.2,0.4 -0.14,5.4 0,6 0.14,5.4 0.2,0.4"), colour);
      box(c, [-0.02, 0.4, 0.04, 5], shade(colour, -0.2));
      box(c, [-0.75, 0.2, 1.5, 0.26], "#b08a3a");
      box(c, [-0.15, -0.9, 0.3, 1.1], "#5a3a22");
    },
  },
  {
    pattern: /\b(knife|knives|dagger|scalpel|razor|blade)\b/,
    size: 0.06,
    place: "hand",
    colour: "#c9ced3",
    draw: (c, colour) => {
      polygon(c, points("-0.2,0.4 -0.2,2.2 0.16,2.8 0.2,0.4"), colour);
      box(c, [-0.2, -0.8, 0.4, 1.2], "#4a3020");
    },
  },
  {
    pattern: /\b(guns?|pistols?|revolvers?|blaster)\b/,
    size: 0.13,
    place: "hand",
    colour: "#2c2f33",
    draw: (c, colour) => {
      box(c, [-0.1, 0.1, 1.1, 0.26], colour);
      polygon(c, points("-0.1,0.2 0.22,0.2 0.1,-0.5 -0.2,-0.5"), shade(colour, 0.12));
    },
  },
  {
    pattern: /\b(rifles?|shotgun|musket|crossbow)\b/,
    size: 0.5,
    place: "hand",
    colour: "#4a3424",
    draw: (c, colour) => {
      box(c, [-0.1, 0, 1, 0.05], "#2c2f33");
      polygon(c, points("-0.4,-0.1 0.2,-0.01 0.2,0.06 -0.4,0.05"), colour);
    },
  },
  {
    pattern: /\b(bow and arrow|longbow|arrows?)\b/,
    size: 0.3,
    place: "hand",
    colour: "#6b4526",
    draw: (c, colour) => {
      c.strokeStyle = colour;
      c.lineWidth = 0.08;
      c.beginPath();
      c.arc(-0.5, 0, 1.1, -1.1, 1.1);
      c.stroke();
      line(c, points("0,-0.98 0,0.98"), { width: 0.02, colour: "#e8e0cc" });
    },
  },
  {
    pattern: /\b(hammers?|mallet|axe|pickaxe)\b/,
    size: 0.09,
    place: "hand",
    colour: "#6b4a2c",
    draw: (c, colour) => {
      box(c, [-0.12, -0.9, 0.24, 2.9], colour);
      box(c, [-0.7, 1.7, 1.4, 0.7], "#6d7276");
      box(c, [-0.7, 2.2, 1.4, 0.2], "#8d9296");
    },
  },
  {
    pattern:
      /\b(spade|shovel|rake|broom|mop|hoe|spear|staff|pole|oar|fishing rod|rod|stick|cane|wand|trident|pitchfork)\b/,
    size: 0.06,
    place: "hand",
    colour: "#7a5532",
    draw: (c, colour) => {
      box(c, [-0.16, -6, 0.32, 13], colour);
      soft(c, points("-0.6,-8.2 0.6,-8.2 0.7,-6 -0.7,-6"), "#74787c");
    },
  },
  {
    pattern: /\bneedle|thread\b/,
    size: 0.06,
    place: "hand",
    colour: "#d4d8dc",
    draw: (c, colour) => {
      line(c, points("0,0 0.5,1.6"), { width: 0.1, colour });
      line(c, points("0.5,1.6 0.2,0.6 -0.8,-0.6 -0.4,-1.8"), { width: 0.05, colour: "#e8d9b0" });
    },
  },
];

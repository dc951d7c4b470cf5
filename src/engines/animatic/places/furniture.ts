import { type Brush, box, halo, line, oval, points, polygon, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { mix, shade } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import { skyColours } from "./sky.ts";

type Rectangle = readonly [number, number, number, number];

/** A window with the sky of the hour in it; `panes` across. */
export function window(
  c: Brush,
  stage: Stage,
  { at, frame = "#4a3826", panes = 2, city = false }: { at: Rectangle; frame?: string; panes?: number; city?: boolean },
): void {
  const [x, y, w, h] = at;
  const [top, bottom] = skyColours(stage);
  box(c, [x - 0.05, y - 0.05, w + 0.1, h + 0.1], frame);
  wash(c, at, [
    stage.time === "night" ? mix(top, "#3a5596", 0.5) : top,
    stage.time === "night" ? mix(bottom, "#6f8fd0", 0.5) : bottom,
  ]);
  c.save();
  c.beginPath();
  c.rect(x, y, w, h);
  c.clip();
  if (city) {
    const random = randomFrom(`skyline ${x}`);
    for (let i = 0; i < 9; i += 1) {
      const [bx, bh] = [x + (i * w) / 9, h * (0.25 + random() * 0.45)];
      box(c, [bx, y, w / 9, bh], stage.time === "night" ? "#141b2c" : mix(bottom, "#55667a", 0.6));
      if (stage.time !== "day")
        for (let k = 0; k < 6; k += 1)
          box(
            c,
            [bx + 0.012 + (k % 2) * (w / 20), y + 0.03 + Math.floor(k / 2) * 0.07, w / 45, 0.03],
            random() < 0.6 ? "#f5d482" : "#26304a",
          );
    }
  } else {
    soft(
      c,
      [
        [x - 0.1, y],
        [x - 0.1, y + h * 0.28],
        [x + w * 0.4, y + h * 0.36],
        [x + w + 0.1, y + h * 0.22],
        [x + w + 0.1, y],
      ],
      mix(bottom, stage.time === "night" ? "#0c1226" : stage.snowGround ? "#e4ebf2" : "#5b7a58", 0.65),
    );
  }
  if (stage.time === "night") oval(c, [x + w * 0.72, y + h * 0.76, 0.075, 0.075], "#f2f4fb");
  if (stage.rain)
    for (let i = 0; i < 16; i += 1)
      line(
        c,
        [
          [x + ((i * 37) % 100) * 0.01 * w, y + h],
          [x + ((i * 37) % 100) * 0.01 * w - 0.02, y + ((i * 53) % 100) * 0.008 * h],
        ],
        { width: 0.006, colour: "rgba(220,235,250,0.45)" },
      );
  c.restore();
  for (let i = 1; i < panes; i += 1) box(c, [x + (i * w) / panes - 0.014, y, 0.028, h], frame);
  box(c, [x, y + h * 0.55, w, 0.026], frame);
  box(c, [x - 0.09, y - 0.09, w + 0.18, 0.06], shade(frame, 0.15));
}

export function door(c: Brush, [x, y, w, h]: Rectangle, colour: string): void {
  box(c, [x - 0.06, y, w + 0.12, h + 0.07], shade(colour, -0.4));
  box(c, [x, y, w, h], colour);
  for (const py of [0.08, 0.55]) box(c, [x + w * 0.16, y + h * py, w * 0.68, h * 0.36], shade(colour, -0.14));
  oval(c, [x + w * 0.87, y + h * 0.47, 0.025, 0.025], "#cfa94e");
}

/** A board on the wall with bottles, books or pots. */
export function shelf(c: Brush, [x, y, w]: readonly [number, number, number], colours: readonly string[]): void {
  const random = randomFrom(`shelf ${x} ${y}`);
  let at = x + 0.04;
  while (at < x + w - 0.06) {
    const [tw, th] = [0.035 + random() * 0.06, 0.08 + random() * 0.15];
    box(c, [at, y, tw, th], colours[Math.floor(random() * colours.length)] ?? "#8a5a32");
    at += tw + 0.012 + (random() < 0.2 ? 0.08 : 0);
  }
  box(c, [x, y - 0.035, w, 0.035], "#4b3524");
}

export function table(
  c: Brush,
  { x, y, half, colour, legs = true }: { x: number; y: number; half: number; colour: string; legs?: boolean },
): void {
  if (legs) for (const side of [-1, 1]) box(c, [x + side * (half - 0.1) - 0.04, 0, 0.08, y], shade(colour, -0.35));
  else box(c, [x - half, 0, half * 2, y], shade(colour, -0.3));
  box(c, [x - half, y - 0.075, half * 2, 0.05], shade(colour, -0.22));
  box(c, [x - half - 0.03, y - 0.03, half * 2 + 0.06, 0.045], colour);
  box(c, [x - half - 0.03, y + 0.008, half * 2 + 0.06, 0.008], shade(colour, 0.25));
}

/** A counter or desk with a closed front. */
export function counter(
  c: Brush,
  { x, y, half, colour }: { x: number; y: number; half: number; colour: string },
): void {
  wash(c, [x - half, 0, half * 2, y], [shade(colour, -0.12), shade(colour, -0.42)]);
  for (let i = 1; i < Math.round(half * 3); i += 1)
    box(c, [x - half + (i * half * 2) / Math.round(half * 3), 0.04, 0.012, y - 0.1], shade(colour, -0.5));
  box(c, [x - half - 0.04, y - 0.04, half * 2 + 0.08, 0.05], shade(colour, 0.22));
}

export function chair(c: Brush, { x, colour, way = 1 }: { x: number; colour: string; way?: 1 | -1 }): void {
  for (const dx of [-0.1, 0.1]) box(c, [x + dx - 0.015, 0, 0.03, 0.27], shade(colour, -0.3));
  box(c, [x - 0.13, 0.25, 0.26, 0.04], colour);
  box(c, [x - way * 0.13 - 0.018, 0.25, 0.036, 0.33], shade(colour, -0.12));
}

export function hearth(c: Brush, x: number): void {
  const random = randomFrom("hearth");
  box(c, [x - 0.62, 0, 1.24, 1.02], "#6a625a");
  for (let row = 0; row < 7; row += 1)
    for (let i = 0; i < 6; i += 1)
      box(
        c,
        [x - 0.6 + i * 0.205 + (row % 2) * 0.06, 0.02 + row * 0.145, 0.17, 0.115],
        shade("#776e64", (random() - 0.5) * 0.2),
      );
  box(c, [x - 0.72, 1.0, 1.44, 0.09], "#4a3826");
  box(c, [x - 0.4, 0, 0.8, 0.66], "#150e0b");
  halo(c, [x, 0.2, 0.6], "255,140,50", 0.85);
  for (const side of [-1, 1])
    line(
      c,
      [
        [x - side * 0.26, 0.05],
        [x + side * 0.2, 0.14],
      ],
      { width: 0.09, colour: "#3a2416" },
    );
  for (const [dx, h, colour] of [
    [-0.16, 0.34, "#e8722a"],
    [0.14, 0.3, "#e8722a"],
    [0, 0.46, "#f49a3a"],
    [-0.03, 0.28, "#ffd873"],
    [0.07, 0.2, "#fff0b8"],
  ] as const)
    soft(
      c,
      [
        [x + dx - 0.11, 0.08],
        [x + dx - 0.06, h * 0.6],
        [x + dx, h + 0.06],
        [x + dx + 0.07, h * 0.55],
        [x + dx + 0.1, 0.08],
      ],
      colour,
    );
}

export function curtain(c: Brush, [x, y, w, h]: Rectangle, colour: string): void {
  const folds = Math.max(3, Math.round(w / 0.1));
  for (let i = 0; i < folds; i += 1)
    wash(
      c,
      [x + (i * w) / folds, y, w / folds + 0.005, h],
      [shade(colour, i % 2 === 0 ? 0 : -0.22), shade(colour, i % 2 === 0 ? -0.2 : -0.42)],
    );
  box(c, [x - 0.06, y + h, w + 0.12, 0.04], "#4b3524");
}

export function bed(c: Brush, x: number, cover: string): void {
  box(c, [x - 0.72, 0, 0.08, 0.62], "#5b3f28");
  box(c, [x - 0.7, 0.12, 1.5, 0.16], "#6b4b30");
  box(c, [x + 0.74, 0, 0.07, 0.4], "#5b3f28");
  soft(c, points("-0.66,0.28 -0.66,0.42 -0.3,0.46 -0.24,0.3", x), "#f1ede2");
  soft(c, points("-0.32,0.14 -0.34,0.4 0.2,0.44 0.78,0.36 0.8,0.12", x), cover);
}

export function pendant(c: Brush, [x, top, drop]: readonly [number, number, number], colour: string): void {
  line(
    c,
    [
      [x, top],
      [x, top - drop],
    ],
    { width: 0.012, colour: "#2a2624" },
  );
  polygon(
    c,
    [
      [x - 0.16, top - drop - 0.1],
      [x - 0.05, top - drop + 0.02],
      [x + 0.05, top - drop + 0.02],
      [x + 0.16, top - drop - 0.1],
    ],
    colour,
  );
  oval(c, [x, top - drop - 0.1, 0.09, 0.03], "#fff4cf");
}

export function picture(c: Brush, [x, y, w, h]: Rectangle, colour: string): void {
  box(c, [x - 0.03, y - 0.03, w + 0.06, h + 0.06], "#6b5233");
  wash(c, [x, y, w, h], [shade(colour, 0.3), shade(colour, -0.2)]);
  soft(
    c,
    [
      [x, y],
      [x + w * 0.3, y + h * 0.5],
      [x + w * 0.6, y + h * 0.25],
      [x + w, y + h * 0.6],
      [x + w, y],
    ],
    shade(colour, -0.35),
  );
}

export function plant(c: Brush, x: number, size: number): void {
  polygon(
    c,
    [
      [x - 0.1 * size, 0.24 * size],
      [x + 0.1 * size, 0.24 * size],
      [x + 0.07 * size, 0],
      [x - 0.07 * size, 0],
    ],
    "#a05a3c",
  );
  for (let i = 0; i < 7; i += 1) {
    const angle = 0.4 + (i / 6) * 2.3;
    soft(
      c,
      [
        [x, 0.24 * size],
        [x + Math.cos(angle) * 0.24 * size - 0.03, 0.24 * size + Math.sin(angle) * 0.36 * size],
        [x + Math.cos(angle) * 0.4 * size, 0.24 * size + Math.sin(angle) * 0.52 * size],
        [x + Math.cos(angle) * 0.2 * size + 0.03, 0.24 * size + Math.sin(angle) * 0.3 * size],
      ],
      shade("#3f7a45", (i % 3) * 0.1 - 0.12),
    );
  }
}

/** A monitor or a television; `on` glows. */
export function screen(c: Brush, [x, y, w, h]: Rectangle, colour = "#8fd0f0"): void {
  box(c, [x - 0.02, y - 0.02, w + 0.04, h + 0.04], "#1b1e22");
  wash(c, [x, y, w, h], [colour, shade(colour, -0.3)]);
  for (let i = 0; i < 4; i += 1)
    box(c, [x + w * 0.1, y + h * (0.18 + i * 0.19), w * (0.35 + ((i * 37) % 40) / 100), h * 0.06], shade(colour, 0.4));
}

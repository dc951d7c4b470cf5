import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { mix, shade } from "./colours.ts";
import type { Random } from "./random.ts";
import type { Stage } from "./stage.ts";

/** A set painted once: world from -5 to 5 across, from -1 to 4 up. */
export interface PlaceLayers {
  /** Far: sky, hills, the back wall. */
  readonly far: Canvas;
  /** Near the people: ground, furniture, trees. */
  readonly near: Canvas;
  readonly pixelsPerUnit: number;
}
export const WORLD = { left: -5, right: 5, bottom: -1, top: 4 } as const;

const SKY: Readonly<Record<Stage["time"], readonly [string, string]>> = {
  dawn: ["#7d8fb8", "#f3c6a5"],
  day: ["#7fb0de", "#dcebf3"],
  dusk: ["#4b4f86", "#e69a6b"],
  night: ["#0f1730", "#2b3b63"],
};

export function paintPlace(stage: Stage, pixelsPerUnit: number, random: Random): PlaceLayers {
  const width = Math.round((WORLD.right - WORLD.left) * pixelsPerUnit);
  const height = Math.round((WORLD.top - WORLD.bottom) * pixelsPerUnit);
  const layer = (paint: (c: SKRSContext2D) => void): Canvas => {
    const canvas = createCanvas(width, height);
    const c = canvas.getContext("2d");
    c.scale(pixelsPerUnit, pixelsPerUnit);
    c.translate(-WORLD.left, WORLD.top);
    paint(c);
    return canvas;
  };
  return {
    far: layer((c) => (stage.interior ? paintRoom(c, stage, random) : paintLand(c, stage, random))),
    near: layer((c) => (stage.interior ? paintFurniture(c, stage, random) : paintGround(c, stage, random))),
    pixelsPerUnit,
  };
}

/** A rectangle with y up. */
function box(c: SKRSContext2D, x: number, y: number, w: number, h: number, fill: string): void {
  c.fillStyle = fill;
  c.fillRect(x, -(y + h), w, h);
}

function blob(c: SKRSContext2D, x: number, y: number, r: number, fill: string): void {
  c.fillStyle = fill;
  c.beginPath();
  c.arc(x, -y, r, 0, Math.PI * 2);
  c.fill();
}

function paintRoom(c: SKRSContext2D, stage: Stage, random: Random): void {
  const wall =
    stage.kind === "church"
      ? "#a59c8c"
      : stage.kind === "lamp"
        ? "#7f8b96"
        : stage.kind === "stairs"
          ? "#8a8782"
          : "#a58a66";
  const g = c.createLinearGradient(0, -3, 0, 0);
  g.addColorStop(0, shade(wall, -0.35));
  g.addColorStop(1, wall);
  c.fillStyle = g;
  c.fillRect(-5, -4, 10, 4);
  box(c, -5, -1, 10, 1, shade(wall, -0.5));
  for (let i = 0; i < 14; i += 1) box(c, -5 + i * 0.75, -1, 0.02, 1, shade(wall, -0.62));
  for (let i = 0; i < 60; i += 1)
    box(c, -5 + random() * 10, random() * 3, 0.1 + random() * 0.3, 0.01, shade(wall, random() < 0.5 ? -0.14 : 0.06));
  if (stage.kind !== "lamp") for (const x of [-3.2, -1.1, 1.1, 3.2]) box(c, x, 0, 0.1, 4, shade(wall, -0.55));
  box(c, -5, 2.35, 10, 0.14, shade(wall, -0.6));
  const right = /window["a-z: ]*right/.test(stage.words);
  paintWindow(c, stage, right ? 1.7 : -2.2);
  if (stage.kind === "lamp") for (let i = -4; i < 5; i += 1) paintWindow(c, stage, i * 1.05);
  if (/curtain/.test(stage.words))
    for (let i = 0; i < 9; i += 1)
      box(c, 2.05 + i * 0.09, 0.05, 0.09, 1.9, shade("#8c2a26", i % 2 === 0 ? -0.1 : -0.3));
  if (/door/.test(stage.words)) box(c, -0.95, 0, 0.62, 1.5, shade("#5a3d24", -0.15));
}

function paintWindow(c: SKRSContext2D, stage: Stage, x: number): void {
  const [top, bottom] = SKY[stage.time];
  const g = c.createLinearGradient(0, -1.75, 0, -0.75);
  g.addColorStop(0, top);
  g.addColorStop(1, bottom);
  box(c, x - 0.06, 0.72, 1.02, 1.1, "#3d2c1d");
  c.fillStyle = g;
  c.fillRect(x, -1.75, 0.9, 0.96);
  for (let i = 1; i < 3; i += 1) box(c, x + i * 0.3, 0.79, 0.025, 0.96, "#3d2c1d");
  for (let i = 1; i < 4; i += 1) box(c, x, 0.79 + i * 0.24, 0.9, 0.02, "#3d2c1d");
  if (stage.moon || stage.time === "night") blob(c, x + 0.68, 1.52, 0.09, "#e9eef6");
}

function paintFurniture(c: SKRSContext2D, stage: Stage, random: Random): void {
  if (stage.kind === "workshop" || stage.kind === "room") {
    if (/hearth|fire/.test(stage.words) || stage.fire) {
      box(c, 1.15, 0, 0.95, 1.15, "#5c554e");
      box(c, 1.3, 0, 0.65, 0.72, "#1a1210");
      for (let i = 0; i < 8; i += 1)
        blob(
          c,
          1.62 + (random() - 0.5) * 0.4,
          0.08 + random() * 0.25,
          0.05 + random() * 0.07,
          i % 2 === 0 ? "#e2762c" : "#f6c453",
        );
    }
    box(c, -1.35, 0.36, 1.5, 0.06, "#6e4b2c");
    for (const x of [-1.28, 0.03]) box(c, x, 0, 0.08, 0.38, "#54381f");
    for (let i = 0; i < 6; i += 1)
      box(
        c,
        -1.25 + i * 0.22,
        0.42,
        0.03 + random() * 0.05,
        0.03 + random() * 0.08,
        ["#8a5a32", "#c79a5b", "#5a4a3a"][i % 3] ?? "#8a5a32",
      );
    for (let i = 0; i < 9; i += 1) box(c, -3.6 + i * 0.25, 1.2, 0.12, 0.1 + random() * 0.14, "#5a4330");
    box(c, -3.7, 1.16, 2.4, 0.04, "#4a3420");
  }
  if (stage.kind === "church") for (const x of [-3, -1.5, 1.5, 3]) box(c, x, 0, 0.28, 3.6, "#8d8578");
  if (stage.kind === "lamp") {
    blob(c, 0.9, 1.15, 0.5, "#f8e6a8");
    blob(c, 0.9, 1.15, 0.3, "#fff8dc");
    box(c, 0.6, 0, 0.6, 0.65, "#4f565c");
    box(c, -5, 0.55, 10, 0.05, "#b08d3e");
  }
  if (stage.kind === "stairs") for (let i = 0; i < 12; i += 1) box(c, -3 + i * 0.42, i * 0.14, 0.5, 0.08, "#605c57");
}

function paintLand(c: SKRSContext2D, stage: Stage, random: Random): void {
  const [top, bottom] = SKY[stage.time];
  const g = c.createLinearGradient(0, -4, 0, -0.3);
  g.addColorStop(0, top);
  g.addColorStop(1, bottom);
  c.fillStyle = g;
  c.fillRect(-5, -4, 10, 5);
  if (stage.time === "night")
    for (let i = 0; i < 120; i += 1)
      blob(c, -5 + random() * 10, 0.8 + random() * 3.2, 0.006 + random() * 0.008, "#dfe6f5");
  if (stage.time === "night" || stage.moon) blob(c, -2.4, 2.9, 0.22, "#eef2fa");
  if (stage.time === "dawn" || stage.time === "dusk") blob(c, 2.5, 0.62, 0.4, "#ffe3b4");
  if (stage.time === "day")
    for (let i = 0; i < 5; i += 1)
      for (let j = 0; j < 5; j += 1)
        blob(
          c,
          -4 + i * 2 + j * 0.22 + random() * 0.2,
          2.6 + random() * 0.4,
          0.18 + random() * 0.12,
          "rgba(255,255,255,0.6)",
        );
  const haze = mix(bottom, "#6d7f8f", 0.4);
  for (let ridge = 0; ridge < 3; ridge += 1) {
    c.fillStyle = mix(haze, "#24323a", ridge * 0.25);
    c.beginPath();
    c.moveTo(-5, 1);
    for (let x = -5; x <= 5.01; x += 0.25)
      c.lineTo(
        x,
        -(
          0.55 -
          ridge * 0.17 +
          Math.sin(x * (1.1 + ridge) + ridge * 2 + 4) * 0.16 +
          random() * 0.05 +
          (stage.kind === "mountain" ? 0.9 - ridge * 0.25 : 0)
        ),
      );
    c.lineTo(5, 1);
    c.fill();
  }
  if (stage.kind === "sea") box(c, -5, -1, 10, 1.25, mix(bottom, "#27506b", 0.7));
  if (/lighthouse/.test(stage.words) || stage.kind === "sea") lighthouse(c);
  if (stage.kind === "village" || stage.kind === "city")
    for (let i = 0; i < 9; i += 1)
      house(c, stage, -4.6 + i * 1.08 + random() * 0.3, 0.6 + random() * (stage.kind === "city" ? 2 : 0.5), random);
  if (/church|spire/.test(stage.words)) {
    c.fillStyle = "#55504f";
    c.beginPath();
    c.moveTo(0.9, -0.1);
    c.lineTo(0.9, -1.25);
    c.lineTo(1.08, -2.1);
    c.lineTo(1.26, -1.25);
    c.lineTo(1.26, -0.1);
    c.fill();
  }
}

function lighthouse(c: SKRSContext2D): void {
  c.fillStyle = "#e7e2d8";
  c.beginPath();
  c.moveTo(-2.7, -0.2);
  c.lineTo(-2.58, -1.7);
  c.lineTo(-2.28, -1.7);
  c.lineTo(-2.16, -0.2);
  c.fill();
  box(c, -2.63, 0.65, 0.4, 0.22, "#b23b32");
  box(c, -2.56, 1.7, 0.26, 0.22, "#39424a");
  blob(c, -2.43, 1.81, 0.1, "#ffe9a8");
}

function house(c: SKRSContext2D, stage: Stage, x: number, h: number, random: Random): void {
  const wall =
    stage.kind === "city" ? "#3b414d" : (["#c9b48e", "#b89f7c", "#d6c8a8"][Math.floor(random() * 3)] ?? "#c9b48e");
  const dim = stage.time === "night" ? -0.5 : -0.12;
  box(c, x, 0, 0.85, h, shade(wall, dim));
  if (stage.kind !== "city") {
    c.fillStyle = stage.snowGround ? "#e8eef4" : shade("#7a3f2c", dim);
    c.beginPath();
    c.moveTo(x - 0.1, -h);
    c.lineTo(x + 0.42, -(h + 0.5));
    c.lineTo(x + 0.95, -h);
    c.fill();
    for (let i = 0; i < 3; i += 1) box(c, x + i * 0.4, 0, 0.04, h, shade("#4a3420", dim));
  }
  const lit = stage.time !== "day";
  for (let row = 0; row < Math.max(1, Math.floor(h / 0.4)); row += 1)
    for (let column = 0; column < 3; column += 1)
      box(c, x + 0.1 + column * 0.25, 0.18 + row * 0.38, 0.12, 0.16, lit && random() < 0.6 ? "#f2c867" : "#4d5a66");
}

function paintGround(c: SKRSContext2D, stage: Stage, random: Random): void {
  const base = stage.snowGround
    ? "#e2e9f1"
    : stage.kind === "city"
      ? "#4a4c52"
      : stage.kind === "desert"
        ? "#d3b07a"
        : stage.kind === "sea"
          ? "#6f7d5a"
          : "#5f7a46";
  const ground =
    stage.time === "night" ? mix(base, "#1a2547", 0.5) : stage.time === "dawn" ? mix(base, "#e9b8a0", 0.25) : base;
  const g = c.createLinearGradient(0, -0.1, 0, 1);
  g.addColorStop(0, shade(ground, 0.08));
  g.addColorStop(1, shade(ground, -0.3));
  c.fillStyle = g;
  c.beginPath();
  c.moveTo(-5, 1);
  for (let x = -5; x <= 5.01; x += 0.25) c.lineTo(x, -(0.02 + Math.sin(x * 1.7) * 0.025));
  c.lineTo(5, 1);
  c.fill();
  for (let i = 0; i < 160; i += 1)
    box(
      c,
      -5 + random() * 10,
      -0.95 + random() * 0.92,
      0.03 + random() * 0.12,
      0.012,
      shade(ground, random() < 0.5 ? -0.12 : 0.1),
    );
  const trees =
    stage.kind === "forest" ? 16 : stage.kind === "city" || stage.kind === "sea" || stage.kind === "desert" ? 0 : 4;
  for (let i = 0; i < trees; i += 1) {
    const x = -4.7 + (i * 9.4) / trees + random() * 0.4;
    if (Math.abs(x) < 0.9 && stage.kind !== "forest") continue;
    tree(c, stage, x, 1.2 + random() * 1.1, random);
  }
}

function tree(c: SKRSContext2D, stage: Stage, x: number, h: number, random: Random): void {
  const bark = stage.time === "night" ? "#1e1c22" : "#4b3828";
  box(c, x, 0, 0.09, h * 0.5, bark);
  if (stage.snowGround) {
    c.strokeStyle = bark;
    c.lineWidth = 0.03;
    for (let i = 0; i < 9; i += 1) {
      c.beginPath();
      c.moveTo(x + 0.045, -h * (0.3 + i * 0.06));
      c.lineTo(x + 0.045 + (i % 2 === 0 ? 1 : -1) * (0.2 + random() * 0.35), -h * (0.5 + i * 0.07));
      c.stroke();
    }
    return;
  }
  const leaf = stage.time === "night" ? "#16281f" : "#35592f";
  for (let i = 0; i < 4; i += 1) {
    c.fillStyle = shade(leaf, i * 0.05 - 0.1);
    c.beginPath();
    c.moveTo(x + 0.05 - (0.55 - i * 0.11), -h * (0.25 + i * 0.18));
    c.lineTo(x + 0.05, -h * (0.62 + i * 0.18));
    c.lineTo(x + 0.05 + (0.55 - i * 0.11), -h * (0.25 + i * 0.18));
    c.fill();
  }
}

import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { type Random, randomFrom } from "./random.ts";
import type { Stage } from "./text/stage.ts";

const FLAKES = 170;
const DROPS = 210;
const GRAIN_TILES = 4;

/** What falls and drifts before the lens, and the grain of the film. */
export interface Weather {
  paint(c: SKRSContext2D, seconds: number): void;
  grain(c: SKRSContext2D, frame: number): void;
}

export function weatherOf(
  stage: Stage,
  { width, height, seed }: { readonly width: number; readonly height: number; readonly seed: string },
): Weather {
  const random = randomFrom(`light ${seed}`);
  const tiles = grainTiles(width, height, random);
  const specks = Array.from(
    { length: Math.max(FLAKES, DROPS) },
    () => [random(), random(), 0.35 + random() * 0.9] as const,
  );
  const outside = !stage.interior;
  return {
    paint(c, seconds) {
      const t = seconds + 20;
      if (stage.fog) fog(c, { width, height, t, dense: outside ? 1 : 0.5 });
      if (stage.snow && outside) snow(c, { specks, width, height, t, wind: stage.wind });
      if (stage.rain && outside) rain(c, { specks, width, height, t, storm: stage.storm });
      if (stage.rain && /wet (glass|window)/.test(stage.everything)) wetGlass(c, { specks, width, height, t });
      if (stage.dust || (stage.kind === "workshop" && stage.time === "day") || stage.kind === "church")
        motes(c, { specks, width, height, t });
      if (stage.wind && outside && !stage.snow && !stage.rain) leaves(c, { specks, width, height, t });
    },
    grain(c, frame) {
      c.globalAlpha = 0.5;
      c.drawImage(tiles[Math.floor(frame / 2) % GRAIN_TILES] as Canvas, 0, 0);
      c.globalAlpha = 1;
    },
  };
}

interface Air {
  readonly specks: readonly (readonly [number, number, number])[];
  readonly width: number;
  readonly height: number;
  readonly t: number;
}

function fog(
  c: SKRSContext2D,
  { width, height, t, dense }: { width: number; height: number; t: number; dense: number },
): void {
  for (let i = 0; i < 3; i += 1) {
    const y = height * (0.42 + i * 0.2);
    const g = c.createLinearGradient(0, y - height * 0.28, 0, y + height * 0.28);
    const level = (0.17 + Math.sin(t * 0.5 + i * 2) * 0.05) * dense;
    g.addColorStop(0, "rgba(206,214,222,0)");
    g.addColorStop(0.5, `rgba(206,214,222,${level.toFixed(3)})`);
    g.addColorStop(1, "rgba(206,214,222,0)");
    c.fillStyle = g;
    c.fillRect(0, y - height * 0.28, width, height * 0.56);
  }
  for (let i = 0; i < 4; i += 1) {
    const [x, y, r] = [
      (((i * 0.31 + t * 0.022 * (1 + i * 0.3)) % 1.5) - 0.25) * width,
      height * (0.5 + 0.12 * i),
      height * 0.34,
    ];
    const g = c.createRadialGradient(x, y, 0, x, y, r);
    g.addColorStop(0, `rgba(222,228,234,${(0.13 * dense).toFixed(3)})`);
    g.addColorStop(1, "rgba(222,228,234,0)");
    c.fillStyle = g;
    c.fillRect(x - r, y - r, r * 2, r * 2);
  }
}

function snow(c: SKRSContext2D, { specks, width, height, t, wind }: Air & { wind: boolean }): void {
  c.fillStyle = "rgba(255,255,255,0.88)";
  for (const [x, y, pace] of specks.slice(0, FLAKES)) {
    const [left, top] = [x + Math.sin(t * pace + y * 9) * 0.012 + (wind ? t * 0.1 * pace : 0), y + t * 0.08 * pace];
    c.beginPath();
    c.arc((left % 1) * width, (top % 1) * height, pace * height * 0.0042, 0, Math.PI * 2);
    c.fill();
  }
}

function rain(c: SKRSContext2D, { specks, width, height, t, storm }: Air & { storm: boolean }): void {
  c.strokeStyle = storm ? "rgba(205,220,240,0.42)" : "rgba(205,220,240,0.34)";
  c.lineWidth = Math.max(1, height / 480);
  c.beginPath();
  for (const [x, y, pace] of specks.slice(0, DROPS)) {
    const left = ((((x * 1.3 - t * (storm ? 0.5 : 0.12)) % 1.3) + 1.3) % 1.3) * width;
    const top = ((y + t * (1.3 + pace * 0.7)) % 1.1) * height;
    c.moveTo(left, top);
    c.lineTo(left - height * (storm ? 0.03 : 0.008), top + height * 0.07 * pace);
  }
  c.stroke();
}

/** Drops and runs on the glass that the camera looks through. */
function wetGlass(c: SKRSContext2D, { specks, width, height, t }: Air): void {
  for (const [index, [x, y, size]] of specks.slice(0, 70).entries()) {
    const runs = index % 5 === 0;
    const top = runs ? (y + t * 0.05 * size) % 1 : y;
    const r = height * 0.006 * size;
    c.fillStyle = "rgba(225,238,248,0.32)";
    if (runs) c.fillRect(x * width - r * 0.4, (top - 0.12) * height, r * 0.8, height * 0.12);
    c.beginPath();
    c.ellipse(x * width, top * height, r, r * 1.3, 0, 0, Math.PI * 2);
    c.fill();
    c.fillStyle = "rgba(255,255,255,0.6)";
    c.fillRect(x * width - r * 0.4, top * height - r * 0.6, r * 0.4, r * 0.4);
  }
}

function motes(c: SKRSContext2D, { specks, width, height, t }: Air): void {
  c.fillStyle = "rgba(255,244,214,0.4)";
  for (const [x, y, pace] of specks.slice(0, 40)) {
    c.beginPath();
    c.arc(
      ((x + Math.sin(t * 0.2 * pace + y * 7) * 0.03 + 1) % 1) * width,
      ((y + t * 0.008 * pace) % 1) * height * 0.85,
      pace * height * 0.0022,
      0,
      Math.PI * 2,
    );
    c.fill();
  }
}

function leaves(c: SKRSContext2D, { specks, width, height, t }: Air): void {
  for (const [index, [x, y, pace]] of specks.slice(0, 16).entries()) {
    c.fillStyle = index % 2 === 0 ? "rgba(150,120,60,0.75)" : "rgba(110,120,60,0.7)";
    c.beginPath();
    c.ellipse(
      ((x + t * 0.22 * pace) % 1.1) * width,
      ((y + Math.sin(t * 2 * pace + x * 8) * 0.05 + 1) % 1) * height,
      height * 0.008,
      height * 0.004,
      t * 3 * pace,
      0,
      Math.PI * 2,
    );
    c.fill();
  }
}

/** Fine grain, some pictures of it in turn: without it a quiet picture would count as frozen. */
function grainTiles(width: number, height: number, random: Random): readonly Canvas[] {
  return Array.from({ length: GRAIN_TILES }, () => {
    const canvas = createCanvas(width, height);
    const c = canvas.getContext("2d");
    const image = c.createImageData(width, height);
    for (let index = 0; index < image.data.length; index += 4) {
      const value = random();
      const level = value < 0.5 ? 0 : 255;
      image.data[index] = level;
      image.data[index + 1] = level;
      image.data[index + 2] = level;
      image.data[index + 3] = Math.abs(value - 0.5) * 30;
    }
    c.putImageData(image, 0, 0);
    return canvas;
  });
}

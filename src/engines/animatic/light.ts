import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { rgb } from "./colours.ts";
import { type Random, randomFrom } from "./random.ts";
import type { Stage } from "./stage.ts";

/** Light, weather, style and grain over the finished picture. */
export interface Light {
  paint(c: SKRSContext2D, seconds: number, frame: number): void;
}

const AMBIENT: Readonly<Record<Stage["time"], string>> = {
  dawn: "rgba(255,214,190,0.18)",
  day: "rgba(255,250,238,0)",
  dusk: "rgba(250,170,120,0.24)",
  night: "rgba(26,38,86,0.58)",
};
const FLAKES = 150;
const DROPS = 170;
const GRAIN_TILES = 4;

export function lightOf(stage: Stage, width: number, height: number, palette: readonly string[], seed: string): Light {
  const random = randomFrom(`light ${seed}`);
  const grain = grainTiles(width, height, random);
  const vignette = vignetteOf(width, height, stage.time === "night" ? 0.5 : 0.3);
  const flakes = Array.from({ length: FLAKES }, () => [random(), random(), 0.4 + random() * 0.8] as const);
  const warm = stage.candle || stage.fire;
  const centre = stage.fire && !stage.candle ? [0.8, 0.66] : [0.46, 0.62];
  return {
    paint(c, seconds, frame) {
      c.fillStyle = stage.interior && stage.time === "night" && warm ? "rgba(20,26,60,0.5)" : AMBIENT[stage.time];
      c.globalCompositeOperation = stage.time === "night" ? "multiply" : "source-over";
      if (stage.time === "night") c.fillStyle = warm ? "rgb(104,94,118)" : "rgb(112,128,176)";
      c.fillRect(0, 0, width, height);
      if (warm)
        glow(
          c,
          width,
          height,
          centre as [number, number],
          0.24 + Math.sin(seconds * 8.3) * 0.02 + Math.sin(seconds * 13.7) * 0.015,
        );
      if (stage.moon || (stage.time === "night" && !warm)) moonbeam(c, width, height);
      if (stage.interior && stage.time === "day") moonbeam(c, width, height, [255, 250, 225, 0.16]);
      c.globalCompositeOperation = "source-over";
      if (stage.fog) fog(c, width, height, seconds);
      if (stage.snow)
        for (const [x, y, pace] of flakes)
          flake(
            c,
            width,
            height,
            x + Math.sin(seconds * pace + y * 9) * 0.01 + (stage.wind ? seconds * 0.06 * pace : 0),
            y + seconds * 0.07 * pace,
            pace,
          );
      if (stage.rain) rain(c, width, height, seconds, flakes);
      tint(c, width, height, palette);
      c.drawImage(vignette, 0, 0);
      c.globalAlpha = 0.5;
      c.drawImage(grain[Math.floor(frame / 2) % GRAIN_TILES] as Canvas, 0, 0);
      c.globalAlpha = 1;
    },
  };
}

function glow(
  c: SKRSContext2D,
  width: number,
  height: number,
  [x, y]: readonly [number, number],
  strength: number,
): void {
  c.globalCompositeOperation = "screen";
  const g = c.createRadialGradient(width * x, height * y, 0, width * x, height * y, Math.max(width, height) * 0.62);
  g.addColorStop(0, `rgba(255,196,110,${strength.toFixed(3)})`);
  g.addColorStop(0.4, `rgba(226,130,56,${(strength * 0.45).toFixed(3)})`);
  g.addColorStop(1, "rgba(120,50,20,0)");
  c.fillStyle = g;
  c.fillRect(0, 0, width, height);
  c.globalCompositeOperation = "source-over";
}

/** A slanting beam with soft edges. */
function moonbeam(
  c: SKRSContext2D,
  width: number,
  height: number,
  colour: readonly [number, number, number, number] = [150, 180, 255, 0.1],
): void {
  const [r, g, b, strength] = colour;
  c.save();
  c.globalCompositeOperation = "screen";
  c.transform(1, 0, 0.35, 1, 0, 0);
  const beam = c.createLinearGradient(width * 0.05, 0, width * 0.45, 0);
  beam.addColorStop(0, `rgba(${r},${g},${b},0)`);
  beam.addColorStop(0.5, `rgba(${r},${g},${b},${strength})`);
  beam.addColorStop(1, `rgba(${r},${g},${b},0)`);
  c.fillStyle = beam;
  c.fillRect(-width, 0, width * 3, height);
  c.restore();
}

function fog(c: SKRSContext2D, width: number, height: number, seconds: number): void {
  for (let i = 0; i < 4; i += 1) {
    const y = height * (0.45 + i * 0.14);
    const g = c.createLinearGradient(0, y - height * 0.2, 0, y + height * 0.2);
    g.addColorStop(0, "rgba(214,220,226,0)");
    g.addColorStop(0.5, `rgba(214,220,226,${0.16 + Math.sin(seconds * 0.5 + i) * 0.04})`);
    g.addColorStop(1, "rgba(214,220,226,0)");
    c.fillStyle = g;
    c.fillRect(0, y - height * 0.2, width, height * 0.4);
  }
}

function flake(c: SKRSContext2D, width: number, height: number, x: number, y: number, size: number): void {
  c.fillStyle = "rgba(255,255,255,0.85)";
  c.beginPath();
  c.arc((x % 1) * width, (y % 1) * height, size * height * 0.0042, 0, Math.PI * 2);
  c.fill();
}

function rain(
  c: SKRSContext2D,
  width: number,
  height: number,
  seconds: number,
  drops: readonly (readonly [number, number, number])[],
): void {
  c.strokeStyle = "rgba(200,215,235,0.35)";
  c.lineWidth = Math.max(1, height / 540);
  c.beginPath();
  for (let i = 0; i < DROPS; i += 1) {
    const [x = 0, y = 0, pace = 1] = drops[i % drops.length] ?? [];
    const left = (((x + i * 0.013) % 1) * width + seconds * 20) % width;
    const top = ((y + i * 0.029 + seconds * (1.4 + pace * 0.5)) % 1) * height;
    c.moveTo(left, top);
    c.lineTo(left - height * 0.008, top + height * 0.05);
  }
  c.stroke();
}

/** The style's palette as a slight tint: dark colours into the shadows, light ones into the lights. */
function tint(c: SKRSContext2D, width: number, height: number, palette: readonly string[]): void {
  const [first] = palette;
  if (first === undefined) return;
  const [r, g, b] = rgb(palette[1] ?? first);
  c.globalCompositeOperation = "soft-light";
  c.fillStyle = `rgba(${r},${g},${b},0.16)`;
  c.fillRect(0, 0, width, height);
  c.globalCompositeOperation = "source-over";
}

function vignetteOf(width: number, height: number, strength: number): Canvas {
  const canvas = createCanvas(width, height);
  const c = canvas.getContext("2d");
  const g = c.createRadialGradient(
    width / 2,
    height / 2,
    Math.min(width, height) * 0.42,
    width / 2,
    height / 2,
    Math.hypot(width, height) * 0.58,
  );
  g.addColorStop(0, "rgba(0,0,0,0)");
  g.addColorStop(1, `rgba(0,0,0,${strength})`);
  c.fillStyle = g;
  c.fillRect(0, 0, width, height);
  return canvas;
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

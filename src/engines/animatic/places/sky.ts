import { type Brush, halo, oval, soft, wash } from "../brush.ts";
import { randomFrom } from "../random.ts";
import { mix, shade } from "../text/colours.ts";
import type { Stage } from "../text/stage.ts";
import type { Lamp, Layer } from "./place.ts";

const SKY: Readonly<Record<Stage["time"], readonly [string, string]>> = {
  dawn: ["#6f86b8", "#ffd0ac"],
  day: ["#5e9bd8", "#d7e9f2"],
  dusk: ["#3c3f7a", "#f09a62"],
  night: ["#0d1738", "#33477c"],
};

/** Colours of the sky, from the zenith to the horizon; bad weather takes the colour out. */
export function skyColours(stage: Stage): readonly [string, string] {
  const [top, bottom] = SKY[stage.time];
  const grey = stage.time === "night" ? "#2b3242" : "#a9b2ba";
  const dull = stage.storm ? 0.75 : stage.rain || stage.fog ? 0.62 : stage.snow ? 0.45 : 0;
  return [
    mix(top, stage.storm ? shade(grey, -0.35) : grey, dull),
    mix(bottom, stage.storm ? shade(grey, -0.15) : grey, dull),
  ];
}

/** Haze in the colour of the horizon: what is far takes it. */
export const haze = (stage: Stage, colour: string, amount: number): string =>
  mix(colour, skyColours(stage)[1], Math.min(0.92, amount + (stage.fog ? 0.3 : 0)));

export const SKY_Z = 60;

export function skyLayer(stage: Stage): Layer {
  return { z: SKY_Z, paint: (c) => paintSky(c, stage) };
}

function paintSky(c: Brush, stage: Stage): void {
  const [top, bottom] = skyColours(stage);
  wash(c, [-90, -1, 180, 27], [top, bottom]);
  wash(c, [-90, 26, 180, 40], [shade(top, -0.1), top]);
  wash(c, [-90, -40, 180, 39.2], [bottom, bottom]);
  const random = randomFrom(`sky ${stage.time}`);
  const clear = !stage.rain && !stage.fog && !stage.storm;
  if (stage.time === "night" && clear)
    for (let i = 0; i < 260; i += 1)
      oval(
        c,
        [-50 + random() * 100, 2 + random() * 36, 0.03 + random() * 0.07, 0.03 + random() * 0.07],
        `rgba(225,232,250,${(0.35 + random() * 0.6).toFixed(2)})`,
      );
  if (stage.time === "night" && !stage.storm) {
    halo(c, [-8, 14.5, 8], "190,205,255", 0.5);
    oval(c, [-8, 14.5, 1.35, 1.35], "#f1f3fb");
    oval(c, [-8.4, 14.9, 0.3, 0.26], "#d5dbec");
    oval(c, [-7.5, 14.1, 0.22, 0.2], "#d9deee");
  }
  if ((stage.time === "dawn" || stage.time === "dusk") && clear) {
    const x = stage.time === "dawn" ? 11 : -11;
    halo(c, [x, 2, 16], stage.time === "dawn" ? "255,225,180" : "255,170,90", 0.8);
    oval(c, [x, 2.2, 2, 2], stage.time === "dawn" ? "#fff0cd" : "#ffd890");
  }
  if (stage.time === "day" && clear) {
    halo(c, [18, 22, 12], "255,252,235", 0.8);
    oval(c, [18, 22, 1.7, 1.7], "#fffdf2");
  }
  clouds(c, stage, random);
}

function clouds(c: Brush, stage: Stage, random: () => number): void {
  const colour =
    stage.time === "night"
      ? "60,72,112"
      : stage.time === "day"
        ? "255,255,255"
        : stage.time === "dawn"
          ? "255,220,210"
          : "150,90,110";
  const dense = stage.storm || stage.rain;
  const tone = dense ? (stage.time === "night" ? "34,40,56" : "92,100,110") : colour;
  for (let i = 0; i < (dense ? 20 : 9); i += 1) {
    const [x, y, w] = [-40 + random() * 80, 6 + random() * 14, 3 + random() * 5];
    const alpha = dense ? 0.55 : stage.time === "day" ? 0.75 : 0.4;
    const points: [number, number][] = [
      [x - w, y],
      [x - w * 0.7, y + w * 0.18],
      [x - w * 0.25, y + w * 0.36],
      [x + w * 0.25, y + w * 0.28],
      [x + w * 0.7, y + w * 0.15],
      [x + w, y],
      [x, y - w * 0.08],
    ];
    soft(c, points, `rgba(${tone},${alpha})`);
  }
}

/** A chain of hills or mountains against the sky. */
export function ridge(
  c: Brush,
  { colour, height, rough, seed, snow }: { colour: string; height: number; rough: number; seed: number; snow?: string },
): void {
  const profile = (x: number): number =>
    height * (0.55 + 0.28 * Math.sin(x * 0.11 + seed) + 0.17 * Math.sin(x * 0.31 + seed * 2.7)) +
    rough * (0.6 * Math.abs(Math.sin(x * 0.47 + seed * 1.3)) + 0.4 * Math.abs(Math.sin(x * 1.31 + seed)));
  c.fillStyle = colour;
  c.beginPath();
  c.moveTo(-80, -0.06);
  for (let x = -80; x <= 80; x += 0.5) c.lineTo(x, profile(x));
  c.lineTo(80, -0.06);
  c.fill();
  if (snow === undefined) return;
  c.fillStyle = snow;
  for (let x = -80; x < 80; x += 0.5) {
    const [a, b] = [profile(x), profile(x + 0.5)];
    const line = height * 0.78 + rough * 0.3;
    if (a < line && b < line) continue;
    const low = line + Math.sin(x * 3.1) * rough * 0.12;
    c.beginPath();
    c.moveTo(x, Math.max(a, low));
    c.lineTo(x + 0.52, Math.max(b, low));
    c.lineTo(x + 0.52, Math.min(b, low));
    c.lineTo(x, Math.min(a, low));
    c.fill();
  }
}

/** People outdoors at night stay readable: the moon falls on them. */
export const moonlight = (stage: Stage): readonly Lamp[] =>
  stage.time === "night"
    ? [{ x: 0, y: 0.9, z: 0, radius: 2.2, rgb: "175,195,255", strength: 0.8, flicker: 0, bloom: false }]
    : [];

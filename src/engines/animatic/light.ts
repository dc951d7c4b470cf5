import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { project, type View } from "./camera.ts";
import type { Lamp, Place } from "./places/place.ts";
import type { Stage } from "./text/stage.ts";

/** A face that must be read: where it is in the picture, and how large. */
export interface KeyFace {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface LightNow {
  readonly view: View;
  readonly seconds: number;
  readonly faces: readonly KeyFace[];
  readonly lamps: readonly Lamp[];
}

/** Light over the finished picture: what no lamp reaches is dark, and lamps that are seen bloom. */
export interface Light {
  paint(c: SKRSContext2D, now: LightNow): void;
  /** -1 light from the left, 1 from the right, 0 from the front, for somebody who stands at `x`. */
  sideAt(x: number): number;
}

const AMBIENT_OUTSIDE: Readonly<Record<Stage["time"], string>> = {
  dawn: "rgb(255,224,214)",
  day: "rgb(255,255,255)",
  dusk: "rgb(246,200,182)",
  night: "rgb(104,122,182)",
};
const AMBIENT_INSIDE: Readonly<Record<Stage["time"], string>> = {
  dawn: "rgb(188,168,168)",
  day: "rgb(214,210,204)",
  dusk: "rgb(150,124,126)",
  night: "rgb(66,66,104)",
};
const VIGNETTE = 0.34;
/** The light is worked out on a small picture and laid over the large one: it has no edges. */
const COARSE = 8;

export function lightOf(
  stage: Stage,
  place: Place,
  { width, height, palette }: { readonly width: number; readonly height: number; readonly palette: readonly string[] },
): Light {
  const map = createCanvas(Math.max(16, Math.ceil(width / COARSE)), Math.max(16, Math.ceil(height / COARSE)));
  const m = map.getContext("2d");
  const coarse = map.width / width;
  const ambient = ambientOf(stage, place);
  const vignette = vignetteOf(map.width, map.height);
  const tint = tintOf(palette);
  return {
    sideAt(x) {
      const strongest = [...place.lamps].sort((left, right) => weight(right, x) - weight(left, x))[0];
      if (strongest === undefined) return stage.time === "dawn" ? 0.8 : stage.time === "dusk" ? -0.8 : 0.4;
      return Math.max(-1, Math.min(1, (strongest.x - x) * 1.6));
    },
    paint(c, { view, seconds, faces, lamps }) {
      m.globalCompositeOperation = "source-over";
      m.fillStyle = ambient;
      m.fillRect(0, 0, map.width, map.height);
      if (tint !== undefined) {
        m.fillStyle = tint;
        m.fillRect(0, 0, map.width, map.height);
      }
      m.globalCompositeOperation = "lighter";
      const all = [...place.lamps, ...lamps];
      for (const lamp of all) {
        const at = project(view, { width, height }, [lamp.x, lamp.y, lamp.z]);
        const [x, y] = [
          Math.max(-width * 0.12, Math.min(width * 1.12, at.x)),
          Math.max(-height * 0.2, Math.min(height * 1.2, at.y)),
        ];
        const radius = Math.max(lamp.radius * at.unit, height * 0.42);
        pool(m, [x * coarse, y * coarse, radius * coarse], {
          rgb: lamp.rgb,
          strength: lamp.strength * flame(lamp, seconds) * 0.95,
        });
      }
      const [main] = [...all].sort((left, right) => right.strength - left.strength);
      if (stage.time === "night" || (place.room !== undefined && stage.time !== "day"))
        for (const face of faces)
          pool(m, [face.x * coarse, face.y * coarse, face.radius * 2.6 * coarse], {
            rgb: main?.rgb ?? "190,205,255",
            strength: 0.42,
          });
      m.globalCompositeOperation = "multiply";
      m.drawImage(vignette, 0, 0);
      c.globalCompositeOperation = "multiply";
      c.imageSmoothingEnabled = true;
      c.drawImage(map, 0, 0, width, height);
      c.globalCompositeOperation = "screen";
      for (const lamp of all) if (lamp.bloom) bloom(c, { view, lamp, seconds, width, height });
      if (stage.storm) lightning(c, { seconds, width, height });
      c.globalCompositeOperation = "source-over";
    },
  };
}

const weight = (lamp: Lamp, x: number): number => (lamp.strength * lamp.radius) / (0.4 + Math.abs(lamp.x - x));
const flame = (lamp: Lamp, seconds: number): number =>
  1 - lamp.flicker * (0.07 + 0.05 * Math.sin(seconds * 8.3 + lamp.x * 3) + 0.035 * Math.sin(seconds * 13.7 + lamp.y));

function ambientOf(stage: Stage, place: Place): string {
  const inside = stage.interior && stage.kind !== "space";
  if (stage.kind === "space") return "rgb(120,128,160)";
  if (stage.kind === "cave" || stage.kind === "stage") return "rgb(66,64,84)";
  if (stage.kind === "underwater") return "rgb(150,200,215)";
  if (!inside)
    return stage.storm
      ? stage.time === "night"
        ? "rgb(84,96,140)"
        : "rgb(176,186,200)"
      : stage.rain || stage.fog
        ? stage.time === "night"
          ? "rgb(98,112,158)"
          : "rgb(212,218,226)"
        : AMBIENT_OUTSIDE[stage.time];
  // A room with electric light is never as dark as one with a candle.
  const electric = place.lamps.some(
    (lamp) => lamp.flicker < 0.2 && lamp.strength > 0.7 && lamp.radius > 1.4 && !lamp.rgb.startsWith("140"),
  );
  return stage.time === "night" && electric && !stage.candle ? "rgb(104,98,110)" : AMBIENT_INSIDE[stage.time];
}

function pool(
  m: SKRSContext2D,
  [x, y, r]: readonly [number, number, number],
  { rgb, strength }: { readonly rgb: string; readonly strength: number },
): void {
  const g = m.createRadialGradient(x, y, 0, x, y, Math.max(1, r));
  g.addColorStop(0, `rgba(${rgb},${Math.min(1, strength).toFixed(3)})`);
  g.addColorStop(0.3, `rgba(${rgb},${(strength * 0.62).toFixed(3)})`);
  g.addColorStop(0.65, `rgba(${rgb},${(strength * 0.2).toFixed(3)})`);
  g.addColorStop(1, `rgba(${rgb},0)`);
  m.fillStyle = g;
  m.fillRect(x - r, y - r, r * 2, r * 2);
}

function bloom(
  c: SKRSContext2D,
  {
    view,
    lamp,
    seconds,
    width,
    height,
  }: {
    readonly view: View;
    readonly lamp: Lamp;
    readonly seconds: number;
    readonly width: number;
    readonly height: number;
  },
): void {
  if (view.distance + lamp.z < 0.2) return;
  const at = project(view, { width, height }, [lamp.x, lamp.y, lamp.z]);
  const r = Math.min(height * 0.5, lamp.radius * at.unit * 0.42);
  if (at.x < -r || at.x > width + r || at.y < -r || at.y > height + r) return;
  const strength = lamp.strength * 0.42 * flame(lamp, seconds);
  const g = c.createRadialGradient(at.x, at.y, 0, at.x, at.y, r);
  g.addColorStop(0, `rgba(${lamp.rgb},${strength.toFixed(3)})`);
  g.addColorStop(0.3, `rgba(${lamp.rgb},${(strength * 0.36).toFixed(3)})`);
  g.addColorStop(1, `rgba(${lamp.rgb},0)`);
  c.fillStyle = g;
  c.fillRect(at.x - r, at.y - r, r * 2, r * 2);
}

/** A soft flash now and then; rises and dies over a third of a second, so that it is no cut. */
function lightning(
  c: SKRSContext2D,
  { seconds, width, height }: { readonly seconds: number; readonly width: number; readonly height: number },
): void {
  const phase = (seconds * 0.31) % 1;
  const level = phase < 0.1 ? Math.sin((phase / 0.1) * Math.PI) * 0.16 : 0;
  if (level <= 0) return;
  c.fillStyle = `rgba(200,215,255,${level.toFixed(3)})`;
  c.fillRect(0, 0, width, height);
}

/** The style's palette as a slight tint of all light. */
function tintOf(palette: readonly string[]): string | undefined {
  const colour = palette[1] ?? palette[0];
  if (colour === undefined || !/^#[0-9a-f]{6}$/i.test(colour)) return undefined;
  const value = Number.parseInt(colour.slice(1), 16);
  return `rgba(${(value >> 16) & 255},${(value >> 8) & 255},${value & 255},0.07)`;
}

function vignetteOf(width: number, height: number): Canvas {
  const canvas = createCanvas(width, height);
  const c = canvas.getContext("2d");
  const g = c.createRadialGradient(
    width / 2,
    height / 2,
    Math.min(width, height) * 0.4,
    width / 2,
    height / 2,
    Math.hypot(width, height) * 0.58,
  );
  const dark = Math.round(255 * (1 - VIGNETTE));
  g.addColorStop(0, "rgb(255,255,255)");
  g.addColorStop(1, `rgb(${dark},${dark},${dark})`);
  c.fillStyle = g;
  c.fillRect(0, 0, width, height);
  return canvas;
}

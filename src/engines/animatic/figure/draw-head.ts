import { type Brush, oval, soft } from "../brush.ts";
import { mix, rgb, shade } from "../text/colours.ts";
import { drawFeatures } from "./draw-features.ts";
import { drawBackHair, drawHair } from "./draw-hair.ts";
import { drawHat } from "./draw-hat.ts";
import type { Person } from "./person.ts";

export interface FaceState {
  /** 0 to the camera .. 1 in profile to the right; a figure that looks left is mirrored as a whole. */
  readonly turn: number;
  readonly away: boolean;
  /** 0 open .. 1 shut. */
  readonly blink: number;
  /** 0 shut .. 1 open mouth, from speech. */
  readonly mouth: number;
  /** -1..1: where the eyes look. */
  readonly gaze: number;
  /** -1 light from the left, 1 from the right, 0 from the front. */
  readonly light: number;
  readonly emotion: string;
}

/** A head of radius 1 around the origin, y down; the caller scales it. Features shift with the turn of the head. */
export function drawHead(c: Brush, person: Person, face: FaceState): void {
  if (person.robot) {
    robotHead(c, person, face);
    return;
  }
  drawBackHair(c, person, face);
  if (!person.pointedEars) ears(c, person, face);
  const outline = faceOutline(person, face.turn);
  soft(c, outline, person.skin);
  if (!face.away) {
    modelling(c, person, face, outline);
    drawFeatures(c, person, face);
  }
  drawHair(c, person, face);
  // Pointed ears stand out of the hair.
  if (person.pointedEars) ears(c, person, face);
  const { hat } = person.garments;
  if (hat !== undefined) drawHat(c, hat, face);
}

/** Skull, cheek and chin; a turned head shows its chin and its back. */
function faceOutline(person: Person, turn: number): readonly (readonly [number, number])[] {
  const jaw = person.woman || person.child ? 0.5 : person.width > 1.1 ? 0.74 : 0.62;
  const chin = person.child ? 0.96 : 1.1;
  const s = turn * 0.16;
  return [
    [-0.86 - turn * 0.06, -0.1],
    [-0.82 - turn * 0.05, -0.75],
    [-0.2, -1.16],
    [0.45, -1.08],
    [0.86, -0.6],
    [0.88 - turn * 0.04, -0.05],
    [0.82 - turn * 0.02 + s * 0.3, 0.36],
    [jaw * 0.85 + s, 0.9],
    [s * 1.2 + 0.14, chin],
    [s * 0.9 - 0.2, chin],
    [-jaw + s * 0.4, 0.82],
    [-0.84 + turn * 0.02, 0.36],
  ];
}

/** The side away from the light is darker; cheeks and chin get their round. */
function modelling(c: Brush, person: Person, face: FaceState, outline: readonly (readonly [number, number])[]): void {
  const g = c.createLinearGradient(-0.95, 0, 0.95, 0);
  const [r, green, b] = rgb(mix(shade(person.skin, -0.55), "#3a1420", 0.35));
  const dark = (alpha: number): string => `rgba(${r},${green},${b},${alpha})`;
  g.addColorStop(0, dark(face.light < -0.2 ? 0 : face.light > 0.2 ? 0.5 : 0.22));
  g.addColorStop(0.4, dark(0.04));
  g.addColorStop(0.62, dark(0.03));
  g.addColorStop(1, dark(face.light < -0.2 ? 0.5 : face.light > 0.2 ? 0 : 0.18));
  soft(c, outline, g);
  const under = c.createLinearGradient(0, 0.5, 0, 1.1);
  under.addColorStop(0, dark(0));
  under.addColorStop(1, dark(0.26));
  soft(c, outline, under);
}

function ears(c: Brush, person: Person, face: FaceState): void {
  const dark = shade(person.skin, -0.16);
  const sides = face.turn > 0.35 ? [-1] : [-1, 1];
  for (const way of sides) {
    const x = way * 0.87 + face.turn * 0.42;
    if (person.pointedEars) {
      const tip = face.turn > 0.35 ? -0.55 : way * 0.62;
      soft(
        c,
        [
          [x + way * 0.02, -0.3],
          [x + tip * 0.6, -0.62],
          [x + tip, -0.86],
          [x + tip * 0.75, -0.3],
          [x + way * 0.06, 0.34],
          [x - way * 0.16, 0.2],
        ],
        dark,
      );
      soft(
        c,
        [
          [x + way * 0.04, -0.16],
          [x + tip * 0.75, -0.66],
          [x + tip * 0.5, -0.1],
          [x + way * 0.02, 0.14],
        ],
        mix(person.skin, "#c0604f", 0.35),
      );
      continue;
    }
    oval(c, [x, 0.04, 0.16, 0.25], dark);
    oval(c, [x + way * 0.02, 0.04, 0.08, 0.15], mix(dark, "#8a3a2c", 0.3));
  }
}

function robotHead(c: Brush, person: Person, face: FaceState): void {
  const metal = "#aeb7bf";
  c.fillStyle = shade(metal, -0.3);
  c.fillRect(-1, -0.25, 2, 0.4);
  c.fillStyle = metal;
  c.beginPath();
  c.roundRect(-0.85, -1.05, 1.7, 2, 0.4);
  c.fill();
  c.fillStyle = "#1c2630";
  c.beginPath();
  c.roundRect(-0.62 + face.turn * 0.25, -0.42, 1.24, 0.62, 0.25);
  c.fill();
  if (!face.away)
    for (const way of [-1, 1])
      oval(
        c,
        [way * 0.3 + face.turn * 0.22 + face.gaze * 0.08, -0.12, 0.14, 0.14 * (1 - face.blink * 0.8)],
        person.eyes === "#c2312b" ? "#ff5a4a" : "#7fe3ff",
      );
  c.fillStyle = shade(metal, -0.4);
  c.fillRect(-0.3 + face.turn * 0.2, 0.5, 0.6, 0.06 + face.mouth * 0.16);
  c.fillRect(-0.04, -1.4, 0.08, 0.4);
  oval(c, [0, -1.42, 0.1, 0.1], "#d8553f");
}

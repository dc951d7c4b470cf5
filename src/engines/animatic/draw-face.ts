import type { SKRSContext2D } from "@napi-rs/canvas";
import { mix, shade } from "./colours.ts";
import type { Person } from "./person.ts";

/** Where the head is turned: -1 left, 0 to the camera, 1 right, 2 away. */
export type Turn = -1 | 0 | 1 | 2;

export interface FaceState {
  readonly turn: Turn;
  /** 0 open .. 1 shut. */
  readonly blink: number;
  /** 0 shut .. 1 open mouth. */
  readonly mouth: number;
  /** -1..1: where the eyes look. */
  readonly gaze: number;
}

const FULL = Math.PI * 2;

function oval(c: SKRSContext2D, x: number, y: number, rx: number, ry: number, fill: string): void {
  c.fillStyle = fill;
  c.beginPath();
  c.ellipse(x, y, rx, ry, 0, 0, FULL);
  c.fill();
}

/** A head of radius 1 around the origin, y down; the caller scales it. Features shift with the turn of the head. */
export function drawHead(c: SKRSContext2D, person: Person, state: FaceState): void {
  const { turn } = state;
  const side = turn === 2 ? 0 : turn;
  const dark = shade(person.skin, -0.22);
  if (person.hairStyle === "long" || person.hairStyle === "bun")
    oval(c, -side * 0.1, 0.05, 1.02, person.hairStyle === "long" ? 1.45 : 1.08, shade(person.hair, -0.15));
  if (person.hairStyle === "bun") oval(c, -side * 0.5, -0.95, 0.42, 0.4, person.hair);
  ear(c, person, -0.86 + side * 0.2, dark);
  ear(c, person, 0.86 + side * 0.2, dark);
  oval(c, 0, 0, 0.84, 1.04, person.skin);
  if (turn !== 2) {
    c.save();
    c.beginPath();
    c.ellipse(0, 0, 0.84, 1.04, 0, 0, FULL);
    c.clip();
    const cheek = c.createLinearGradient(-0.9, 0, 0.9, 0);
    cheek.addColorStop(0, "rgba(60,25,10,0.22)");
    cheek.addColorStop(0.45, "rgba(60,25,10,0)");
    cheek.addColorStop(1, "rgba(60,25,10,0.16)");
    c.fillStyle = cheek;
    c.fillRect(-1.2, -1.2, 2.4, 2.6);
    c.restore();
    features(c, person, state, side * 0.26, dark);
  }
  hair(c, person, side, turn === 2);
  if (person.garments.hat !== undefined) hat(c, person.garments.hat, side);
}

function ear(c: SKRSContext2D, person: Person, x: number, dark: string): void {
  if (!person.pointedEars) {
    oval(c, x, 0.06, 0.15, 0.24, dark);
    return;
  }
  const way = Math.sign(x);
  c.fillStyle = person.skin;
  c.beginPath();
  c.moveTo(x - way * 0.1, -0.2);
  c.quadraticCurveTo(x + way * 0.45, -0.62, x + way * 0.62, -0.75);
  c.quadraticCurveTo(x + way * 0.4, 0.1, x - way * 0.06, 0.32);
  c.fill();
}

function features(c: SKRSContext2D, person: Person, state: FaceState, shift: number, dark: string): void {
  const { emotion } = person;
  const wide = /wonder|astonish|surpris|fear|shock/.test(emotion) ? 1.35 : 1;
  const weary = /weary|tired|sad|sleep/.test(emotion);
  for (const way of [-1, 1]) {
    const x = way * 0.34 + shift;
    oval(c, x, -0.08, 0.17, 0.12 * wide * (weary ? 0.75 : 1), "#f6f1ea");
    const open = 1 - state.blink;
    oval(c, x + state.gaze * 0.06, -0.07, 0.085, 0.1 * Math.min(1, wide) * Math.max(0.12, open), "#2a211c");
    oval(c, x + state.gaze * 0.06 + 0.03, -0.1, 0.025, 0.03, "#ffffff");
    c.fillStyle = person.skin;
    if (state.blink > 0.1) c.fillRect(x - 0.19, -0.23, 0.38, 0.24 * state.blink);
    brow(c, person, x, way, emotion, wide);
  }
  c.strokeStyle = dark;
  c.lineWidth = 0.055;
  c.lineCap = "round";
  const nose = person.longNose ? 0.36 : 0.24;
  c.beginPath();
  c.moveTo(shift * 1.15 + 0.02, -0.05);
  c.quadraticCurveTo(shift * 1.6 + 0.12 + (person.longNose ? 0.1 : 0), nose - 0.02, shift * 1.3 - 0.02, nose + 0.04);
  c.stroke();
  if (person.freckles)
    for (let i = 0; i < 8; i += 1)
      oval(
        c,
        shift + (i < 4 ? -0.42 : 0.26) + (i % 2) * 0.14,
        0.16 + (i % 4) * 0.07,
        0.022,
        0.022,
        "rgba(150,80,40,0.55)",
      );
  if (/happy|amus|joy|rosy/.test(emotion))
    for (const way of [-1, 1]) oval(c, way * 0.5 + shift, 0.28, 0.15, 0.1, "rgba(214,90,70,0.25)");
  mouth(c, person, state, shift, dark);
  if (person.old) lines(c, shift);
  if (person.spectacles) spectacles(c, shift);
}

function brow(c: SKRSContext2D, person: Person, x: number, way: number, emotion: string, wide: number): void {
  const inner = /angry|rage|stern/.test(emotion) ? 0.1 : /sad|weary|worri|tired|fear/.test(emotion) ? -0.1 : 0;
  c.strokeStyle = shade(person.hair, -0.25);
  c.lineWidth = 0.08;
  c.lineCap = "round";
  const y = -0.32 - (wide - 1) * 0.25;
  c.beginPath();
  c.moveTo(x - way * 0.16, y + inner);
  c.quadraticCurveTo(x, y - 0.06, x + way * 0.18, y + 0.02 - inner * 0.4);
  c.stroke();
}

function mouth(c: SKRSContext2D, person: Person, state: FaceState, shift: number, dark: string): void {
  const { emotion } = person;
  const smile = /happy|amus|joy|grin|proud/.test(emotion)
    ? 0.14
    : /sad|weary|tired|angry|fear/.test(emotion)
      ? -0.08
      : 0.03;
  const open = Math.max(state.mouth, /wonder|astonish|surpris|shout/.test(emotion) ? 0.5 : 0);
  const y = 0.54;
  if (open > 0.08) {
    oval(c, shift, y, 0.2, 0.05 + open * 0.14, "#5a1f1c");
    oval(c, shift, y + open * 0.06, 0.13, 0.03 + open * 0.04, "#b0554f");
  } else {
    c.strokeStyle = mix(dark, "#8a2f2a", 0.5);
    c.lineWidth = 0.06;
    c.beginPath();
    c.moveTo(shift - 0.24, y - smile * 0.4);
    c.quadraticCurveTo(shift, y + smile, shift + 0.24, y - smile * 0.4);
    c.stroke();
  }
  c.fillStyle = person.hair;
  if (person.beard !== "none") {
    c.beginPath();
    c.moveTo(shift, y - 0.2);
    c.quadraticCurveTo(shift + 0.46, y - 0.24, shift + 0.5, y + 0.16);
    c.quadraticCurveTo(shift + 0.2, y - 0.04, shift, y - 0.07);
    c.quadraticCurveTo(shift - 0.2, y - 0.04, shift - 0.5, y + 0.16);
    c.quadraticCurveTo(shift - 0.46, y - 0.24, shift, y - 0.2);
    c.fill();
  }
  if (person.beard === "full") {
    c.beginPath();
    c.moveTo(-0.78, 0.2);
    c.quadraticCurveTo(-0.7, 1.35, shift, 1.4);
    c.quadraticCurveTo(0.7, 1.35, 0.78, 0.2);
    c.quadraticCurveTo(0.45, 0.72, shift, 0.7);
    c.quadraticCurveTo(-0.45, 0.72, -0.78, 0.2);
    c.fill();
  }
}

function lines(c: SKRSContext2D, shift: number): void {
  c.strokeStyle = "rgba(70,35,20,0.35)";
  c.lineWidth = 0.025;
  for (const way of [-1, 1]) {
    c.beginPath();
    c.moveTo(way * 0.2 + shift, 0.3);
    c.quadraticCurveTo(way * 0.38 + shift, 0.45, way * 0.36 + shift, 0.62);
    c.moveTo(way * 0.56 + shift, -0.06);
    c.lineTo(way * 0.68 + shift, -0.12);
    c.stroke();
  }
  c.beginPath();
  c.moveTo(-0.35 + shift, -0.58);
  c.quadraticCurveTo(shift, -0.64, 0.35 + shift, -0.58);
  c.stroke();
}

function spectacles(c: SKRSContext2D, shift: number): void {
  c.strokeStyle = "#4b4640";
  c.lineWidth = 0.045;
  for (const way of [-1, 1]) {
    c.beginPath();
    c.arc(way * 0.34 + shift, -0.06, 0.24, 0, FULL);
    c.stroke();
    c.fillStyle = "rgba(255,255,255,0.10)";
    c.fill();
  }
  c.beginPath();
  c.moveTo(-0.1 + shift, -0.06);
  c.lineTo(0.1 + shift, -0.06);
  c.stroke();
}

function hair(c: SKRSContext2D, person: Person, side: number, away: boolean): void {
  if (person.hairStyle === "bald") return;
  c.fillStyle = person.hair;
  if (away) {
    oval(c, 0, -0.08, 0.88, 1.02, person.hair);
    return;
  }
  const thin = person.hairStyle === "thin";
  c.beginPath();
  c.moveTo(-0.88, 0.02);
  c.quadraticCurveTo(-0.98, -1.18, 0, thin ? -1.1 : -1.2);
  c.quadraticCurveTo(0.98, -1.18, 0.88, 0.02);
  c.quadraticCurveTo(0.8, -0.5, 0.5 + side * 0.2, thin ? -0.86 : -0.66);
  c.quadraticCurveTo(0, thin ? -1 : -0.78, -0.5 + side * 0.2, thin ? -0.84 : -0.6);
  c.quadraticCurveTo(-0.8, -0.5, -0.88, 0.02);
  c.fill();
}

function hat(c: SKRSContext2D, worn: { readonly colour: string; readonly pointed: boolean }, side: number): void {
  c.fillStyle = worn.colour;
  c.beginPath();
  c.moveTo(-0.95, -0.42);
  if (worn.pointed) {
    c.quadraticCurveTo(-0.6, -1.4, side * -0.4, -2.1);
    c.quadraticCurveTo(0.5, -1.4, 0.95, -0.42);
  } else {
    c.quadraticCurveTo(-0.95, -1.42, 0, -1.42);
    c.quadraticCurveTo(0.95, -1.42, 0.95, -0.42);
  }
  c.quadraticCurveTo(0, -0.72, -0.95, -0.42);
  c.fill();
  c.fillStyle = shade(worn.colour, -0.25);
  c.beginPath();
  c.moveTo(-1, -0.36);
  c.quadraticCurveTo(0, -0.78, 1, -0.36);
  c.quadraticCurveTo(0, -0.52, -1, -0.36);
  c.fill();
}

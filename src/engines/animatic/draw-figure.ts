import type { SKRSContext2D } from "@napi-rs/canvas";
import { shade } from "./colours.ts";
import { drawHead, type FaceState, type Turn } from "./draw-face.ts";
import type { Person } from "./person.ts";

/** What the body does, read from the verbs of the action. */
export type Doing = "stand" | "walk" | "run" | "sit" | "work" | "dance" | "reach" | "wave" | "sleep" | "bend" | "hide";

const VERBS: readonly (readonly [Doing, RegExp])[] = [
  ["run", /\b(run|runs|running|rush|flee|chase|sprint)/],
  ["dance", /\b(danc|jump|leap|bow|skip)/],
  ["work", /\b(cut|sew|hammer|stitch|write|wipe|cook|paint|type|knit|pulls? a thread)/],
  ["sit", /\b(sit|sits|seated|lean)/],
  ["bend", /\b(bend|pick|lay|lays|kneel)/],
  ["wave", /\b(wave|waves|lifts? a hand|point|beckon)/],
  ["sleep", /\b(sleep|lies|dream)/],
  ["hide", /\b(hide|hides|peep|sneak)/],
  ["walk", /\b(walk|walks|comes? in|go|goes|step|enter|leave)/],
  ["reach", /\b(reach|take|takes|open|hold|give)/],
];

export function doingOf(action: string): Doing {
  const lower = action.toLowerCase();
  return VERBS.find(([, pattern]) => pattern.test(lower))?.[0] ?? "stand";
}

export interface Pose {
  readonly doing: Doing;
  readonly turn: Turn;
  /** Seconds, for cycles of walk and work. */
  readonly seconds: number;
  readonly face: FaceState;
}

function limb(c: SKRSContext2D, points: readonly (readonly [number, number])[], width: number, colour: string): void {
  const [first, ...rest] = points;
  if (first === undefined) return;
  c.strokeStyle = colour;
  c.lineWidth = width;
  c.lineCap = "round";
  c.lineJoin = "round";
  c.beginPath();
  c.moveTo(first[0], -first[1]);
  for (const [x, y] of rest) c.lineTo(x, -y);
  c.stroke();
}

/** A person with the feet at the origin; 1 is a grown person's height, y up. The caller scales and places. */
export function drawFigure(c: SKRSContext2D, person: Person, pose: Pose): void {
  const { garments } = person;
  const way = pose.turn === -1 ? -1 : 1;
  const cycle = pose.seconds * (pose.doing === "run" ? 10 : pose.doing === "dance" ? 7 : 5.2);
  const moving = pose.doing === "run" || pose.doing === "walk" || pose.doing === "dance";
  const bob = moving
    ? Math.abs(Math.sin(cycle)) * (pose.doing === "walk" ? 0.012 : 0.04)
    : Math.sin(pose.seconds * 1.6) * 0.003;
  const sit = pose.doing === "sit" ? 0.22 : 0;
  const lean =
    pose.doing === "run" ? 0.1 * way : pose.doing === "bend" ? 0.16 * way : pose.doing === "hide" ? 0.05 * way : 0;
  const [hip, neck] = [0.47 - sit + bob, 0.83 - sit + bob - (pose.doing === "bend" ? 0.05 : 0)];
  c.save();
  // A big head on a small body reads as small folk.
  const head = person.height < 0.5 ? 0.115 : person.height < 0.8 ? 0.098 : 0.082;
  c.scale(person.height, person.height);
  const w = person.width;
  legs(c, person, pose, way, cycle, hip, w);
  arm(c, person, pose, -way, cycle, neck, lean, w);
  torso(c, person, hip, neck, lean, w);
  if (garments.scarf !== undefined)
    limb(
      c,
      [
        [lean - 0.06 * w, neck - 0.015],
        [lean + 0.06 * w, neck - 0.02],
        [lean + 0.05 * way, neck - 0.13],
      ],
      0.05,
      garments.scarf,
    );
  c.strokeStyle = shade(person.skin, -0.12);
  limb(
    c,
    [
      [lean, neck - 0.02],
      [lean * 1.05, neck + 0.05],
    ],
    0.06 * w,
    shade(person.skin, -0.12),
  );
  c.save();
  c.translate(lean * 1.1, -(neck + 0.03 + head));
  c.rotate(Math.sin(pose.seconds * 0.9 + w * 3) * 0.03 + lean * 0.4);
  c.scale(head, head);
  drawHead(c, person, pose.face);
  c.restore();
  arm(c, person, pose, way, cycle, neck, lean, w);
  c.restore();
}

function legs(c: SKRSContext2D, person: Person, pose: Pose, way: number, cycle: number, hip: number, w: number): void {
  const { garments } = person;
  const colour = garments.long ? garments.top : garments.trousers;
  const shoe = garments.barefoot ? person.skin : "#33261c";
  for (const side of [-1, 1]) {
    const swing =
      pose.doing === "run"
        ? Math.sin(cycle + (side > 0 ? Math.PI : 0)) * 0.2
        : pose.doing === "walk" || pose.doing === "dance"
          ? Math.sin(cycle + (side > 0 ? Math.PI : 0)) * 0.11
          : side * 0.045;
    const lift =
      pose.doing === "run" || pose.doing === "dance"
        ? Math.max(0, Math.cos(cycle + (side > 0 ? Math.PI : 0))) * 0.1
        : 0;
    const sit = pose.doing === "sit";
    const knee: readonly [number, number] = sit
      ? [0.2 * way, hip - 0.02]
      : [swing * 0.6 + 0.03 * way, 0.25 + lift * 0.6];
    const foot: readonly [number, number] = sit
      ? [0.21 * way + side * 0.03, 0.02]
      : [swing * w + side * 0.02, 0.02 + lift];
    limb(c, [[side * 0.045 * w, hip], knee, foot], 0.085 * w, shade(colour, side * way < 0 ? -0.3 : -0.12));
    limb(c, [foot, [foot[0] + 0.055 * way, foot[1] - 0.005]], 0.05, shoe);
  }
}

function torso(c: SKRSContext2D, person: Person, hip: number, neck: number, lean: number, w: number): void {
  const { garments } = person;
  const hem = garments.long ? 0.12 : garments.coat ? hip - 0.13 : hip - 0.04;
  const flare = garments.long ? 0.19 * w : garments.coat ? 0.15 * w : 0.115 * w;
  const fill = c.createLinearGradient(-0.15, 0, 0.15, 0);
  fill.addColorStop(0, shade(garments.top, -0.22));
  fill.addColorStop(0.5, garments.top);
  fill.addColorStop(1, shade(garments.top, -0.1));
  c.fillStyle = fill;
  c.beginPath();
  c.moveTo(lean - 0.115 * w, -(neck - 0.02));
  c.quadraticCurveTo(lean, -(neck + 0.025), lean + 0.115 * w, -(neck - 0.02));
  c.quadraticCurveTo(0.12 * w, -(hip + 0.1), flare, -hem);
  if (garments.ragged)
    for (let i = 1; i <= 6; i += 1) c.lineTo(flare - (i * flare) / 3, -(hem + (i % 2 === 0 ? 0 : 0.03)));
  else c.lineTo(-flare, -hem);
  c.quadraticCurveTo(-0.12 * w, -(hip + 0.1), lean - 0.115 * w, -(neck - 0.02));
  c.fill();
  if (garments.apron !== undefined) {
    c.fillStyle = garments.apron;
    c.beginPath();
    c.moveTo(lean - 0.06 * w, -(neck - 0.09));
    c.lineTo(lean + 0.06 * w, -(neck - 0.09));
    c.lineTo(0.095 * w, -(hip - 0.12));
    c.lineTo(-0.095 * w, -(hip - 0.12));
    c.fill();
  }
  if (garments.coat) {
    c.fillStyle = "#caa24a";
    for (let i = 0; i < 3; i += 1) {
      c.beginPath();
      c.arc(lean * 0.7, -(neck - 0.08 - i * 0.09), 0.01, 0, Math.PI * 2);
      c.fill();
    }
  }
}

function arm(
  c: SKRSContext2D,
  person: Person,
  pose: Pose,
  side: number,
  cycle: number,
  neck: number,
  lean: number,
  w: number,
): void {
  const way = pose.turn === -1 ? -1 : 1;
  const shoulder: readonly [number, number] = [lean + side * 0.105 * w, neck - 0.05];
  const tempo = Math.sin(pose.seconds * 7 + side);
  const hands: Readonly<Record<Doing, readonly [number, number]>> = {
    stand: [side * 0.14 * w, neck - 0.36],
    walk: [side * 0.12 + Math.sin(cycle + (side > 0 ? 0 : Math.PI)) * 0.1, neck - 0.33],
    run: [Math.sin(cycle + (side > 0 ? 0 : Math.PI)) * 0.2 + 0.06 * way, neck - 0.2],
    sit: [0.14 * way + side * 0.03, neck - 0.3],
    work: [0.2 * way + side * 0.02 + tempo * 0.015, neck - 0.22 + (side === way ? tempo * 0.06 : 0)],
    dance: [side * 0.26, neck + 0.05 + Math.sin(cycle + side) * 0.1],
    reach: [0.26 * way, neck - 0.12],
    wave: side === way ? [side * 0.2, neck + 0.16 + Math.sin(pose.seconds * 6) * 0.03] : [side * 0.14 * w, neck - 0.36],
    sleep: [side * 0.1, neck - 0.3],
    bend: [0.26 * way, neck - 0.3],
    hide: [0.12 * way, neck - 0.06],
  };
  const hand = hands[pose.doing];
  const elbow: readonly [number, number] = [
    (shoulder[0] + hand[0]) / 2 + side * 0.04,
    (shoulder[1] + hand[1]) / 2 - 0.05,
  ];
  limb(c, [shoulder, elbow, hand], 0.062 * w, shade(person.garments.top, side === way ? -0.05 : -0.28));
  limb(c, [hand, [hand[0] + 0.012 * way, hand[1] - 0.012]], 0.05, person.skin);
}

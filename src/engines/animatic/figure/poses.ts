import type { Point } from "../brush.ts";
import type { Doing } from "../text/action.ts";

/**
 * Where the joints are, seen from the side and facing right: x forward, y up, 1 = the person's height. Hands are given from
 * the shoulder, feet from the ground below the hips.
 */
export interface Joints {
  /** Height of the hips. */
  readonly hip: number;
  /** Forward lean of the back, radians. */
  readonly lean: number;
  readonly near: Point;
  readonly far: Point;
  readonly nearFoot: Point;
  readonly farFoot: Point;
  /** Nod of the head, radians; forward is positive. */
  readonly nod: number;
  /** Height above the ground in a jump or a flight. */
  readonly lift: number;
  /** Whole body turned backwards; a quarter turn lies on its back. */
  readonly roll: number;
}

export interface Moment {
  /** Seconds of the shot, with an offset of the person's own. */
  readonly seconds: number;
  /** 0..1 over the shot. */
  readonly progress: number;
}

const REST: Joints = {
  hip: 0.5,
  lean: 0,
  near: [0.03, -0.355],
  far: [0.02, -0.355],
  nearFoot: [0.03, 0],
  farFoot: [-0.03, 0],
  nod: 0,
  lift: 0,
  roll: 0,
};
const SEATED = { hip: 0.29, nearFoot: [0.27, 0] as Point, farFoot: [0.23, 0] as Point };
const smooth = (t: number): number => {
  const k = Math.max(0, Math.min(1, t));
  return k * k * (3 - 2 * k);
};
const between = (a: number, b: number, k: number): number => a + (b - a) * k;
const wave = (seconds: number, pace: number): number => Math.sin(seconds * pace);

function blend(a: Joints, b: Joints, k: number): Joints {
  const point = (p: Point, q: Point): Point => [between(p[0], q[0], k), between(p[1], q[1], k)];
  return {
    hip: between(a.hip, b.hip, k),
    lean: between(a.lean, b.lean, k),
    near: point(a.near, b.near),
    far: point(a.far, b.far),
    nearFoot: point(a.nearFoot, b.nearFoot),
    farFoot: point(a.farFoot, b.farFoot),
    nod: between(a.nod, b.nod, k),
    lift: between(a.lift, b.lift, k),
    roll: between(a.roll, b.roll, k),
  };
}

function gait(seconds: number, pace: number, stride: number): Pick<Joints, "nearFoot" | "farFoot" | "hip"> {
  const phase = seconds * pace;
  const foot = (angle: number): Point => [Math.sin(angle) * stride, Math.max(0, Math.cos(angle)) * stride * 0.45];
  return {
    nearFoot: foot(phase),
    farFoot: foot(phase + Math.PI),
    hip: 0.485 + Math.abs(Math.cos(phase)) * stride * 0.07,
  };
}

const reaching = (x: number, y: number): Partial<Joints> => ({ near: [x, y], far: [x - 0.04, y - 0.03] });
type Maker = (moment: Moment) => Partial<Joints>;

const MOVES: Readonly<Partial<Record<Doing, Maker>>> = {
  walk: ({ seconds }) => ({
    ...gait(seconds, 6.2, 0.15),
    lean: 0.05,
    near: [-wave(seconds, 6.2) * 0.13, -0.33],
    far: [wave(seconds, 6.2) * 0.13, -0.33],
  }),
  run: ({ seconds }) => ({
    ...gait(seconds, 10.5, 0.25),
    lift: Math.abs(wave(seconds, 10.5)) * 0.05,
    lean: 0.3,
    near: [-wave(seconds, 10.5) * 0.2 + 0.05, -0.2],
    far: [wave(seconds, 10.5) * 0.2 + 0.05, -0.2],
    nod: -0.15,
  }),
  sneak: ({ seconds }) => ({
    ...gait(seconds, 3.4, 0.12),
    hip: 0.42,
    lean: 0.35,
    near: [0.16, -0.12],
    far: [0.2, -0.18],
    nod: -0.2,
  }),
  dance: ({ seconds }) => ({
    nearFoot: [0.05 + wave(seconds, 6) * 0.08, Math.max(0, wave(seconds, 6)) * 0.12],
    farFoot: [-0.05 - wave(seconds, 6) * 0.06, Math.max(0, -wave(seconds, 6)) * 0.12],
    lift: Math.abs(wave(seconds, 6)) * 0.035,
    lean: wave(seconds, 3) * 0.12,
    near: [0.2 + wave(seconds, 6) * 0.06, 0.12 + wave(seconds, 3) * 0.14],
    far: [-0.2, 0.08 - wave(seconds, 3) * 0.14],
    nod: wave(seconds, 6) * 0.1,
  }),
  jump: ({ seconds }) => {
    const up = Math.max(0, wave(seconds, 4.5));
    return {
      lift: up * 0.32,
      hip: 0.46 + up * 0.04,
      nearFoot: [0.05, up * 0.08],
      farFoot: [-0.06, up * 0.12],
      near: [0.16, 0.05 + up * 0.22],
      far: [-0.1, 0.02 + up * 0.22],
    };
  },
  climb: ({ seconds }) => ({
    near: [0.14, 0.22 + wave(seconds, 3) * 0.1],
    far: [0.16, 0.22 - wave(seconds, 3) * 0.1],
    nearFoot: [0.08, 0.1 + wave(seconds, 3) * 0.08],
    farFoot: [0.04, 0.1 - wave(seconds, 3) * 0.08],
    lean: 0.1,
    nod: -0.3,
  }),
  swim: ({ seconds }) => ({
    roll: -1.2,
    lift: 0.25,
    near: [0.1 + wave(seconds, 3) * 0.16, 0.26],
    far: [0.1 - wave(seconds, 3) * 0.16, 0.2],
    nearFoot: [wave(seconds, 6) * 0.1, 0],
    farFoot: [-wave(seconds, 6) * 0.1, 0],
    nod: -0.5,
  }),
  fly: ({ seconds }) => ({
    lift: 0.35 + wave(seconds, 1.1) * 0.05,
    roll: -0.12 + wave(seconds, 0.6) * 0.12,
    near: [0.22, -0.12 + wave(seconds, 0.9) * 0.05],
    far: [-0.2, -0.1],
    nearFoot: [-0.06, 0.08],
    farFoot: [-0.12, 0.02],
    nod: 0.05,
  }),
  fight: ({ seconds }) => ({
    lean: 0.14 + wave(seconds, 5) * 0.12,
    near: [0.2 + wave(seconds, 10) * 0.14, 0.02 + wave(seconds, 10) * 0.06],
    far: [0.16 - wave(seconds, 10) * 0.08, -0.05],
    nearFoot: [0.15, 0],
    farFoot: [-0.16, 0],
    hip: 0.46,
  }),
  shoot: ({ seconds }) => ({
    near: [0.34, 0.02 + wave(seconds, 1.3) * 0.01],
    far: [0.31, 0],
    nearFoot: [0.12, 0],
    farFoot: [-0.12, 0],
    hip: 0.48,
    lean: 0.04,
  }),
  throw: ({ seconds }) => ({
    near: [-0.1 + smooth((seconds * 0.7) % 1) * 0.4, 0.25],
    far: [0.2, 0.02],
    nearFoot: [-0.1, 0],
    farFoot: [0.15, 0],
    lean: -0.1 + smooth((seconds * 0.7) % 1) * 0.3,
  }),
  row: ({ seconds }) => ({
    ...SEATED,
    lean: wave(seconds, 2.4) * 0.4,
    ...reaching(0.24 - wave(seconds, 2.4) * 0.08, -0.12),
  }),
  drive: ({ seconds }) => ({
    ...SEATED,
    lean: -0.1,
    near: [0.26, -0.13 + wave(seconds, 2.2) * 0.02],
    far: [0.26, -0.15 - wave(seconds, 2.2) * 0.02],
  }),
  ride: ({ seconds }) => ({
    hip: 0.5,
    lean: 0.2 + wave(seconds, 8) * 0.03,
    lift: Math.abs(wave(seconds, 8)) * 0.02,
    near: [0.25, -0.17],
    far: [0.24, -0.17],
    nearFoot: [0.12, 0.1 + wave(seconds, 8) * 0.05],
    farFoot: [0.1, 0.1 - wave(seconds, 8) * 0.05],
  }),
};

const WORKS: Readonly<Partial<Record<Doing, Maker>>> = {
  hammer: ({ seconds }) => {
    const stroke = (seconds * 2.6) % 1;
    const up = stroke < 0.6 ? smooth(stroke / 0.6) : 1 - smooth((stroke - 0.6) / 0.18);
    return { near: [0.2 - up * 0.1, -0.22 + up * 0.42], far: [0.22, -0.26], lean: 0.2 - up * 0.1, nod: 0.2 };
  },
  dig: ({ seconds }) => ({
    near: [0.22 + wave(seconds, 3) * 0.06, -0.24],
    far: [0.12, -0.14],
    lean: 0.4 + wave(seconds, 3) * 0.12,
    nearFoot: [0.12, 0],
    farFoot: [-0.12, 0],
    hip: 0.47,
    nod: 0.1,
  }),
  sew: ({ seconds }) => ({
    near: [0.16 + Math.max(0, wave(seconds, 5)) * 0.1, -0.16 + Math.max(0, wave(seconds, 5)) * 0.16],
    far: [0.17, -0.2],
    lean: 0.12,
    nod: 0.3,
  }),
  cut: ({ seconds }) => ({
    near: [0.23 + wave(seconds, 4) * 0.05, -0.24 + wave(seconds, 8) * 0.012],
    far: [0.25, -0.26],
    lean: 0.22,
    nod: 0.35,
  }),
  wipe: ({ seconds }) => ({ near: [0.24 + wave(seconds, 5) * 0.07, -0.24], far: [0.2, -0.26], lean: 0.22, nod: 0.3 }),
  cook: ({ seconds }) => ({
    near: [0.24 + Math.cos(seconds * 4) * 0.03, -0.18 + wave(seconds, 4) * 0.02],
    far: [0.2, -0.22],
    lean: 0.08,
    nod: 0.25,
  }),
  write: ({ seconds }) => ({
    near: [0.22 + wave(seconds, 1.4) * 0.03, -0.25 + wave(seconds, 12) * 0.008],
    far: [0.2, -0.27],
    lean: 0.25,
    nod: 0.35,
  }),
  type: ({ seconds }) => ({
    near: [0.24, -0.22 + wave(seconds, 14) * 0.012],
    far: [0.23, -0.22 - wave(seconds, 14) * 0.012],
    lean: 0.08,
    nod: 0.12,
  }),
  eat: ({ seconds }) => {
    const up = smooth(0.5 + 0.8 * wave(seconds, 1.9));
    return { near: [0.19 - up * 0.06, -0.24 + up * 0.32], far: [0.2, -0.26], lean: 0.1, nod: 0.2 - up * 0.1 };
  },
  drink: ({ seconds }) => {
    const up = smooth(0.5 + 0.9 * wave(seconds, 1.3));
    return { near: [0.2 - up * 0.08, -0.2 + up * 0.28], far: [0.16, -0.27], nod: 0.05 - up * 0.2 };
  },
  read: ({ seconds }) => ({ near: [0.22, -0.15 + wave(seconds, 0.9) * 0.008], far: [0.21, -0.16], nod: 0.3 }),
  phone: ({ seconds }) => ({
    near: [0.09, 0.1 + wave(seconds, 1.2) * 0.008],
    far: [0.12, -0.22 + wave(seconds, 2.3) * 0.04],
    nod: 0.08,
  }),
  play: ({ seconds }) => ({
    near: [0.14, -0.24 + wave(seconds, 7) * 0.03],
    far: [0.26, -0.1],
    nod: 0.2 + wave(seconds, 3.5) * 0.06,
  }),
};

const GESTURES: Readonly<Partial<Record<Doing, Maker>>> = {
  bend: () => ({ lean: 0.75, hip: 0.45, ...reaching(0.16, -0.34), nod: 0.2 }),
  "pick-up": ({ progress, seconds }) => {
    const down = Math.sin(Math.PI * Math.min(1, Math.max(0, progress) * 1.7)) ** 0.8;
    const up = smooth((progress - 0.4) * 3);
    return {
      lean: 0.6 * down + 0.04,
      hip: 0.5 - 0.07 * down,
      near: [0.19 - 0.02 * up, -0.14 - 0.2 * down + 0.12 * up + wave(seconds, 1.1) * 0.006],
      far: [0.15, -0.18 - 0.16 * down],
      nod: 0.25,
    };
  },
  point: ({ seconds }) => ({ near: [0.36, 0.03 + wave(seconds, 1.1) * 0.01], nod: 0 }),
  wave: ({ seconds }) => ({ near: [0.16 + wave(seconds, 6) * 0.06, 0.27], nod: -0.04 }),
  reach: ({ progress, seconds }) => ({
    near: [0.16 + 0.18 * smooth(progress * 1.6), -0.14 + wave(seconds, 0.8) * 0.01],
    far: [0.1, -0.28],
    lean: 0.12,
    nod: 0.12,
  }),
  give: ({ seconds }) => ({ near: [0.32, -0.11 + wave(seconds, 1.4) * 0.012], far: [0.12, -0.28], lean: 0.06 }),
  hold: ({ seconds }) => ({ near: [0.2, -0.14 + wave(seconds, 1) * 0.01], far: [0.03, -0.35] }),
  carry: ({ seconds }) => ({ ...gait(seconds, 5, 0.1), ...reaching(0.22, -0.2), lean: -0.05 }),
  hug: ({ seconds }) => ({ near: [0.24, 0.0 + wave(seconds, 1) * 0.01], far: [0.26, -0.1], lean: 0.1, nod: 0.15 }),
  open: ({ progress }) => ({ near: [0.3 - 0.12 * smooth(progress * 1.4), -0.18], lean: 0.06 }),
  knock: ({ seconds }) => ({ near: [0.25 + wave(seconds, 9) * 0.025, 0.08], lean: 0.05 }),
  push: ({ seconds }) => ({ ...gait(seconds, 3, 0.1), lean: 0.4, ...reaching(0.3, -0.02) }),
  pull: ({ seconds }) => ({
    lean: -0.25 + wave(seconds, 2.4) * 0.08,
    ...reaching(0.28, -0.12),
    nearFoot: [0.14, 0],
    farFoot: [-0.1, 0],
  }),
  turn: () => ({ near: [0.06, -0.34] }),
  hide: ({ seconds }) => ({
    lean: 0.25,
    hip: 0.45,
    near: [0.14, -0.02],
    far: [0.12, -0.06],
    nod: -0.1 + wave(seconds, 0.7) * 0.06,
  }),
  "cover-eyes": ({ seconds, progress }) => {
    const up = Math.sin(Math.PI * Math.max(0, Math.min(1, (progress - 0.1) * 1.9))) ** 0.7;
    return {
      near: [0.06 + 0.06 * up, -0.3 + 0.44 * up + wave(seconds, 3) * 0.008],
      far: [0.04, -0.34],
      nod: 0.1 + 0.18 * up,
    };
  },
  cry: ({ seconds }) => ({ near: [0.09, 0.08], far: [0.08, 0.05], nod: 0.4, lean: 0.12 + wave(seconds, 5) * 0.015 }),
  laugh: ({ seconds }) => ({
    near: [0.12, -0.2],
    nod: -0.15 + wave(seconds, 9) * 0.05,
    lean: -0.06 + wave(seconds, 9) * 0.02,
  }),
  pray: () => ({ near: [0.15, -0.1], far: [0.15, -0.1], nod: 0.35 }),
  bow: ({ seconds }) => ({ lean: 0.5 + 0.3 * wave(seconds, 1.6), nod: 0.3, near: [0.14, -0.22], far: [-0.12, -0.26] }),
  talk: ({ seconds }) => ({
    near: [0.17 + wave(seconds, 2.1) * 0.05, -0.18 + wave(seconds, 3.1) * 0.07],
    far: [0.08, -0.31],
    nod: wave(seconds, 2.6) * 0.06,
  }),
  shrug: ({ seconds }) => ({
    near: [0.18, -0.1 + wave(seconds, 2) * 0.03],
    far: [-0.14, -0.1 + wave(seconds, 2) * 0.03],
    nod: 0.1,
  }),
  look: ({ seconds }) => ({ near: [0.05, -0.345], nod: wave(seconds, 0.7) * 0.05 }),
  "look-up": () => ({ nod: -0.42, lean: -0.06 }),
};

const STATES: Readonly<Partial<Record<Doing, Maker>>> = {
  sit: ({ seconds }) => ({
    ...SEATED,
    near: [0.19, -0.27 + wave(seconds, 0.8) * 0.006],
    far: [0.16, -0.28],
    lean: 0.03 + wave(seconds, 0.6) * 0.02,
  }),
  kneel: () => ({
    hip: 0.3,
    nearFoot: [-0.16, 0],
    farFoot: [0.18, 0],
    near: [0.16, -0.22],
    far: [0.12, -0.26],
    lean: 0.12,
    nod: 0.15,
  }),
  lie: ({ seconds }) => ({
    roll: Math.PI / 2,
    hip: 0.5,
    lift: 0.06 + wave(seconds, 1.4) * 0.004,
    near: [0.05, -0.3],
    far: [0.02, -0.34],
  }),
};

/** The joints of a body that does something, at a moment. Standing breathes; changes of state run over the shot. */
export function jointsOf(doing: Doing, moment: Moment): Joints {
  const { seconds, progress } = moment;
  const breath = wave(seconds, 1.7);
  const rest: Joints = {
    ...REST,
    hip: REST.hip + breath * 0.0015,
    near: [0.03, -0.355 + breath * 0.004],
    nod: wave(seconds, 0.9) * 0.03,
  };
  const of = (one: Doing): Joints => {
    const make = MOVES[one] ?? WORKS[one] ?? GESTURES[one] ?? STATES[one];
    return make === undefined ? rest : { ...rest, ...make(moment) };
  };
  if (doing === "sit-down") return blend(rest, of("sit"), smooth((progress - 0.2) * 2));
  if (doing === "stand-up") return blend(of("sit"), rest, smooth((progress - 0.2) * 2));
  if (doing === "fall")
    return blend(
      { ...rest, near: [0.2, 0.1], far: [-0.16, 0.1] },
      { ...of("lie"), roll: -Math.PI / 2 },
      smooth((progress - 0.15) * 2.2),
    );
  return of(doing);
}

/** The same work done at a table: the body sits, the hands do what they did. */
export function seated(joints: Joints): Joints {
  return {
    ...joints,
    hip: SEATED.hip,
    nearFoot: SEATED.nearFoot,
    farFoot: SEATED.farFoot,
    lift: 0,
    lean: Math.min(joints.lean, 0.16),
  };
}

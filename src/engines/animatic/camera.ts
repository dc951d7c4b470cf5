import type { ShotOrder } from "../../core/order.ts";
import type { Actor } from "./blocking.ts";
import type { Random } from "./random.ts";

/** What the camera sees at one moment, in world units: 1 is a grown person's height, y up, the floor is 0, z away from the camera. */
export interface View {
  /** The camera itself: sideways, height above the floor, distance to the people. */
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  /** Height above the floor of what is in the middle of the picture, where the people are. */
  readonly middle: number;
  /** World units from the top to the bottom of the picture, where the people are. */
  readonly span: number;
  /** Radians; a dutch angle. */
  readonly roll: number;
  /** Turn of the camera, in picture widths and heights: everything moves alike. */
  readonly pan: number;
  readonly tilt: number;
  /** 0 = sharp on the people, 1 = on what is behind them. */
  readonly focus: number;
  /** Smear of a very fast pan, in picture widths. */
  readonly smear: number;
}

export interface Screen {
  readonly x: number;
  readonly y: number;
  /** Pixels of one world unit there. */
  readonly unit: number;
}

/** Where a point of the world is in the picture. */
export function project(
  view: View,
  { width, height }: { readonly width: number; readonly height: number },
  [x, y, z]: readonly [number, number, number],
): Screen {
  const near = height / view.span;
  const unit = near * (view.distance / Math.max(0.12, view.distance + z));
  return {
    x: width / 2 + (x - view.x) * unit + view.pan * width,
    y: height / 2 - (y - view.y) * unit + (view.middle - view.y) * near + view.tilt * height,
    unit,
  };
}

/** Height of the picture in persons, and how far the middle lies below the top of the head. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  ECU: [0.17, 0.105],
  BCU: [0.235, 0.108],
  CU: [0.36, 0.142],
  MCU: [0.56, 0.212],
  MS: [0.82, 0.315],
  MLS: [1.08, 0.45],
  FS: [1.34, 0.54],
  LS: [2.1, 0.6],
  ELS: [5, 0.1],
};
/** What a cinematographer takes for a size when nobody says. */
const USUAL_LENS: Readonly<Record<string, number>> = {
  ECU: 90,
  BCU: 85,
  CU: 75,
  MCU: 58,
  MS: 45,
  MLS: 38,
  FS: 34,
  LS: 28,
  ELS: 24,
};
/** Height of a frame of 35 mm film behind a lens, in mm. */
const GATE_MM = 20.25;
const PACE: Readonly<Record<string, number>> = { slow: 0.6, medium: 1, fast: 1.75 };
const ease = (t: number): number => {
  const k = Math.max(0, Math.min(1, t));
  return k * k * (3 - 2 * k);
};

export type Camera = (t: number, seconds: number) => View;

export interface CameraRequest {
  readonly order: ShotOrder;
  readonly actors: readonly Actor[];
  readonly random: Random;
  /** Width of the vehicles of a shot that shows nobody. */
  readonly vehicles: number;
}

/** The camera of a shot over time (0..1 over the shot proper; handles run before 0 and after 1). */
export function cameraOf({ order, actors, random, vehicles }: CameraRequest): Camera {
  const { framing, camera } = order.intent;
  const people = stillView(order, actors);
  const still = actors.length > 0 ? people : emptyView(order, people, vehicles);
  const isHandheld = camera.movement === "handheld" || camera.rig === "handheld";
  const shake =
    isHandheld || framing.type === "pov"
      ? 0.011
      : camera.rig === "steadicam" || camera.rig === "drone"
        ? 0.004
        : 0.0009;
  const phases = [random() * 9, random() * 9, random() * 9];
  const travel = travelOf(actors);
  return (t, seconds) => {
    const wave = (index: number, pace: number): number => Math.sin(seconds * pace + (phases[index] ?? 0));
    const view = moved({ order, still, travel }, t);
    return {
      ...view,
      pan: view.pan + (wave(0, 1.7) + wave(1, 3.1) * 0.5) * shake,
      tilt: view.tilt + (wave(1, 1.3) + wave(2, 2.7) * 0.5) * shake,
      roll: view.roll + (isHandheld ? wave(2, 1.1) * 0.006 : 0),
    };
  };
}

/** How far the people go over the shot; a tracking camera goes with them. */
function travelOf(actors: readonly Actor[]): number {
  const moving = actors.filter((actor) => actor.travel !== 0);
  return moving.length === 0 ? 0 : moving.reduce((sum, actor) => sum + actor.travel, 0) / moving.length;
}

/** Where the camera stands before it moves: the size of the shot around the people in it. */
function stillView(order: ShotOrder, actors: readonly Actor[]): View {
  const { framing } = order.intent;
  const aspect = order.width / order.height;
  const [height, drop] = SIZES[framing.size] ?? [1, 0.5];
  const wide = framing.size === "LS" || framing.size === "ELS";
  const seen = actors.filter((actor) => !actor.foreground);
  const subjects = chooseSubjects(order, seen);
  const tall = subjects.length === 0 ? 1 : Math.max(...subjects.map((actor) => actor.size));
  const bigHead = subjects.length === 0 ? 1 : Math.max(...subjects.map((actor) => actor.headScale));
  const close = !wide && framing.size !== "FS" && framing.size !== "MLS";
  // Large heads want a wider frame for the same size of shot; so does a small screen with two people.
  const scale = (wide ? Math.max(0.75, tall ** 0.4) : tall) * (close ? bigHead : 1);
  const widest = widthOf(subjects);
  const isFull = framing.size === "FS" || framing.size === "LS";
  const span = Math.max(
    height * scale,
    close && subjects.length > 1 ? Math.min(widest / aspect, height * scale * 1.7) : 0,
    isFull ? Math.min((widest * 1.04) / aspect, height * scale * 2.2) : 0,
  );
  const top = subjects.length === 0 ? 1 : Math.max(...subjects.map((actor) => actor.top));
  const hat = subjects.some((actor) => actor.hat) && framing.size !== "ECU" && framing.size !== "BCU" ? 0.06 * tall : 0;
  const lens = framing.lensMm ?? USUAL_LENS[framing.size] ?? 40;
  // Portrait pictures are as wide as they are: the lens's angle holds for the longer side.
  const distance = Math.max(0.3, (span * lens) / GATE_MM / Math.max(1, 1 / aspect) ** 0.5);
  const middle = wide
    ? framing.size === "ELS"
      ? 1.15 * Math.max(0.5, scale)
      : top - drop * scale * 0.7
    : top + hat * 0.6 - drop * scale * (span / (height * scale)) ** 0.5;
  return {
    x: focusX(order, subjects, span * aspect),
    middle,
    span: span + hat,
    distance,
    ...angled(order, { middle, span, top, distance }),
    pan: 0,
    tilt: 0,
    focus: 0,
    smear: 0,
  };
}

/** From the left edge of the leftmost body to the right edge of the rightmost. */
function widthOf(subjects: readonly Actor[]): number {
  if (subjects.length === 0) return 0;
  return (
    Math.max(...subjects.map((actor) => actor.x + actor.wide / 2)) -
    Math.min(...subjects.map((actor) => actor.x - actor.wide / 2))
  );
}

/** Close shots look at the first of the cast, wider and group shots at all. */
function chooseSubjects(order: ShotOrder, seen: readonly Actor[]): readonly Actor[] {
  const { size, type } = order.intent.framing;
  const people = seen.filter((actor) => !actor.far && !actor.person.id.startsWith("beast"));
  const pool = people.length > 0 ? people : seen;
  if (["ECU", "BCU", "CU"].includes(size) && type !== "two-shot" && type !== "group") return pool.slice(0, 1);
  return type === "ots" ? pool.slice(0, 1) : pool;
}

const VEHICLE_SPAN: Readonly<Record<string, number>> = {
  ELS: 3.2,
  LS: 2,
  FS: 1.15,
  MLS: 0.9,
  MS: 0.75,
  MCU: 0.55,
  CU: 0.4,
  BCU: 0.3,
  ECU: 0.2,
};

/** Nobody in the picture: vehicles are framed as a body would be; a landscape gets its horizon in the lower half. */
function emptyView(order: ShotOrder, view: View, vehicles: number): View {
  if (vehicles === 0)
    return order.intent.framing.size === "LS" || order.intent.framing.size === "ELS"
      ? { ...view, middle: view.middle + view.span * 0.17 }
      : view;
  const span = Math.max(
    0.4,
    ((vehicles * order.height) / order.width) * (VEHICLE_SPAN[order.intent.framing.size] ?? 1),
    0.5 * (VEHICLE_SPAN[order.intent.framing.size] ?? 1),
  );
  const distance = (view.distance * span) / view.span;
  return {
    ...view,
    span,
    distance,
    middle: Math.min(span * 0.3, 0.6),
    y: order.intent.framing.angle === "high" ? span * 0.9 : Math.min(0.5, view.y),
  };
}

function angled(
  order: ShotOrder,
  { middle, span, top, distance }: { middle: number; span: number; top: number; distance: number },
): { y: number; roll: number } {
  const { angle } = order.intent.framing;
  const eye = Math.min(0.92, Math.max(0.3, top - 0.08));
  const steep = Math.min(1, 0.55 + distance * 0.12);
  switch (angle) {
    case "low":
      return { y: Math.max(0.08, Math.min(middle - span * 0.34, 0.42)), roll: 0 };
    case "ground":
      return { y: 0.05, roll: 0 };
    case "hip":
      return { y: 0.5, roll: 0 };
    case "shoulder":
      return { y: 0.8, roll: 0 };
    case "high":
      return { y: middle + Math.max(0.35, distance * 0.42) * steep, roll: 0 };
    case "overhead":
      return { y: middle + Math.max(0.8, distance * 1.15), roll: 0 };
    case "dutch":
      return { y: eye, roll: 0.15 };
    default:
      return { y: order.intent.framing.size === "ELS" ? 0.95 : eye, roll: 0 };
  }
}

/** The subject stands a little off the middle, with room where it looks. */
function focusX(order: ShotOrder, subjects: readonly Actor[], pictureWidth: number): number {
  if (subjects.length === 0) return 0;
  const xs = subjects.map((actor) => actor.x + actor.headX);
  const centre = (Math.min(...xs) + Math.max(...xs)) / 2;
  const [only] = subjects;
  if (subjects.length > 1 || only === undefined) return centre;
  const { position } = only.member;
  const looks = only.facing === "left" ? 0.09 : only.facing === "right" ? -0.09 : 0;
  const stands = position === "left" ? -0.15 : position === "right" ? 0.15 : looks;
  const narrow = order.width < order.height ? 0.5 : 1;
  return centre - stands * pictureWidth * narrow;
}

interface Move {
  readonly order: ShotOrder;
  readonly still: View;
  readonly travel: number;
}

/** The movement of the shot at time `t`. */
function moved({ order, still, travel }: Move, t: number): View {
  const { camera } = order.intent;
  const k = ease(t);
  const pace = PACE[camera.speed ?? "medium"] ?? 1;
  const sign = camera.direction === "left" || camera.direction === "down" || camera.direction === "out" ? -1 : 1;
  /** Comes nearer or goes away without turning a lens: what is near grows faster. */
  const dolly = (factor: number): View => ({ ...still, distance: still.distance * factor, span: still.span * factor });
  const side = sign * still.span * pace * (k - 0.5);
  switch (camera.movement) {
    case "push-in":
      return dolly(1 + 0.34 * pace * (1 - k));
    case "dolly":
      return sign > 0 ? dolly(1 + 0.34 * pace * (1 - k)) : dolly(1 + 0.34 * pace * k);
    case "pull-out":
      return dolly(1 + 0.42 * pace * k);
    case "zoom-in":
      return { ...still, span: still.span * (1 + 0.4 * pace * (1 - k)) };
    case "zoom-out":
      return { ...still, span: still.span * (1 + 0.5 * pace * k) };
    case "dolly-zoom":
      return { ...still, distance: still.distance * (1.9 - 1.3 * k) };
    case "pan":
      return { ...still, pan: -sign * 0.34 * pace * (k - 0.5) };
    case "tilt":
      return { ...still, tilt: sign * 0.4 * pace * (k - (sign > 0 ? 0 : 1)) * (sign > 0 ? 1 : 1) };
    case "truck":
      return { ...still, x: still.x + side * 0.8 };
    case "track":
      return travel === 0
        ? { ...still, x: still.x + side * 0.7 }
        : { ...still, x: still.x + travel * (Math.max(-0.2, Math.min(1.2, t)) - 0.5) };
    case "arc":
      return {
        ...still,
        x: still.x + side * 1.1,
        pan: (side * 1.1 * 0.92) / still.span / (order.width / order.height),
      };
    case "pedestal":
      return { ...still, y: still.y + side * 0.5, middle: still.middle + side * 0.5 };
    case "crane": {
      const up = sign > 0 ? k : 1 - k;
      return {
        ...still,
        y: still.y + still.span * 0.42 * pace * up,
        middle: still.middle + still.span * 0.1 * up,
        distance: still.distance * (1 + 0.14 * up),
        span: still.span * (1 + 0.14 * up),
      };
    }
    case "whip-pan": {
      const turn = ease((t - 0.36) / 0.28);
      const speed = Math.max(0, 1 - Math.abs((t - 0.5) / 0.16));
      return { ...still, pan: -sign * 1.5 * (turn - 1), smear: speed * 0.12 };
    }
    case "rack-focus":
      return { ...still, focus: 1 - ease((t - 0.3) / 0.35) };
    default:
      return still;
  }
}

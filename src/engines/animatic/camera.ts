import type { ShotOrder } from "../../core/order.ts";
import type { Person } from "./person.ts";
import type { Random } from "./random.ts";

/** What the camera sees at one moment, in world units: 1 is a grown person's height, y goes up, the floor is 0. */
export interface View {
  readonly x: number;
  readonly y: number;
  /** World units from the top to the bottom of the picture. */
  readonly height: number;
  /** Radians; a dutch angle. */
  readonly roll: number;
  /** Focus: 0 = on the people, 1 = on what is behind them. */
  readonly focus: number;
}

/** Height of the picture and height of its middle above the floor, for a grown person. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  ECU: [0.15, 0.925],
  BCU: [0.22, 0.915],
  CU: [0.36, 0.875],
  MCU: [0.56, 0.8],
  MS: [0.82, 0.69],
  MLS: [1.08, 0.58],
  FS: [1.4, 0.54],
  LS: [2.5, 0.85],
  ELS: [5.2, 1.7],
};
const PACE: Readonly<Record<string, number>> = { slow: 0.55, medium: 1, fast: 1.8 };

/** Eases in and out, so that a move starts and stops like one made by hand. */
const ease = (t: number): number => t * t * (3 - 2 * t);

/** The camera of a shot as a function of time (0..1 over the shot proper; handles run before 0 and after 1). */
export function cameraOf(
  order: ShotOrder,
  people: readonly Person[],
  random: Random,
): (t: number, seconds: number) => View {
  const { framing, camera } = order.intent;
  const still = stillView(order, people);
  const shake = camera.movement === "handheld" || camera.rig === "handheld" ? 0.012 : 0.0012;
  const phases = [random() * 9, random() * 9, random() * 9];
  return (t, seconds) => {
    const wave = (index: number, pace: number): number => Math.sin(seconds * pace + (phases[index] ?? 0));
    const view = moved(order, still, t);
    const low = framing.angle === "low" || framing.angle === "ground" ? -0.05 : 0;
    const high = framing.angle === "high" || framing.angle === "overhead" ? 0.04 : 0;
    return {
      ...view,
      x: view.x + (wave(0, 1.7) + wave(1, 3.1) * 0.5) * shake * view.height,
      y: view.y + (low + high + (wave(1, 1.3) + wave(2, 2.7) * 0.5) * shake) * view.height,
      roll: framing.angle === "dutch" ? 0.14 : 0,
    };
  };
}

/** Where the camera stands before it moves: the size of the shot around the people in it. */
function stillView(order: ShotOrder, people: readonly Person[]): View {
  const { framing } = order.intent;
  if (framing.type === "insert") return { x: 0, y: 0.47, height: 0.42, roll: 0, focus: 0 };
  const [height, middle] = SIZES[framing.size] ?? [1, 0.6];
  const seen = people.filter((person) => person.member.position !== "foreground");
  const wide = framing.size === "ELS" || framing.size === "LS";
  const tallest = Math.max(0.3, ...(seen.length === 0 ? [1] : seen.map((person) => person.height)));
  const scale = wide && tallest > 0.5 ? 1 : wide ? 0.8 : tallest;
  // Small folk have large heads and pointed caps: the frame is lifted and opened so that they are inside.
  const bigHead = tallest < 0.5 && !wide ? 0.035 : 0;
  const hat =
    seen.some((person) => person.garments.hat?.pointed === true) && !["ECU", "BCU"].includes(framing.size) && !wide
      ? 0.1
      : 0;
  return {
    x: focusX(people, framing.size),
    y: (middle + bigHead + hat * 0.5) * scale,
    height: (height + bigHead + hat) * scale,
    roll: 0,
    focus: 0,
  };
}

/** The movement of the shot at time `t`. */
function moved(order: ShotOrder, still: View, t: number): View {
  const { framing, camera } = order.intent;
  const k = ease(Math.max(0, Math.min(1, t)));
  const strength =
    (PACE[camera.speed ?? "medium"] ?? 1) * Math.min(1.4, Math.max(0.6, 40 / (framing.lensMm ?? 40) + 0.3));
  const sign = camera.direction === "left" || camera.direction === "down" || camera.direction === "out" ? -1 : 1;
  const span = sign * still.height * 0.32 * strength;
  switch (camera.movement) {
    case "push-in":
    case "dolly":
    case "zoom-in":
      return { ...still, height: still.height * (1 + 0.24 * strength * (1 - k) - 0.06 * k) };
    case "pull-out":
    case "zoom-out":
      return { ...still, height: still.height * (1 + 0.34 * strength * k) };
    case "dolly-zoom":
      return { ...still, height: still.height * (1 + 0.1 * k) };
    case "pan":
    case "truck":
    case "track":
    case "arc":
      return { ...still, x: still.x + span * (k - 0.5) * 1.3 };
    case "whip-pan":
      return { ...still, x: still.x + span * 3 * (ease(Math.max(0, Math.min(1, (t - 0.4) / 0.2))) - 0.5) };
    case "tilt":
    case "pedestal":
      return { ...still, y: still.y + span * (k - 0.5) };
    case "crane":
      return { ...still, y: still.y + span * k * 1.2, height: still.height * (1 + 0.25 * k) };
    case "rack-focus":
      return { ...still, focus: 1 - ease(Math.max(0, Math.min(1, (t - 0.3) / 0.35))) };
    default:
      return still;
  }
}

/** Close shots look at one person, wider ones at the middle of the stage. */
function focusX(people: readonly Person[], size: string): number {
  const [only] = people.filter((person) => person.member.position !== "foreground");
  if (only === undefined || people.length > 1 || !["ECU", "BCU", "CU", "MCU", "MS"].includes(size)) return 0;
  const looks = only.member.facing === "left" ? -0.1 : only.member.facing === "right" ? 0.1 : 0;
  return stageX(only, people) + looks * (size === "ECU" ? 0.2 : size === "CU" || size === "BCU" ? 0.5 : 1);
}

const PLACES: Readonly<Record<string, number>> = {
  left: -0.36,
  centre: 0,
  right: 0.36,
  foreground: -0.22,
  background: 0.2,
};

/** Where a person stands on the stage; who says nothing is spread evenly. */
export function stageX(person: Person, people: readonly Person[]): number {
  const { position } = person.member;
  const scale = Math.max(0.45, Math.max(...people.map((one) => one.height)));
  if (position !== undefined) return (PLACES[position] ?? 0) * scale;
  const index = people.indexOf(person);
  return people.length === 1 ? 0 : (index / (people.length - 1) - 0.5) * 0.7 * scale;
}

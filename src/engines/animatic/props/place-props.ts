import type { Actor } from "../blocking.ts";
import type { Brush } from "../brush.ts";
import type { Place } from "../places/place.ts";
import type { Stage } from "../text/stage.ts";
import { drawCar } from "./ground-things.ts";
import type { Prop } from "./prop.ts";

/** A prop and where it is: in somebody's hand, on the table, on the ground. */
export interface PlacedProp {
  readonly prop: Prop;
  readonly where: "held" | "behind" | "before" | "front";
  readonly holder: Actor | undefined;
  /** Who sits on it or in it: it goes where they go. */
  readonly rider: Actor | undefined;
  readonly hidesRider: boolean;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly size: number;
  readonly way: 1 | -1;
  /** World units that a moving vehicle swings to and fro. */
  readonly sway: number;
  draw(c: Brush): void;
}

export interface PlacePropsRequest {
  readonly props: readonly Prop[];
  readonly actors: readonly Actor[];
  readonly place: Place;
  readonly stage: Stage;
  /** Vehicles are under way. */
  readonly drives: boolean;
}

const NO_HANDS: ReadonlySet<string> = new Set([
  "dance",
  "hug",
  "hide",
  "cover-eyes",
  "pray",
  "lie",
  "climb",
  "type",
  "cry",
  "swim",
]);

/** Tiny people see things as they are: a shoe is as long as they are high. */
const GIANT = 5.2;

export function placeProps({ props, actors, place, stage, drives }: PlacePropsRequest): readonly PlacedProp[] {
  const busy = new Set<Actor>();
  let onTable = 0;
  let onGround = 0;
  const grounded = props.filter((prop) => prop.place === "ground").length;
  return props.map((prop): PlacedProp => {
    const common = {
      prop,
      draw: (c: Brush) => prop.draw(c),
      holder: undefined,
      rider: undefined,
      hidesRider: false,
      way: 1 as const,
      sway: 0,
    };
    const scale = stage.giant ? GIANT : 1;
    const size = stage.giant && /cloth|coat|dress|garment|gift/.test(prop.words) ? 0.95 : prop.size * scale;
    if (prop.place === "ground") {
      onGround += 1;
      return groundProp({ ...common, size }, { actors, stage, drives, index: onGround - 1, count: grounded, place });
    }
    const holder = actors.find(
      (actor) =>
        !busy.has(actor) &&
        !actor.foreground &&
        actor.person.animal === undefined &&
        !NO_HANDS.has(actor.doing) &&
        canHold(prop, actor, stage),
    );
    if (holder !== undefined) {
      busy.add(holder);
      return { ...common, where: "held", holder, x: 0, y: 0, z: 0, size };
    }
    if (place.table !== undefined) {
      const { x, y, half, z } = place.table;
      onTable += 1;
      return {
        ...common,
        where: z < 0 ? "front" : "behind",
        x: x + spread(onTable - 1) * half * 0.8,
        y,
        z: z < 0 ? z - 0.01 : z - 0.05,
        size,
      };
    }
    onGround += 1;
    const middle = actors.length > 1 || stage.giant;
    return {
      ...common,
      where: "before",
      x: middle ? spread(onGround - 1) * 0.7 : (actors[0]?.x ?? 0) + 0.42 + spread(onGround - 1) * 0.5,
      y: 0,
      z: stage.giant ? 0.3 : -0.08,
      size,
    };
  });
}

/** 0, then to the right and to the left in turn. */
const spread = (index: number): number =>
  index === 0 ? -0.12 : (Math.ceil(index / 2) * 0.55 + 0.05) * (index % 2 === 1 ? 1 : -1);

function canHold(prop: Prop, actor: Actor, stage: Stage): boolean {
  if (stage.giant) return prop.size < 0.1 && prop.place === "hand";
  if (prop.place === "hand") return true;
  return (
    prop.size < 0.32 &&
    (
      [
        "carry",
        "give",
        "hold",
        "reach",
        "pick-up",
        "wipe",
        "phone",
        "read",
        "drink",
        "walk",
        "look",
      ] as readonly string[]
    ).includes(actor.doing)
  );
}

interface GroundRequest {
  readonly actors: readonly Actor[];
  readonly stage: Stage;
  readonly drives: boolean;
  readonly index: number;
  readonly count: number;
  readonly place: Place;
}

function groundProp(
  common: Pick<PlacedProp, "prop" | "draw" | "holder" | "rider" | "hidesRider" | "way" | "sway" | "size">,
  { actors, stage, drives, index, count, place }: GroundRequest,
): PlacedProp {
  const { prop, size } = common;
  const vehicle = size > 0.9;
  const isCar = /\b(car|cars|taxi|cab|limousine|vehicle|sedan|coupe|convertible|getaway)\b/.test(prop.words);
  const rider = vehicle ? actors.find((actor) => ["drive", "ride", "row"].includes(actor.doing)) : undefined;
  const draw = isCar && stage.time !== "day" ? (c: Brush) => drawCar(c, carColour(prop), true) : common.draw;
  if (rider !== undefined && index === 0) {
    const way = rider.facing === "left" ? -1 : 1;
    return {
      ...common,
      draw,
      where: "before",
      rider,
      hidesRider: rider.doing === "drive" && place.seats !== true,
      x: 0,
      y: 0,
      z: -0.02,
      way,
      sway: 0,
    };
  }
  const spacing = vehicle ? size * 0.95 : 0.8;
  const x =
    actors.length === 0 ? (index - (count - 1) / 2) * spacing : (index % 2 === 0 ? 1 : -1) * (0.75 + size * 0.4);
  return {
    ...common,
    draw,
    where: vehicle && actors.length > 0 ? "behind" : "before",
    x,
    y: 0,
    z: vehicle ? (actors.length > 0 ? 0.9 : index * 0.4) : 0.1,
    sway: drives && vehicle ? 0.22 : 0,
  };
}

const CAR_COLOURS: readonly (readonly [RegExp, string])[] = [
  [/black|dark/, "#26282d"],
  [/white/, "#dcdcd8"],
  [/blue/, "#2f4f9a"],
  [/green/, "#2f6f4a"],
  [/yellow|taxi|cab/, "#d9ac2a"],
  [/silver|gr[ae]y/, "#8f969d"],
  [/police/, "#27334f"],
];
const carColour = (prop: Prop): string => CAR_COLOURS.find(([pattern]) => pattern.test(prop.words))?.[1] ?? "#a3272a";

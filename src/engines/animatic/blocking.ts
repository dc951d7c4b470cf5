import type { ShotOrder } from "../../core/order.ts";
import type { Facing } from "../../core/production.ts";
import { type Person, personFrom, personOf } from "./figure/person.ts";
import type { Place } from "./places/place.ts";
import { type Doing, doingIn, doingsOf, moodIn } from "./text/action.ts";
import { beastsIn, extrasIn } from "./text/extras.ts";
import type { Stage } from "./text/stage.ts";

/** Somebody on the set: who, where, what they do and which way they look. */
export interface Actor {
  readonly person: Person;
  readonly member: Person["member"];
  readonly x: number;
  /** Height of what they stand or lie on. */
  readonly y: number;
  readonly z: number;
  /** Top of the head above the floor. */
  readonly top: number;
  /** Size of the head against a grown person's of the same height. */
  readonly headScale: number;
  readonly hat: boolean;
  readonly foreground: boolean;
  readonly far: boolean;
  readonly facing: Facing;
  readonly doing: Doing;
  readonly isSeated: boolean;
  readonly emotion: string;
  /** World units gone over the shot, to the right. */
  readonly travel: number;
}

const SEATED: ReadonlySet<Doing> = new Set<Doing>(["sit", "drive", "row", "sit-down"]);
const MOVING: Readonly<Partial<Record<Doing, number>>> = {
  walk: 0.17,
  run: 0.55,
  sneak: 0.1,
  carry: 0.14,
  push: 0.09,
  ride: 0.6,
  swim: 0.2,
  row: 0.25,
  drive: 0,
};
/** Works that one does at a table when there is one. */
const AT_TABLE: ReadonlySet<Doing> = new Set<Doing>([
  "cut",
  "sew",
  "hammer",
  "wipe",
  "cook",
  "write",
  "type",
  "eat",
  "drink",
  "read",
  "reach",
  "pick-up",
  "bend",
  "give",
  "hold",
  "talk",
]);
const TABLE_WORDS = /\b(table|bench|workbench|desk|counter|bar|anvil|stove|board|island)\b/;

/** Everybody a shot shows: its cast, or whom the action names when there is none, and the beasts. */
export function peopleOf(order: ShotOrder): readonly Person[] {
  const { intent } = order;
  const cast = intent.cast.filter((member) => member.visible !== "hands").map((member) => personOf(order, member));
  const named =
    intent.cast.length > 0
      ? []
      : extrasIn(intent.action).map(({ member, words }) =>
          personFrom({ member, identity: words, wardrobe: "", lookHair: "", extras: "" }),
        );
  const beasts = cast.some((person) => person.animal !== undefined)
    ? []
    : beastsIn(intent.action).map(({ member, words }) =>
        personFrom({ member, identity: words, wardrobe: "", lookHair: "", extras: "" }),
      );
  return [...cast, ...named, ...beasts];
}

/** A shot whose work is done at a table has the table before the people. */
export function wantsTable(order: ShotOrder): boolean {
  const { action, framing } = order.intent;
  const doing = doingIn(action);
  if (doing === "run" || doing === "walk" || doing === "fight" || doing === "dance") return false;
  return (
    TABLE_WORDS.test(action.toLowerCase()) ||
    (doing !== undefined && ["cut", "sew", "hammer", "cook", "write", "type", "eat"].includes(doing)) ||
    framing.type === "insert"
  );
}

export interface BlockingRequest {
  readonly order: ShotOrder;
  readonly stage: Stage;
  readonly place: Place;
  readonly people: readonly Person[];
}

export function blockActors({ order, stage, place, people }: BlockingRequest): readonly Actor[] {
  const { intent } = order;
  const doings = doingsOf(
    intent.action,
    people.map((person) => ({ id: person.id, woman: person.woman })),
  );
  const mood = moodIn(intent.action);
  const seconds = (intent.durationFrames * order.rate.denominator) / order.rate.numerator;
  const aspect = order.width / order.height;
  const spread = Math.max(0.5, Math.min(1.15, aspect / 1.6));
  const behind = place.table !== undefined && place.table.z < 0;
  const hug = doings.some((doing) => doing === "hug");
  const staged = people.filter((person) => person.member.position !== "foreground");
  const actors = people.map((person, index): Actor => {
    const stature = statureOf(person, stage);
    const asked = doings[index] ?? "stand";
    const doing =
      place.seats === true && asked !== "drive"
        ? ["talk", "phone", "read", "write", "drink", "eat", "point", "cry", "laugh"].includes(asked)
          ? asked
          : "sit"
        : asked;
    const isSeated =
      SEATED.has(doing) ||
      place.seats === true ||
      (stage.kind === "cafe" && AT_TABLE.has(doing) && behind && !/\b(stands?|standing)\b/i.test(intent.action)) ||
      (/\b(sits?|sitting|seated)\b/i.test(intent.action) && AT_TABLE.has(doing));
    const facing = facingOf({ person, doing, order, people, x: spotOf(person, staged, spread) });
    const foreground = person.member.position === "foreground";
    const far = person.member.position === "background";
    const away = facing === "left" ? -1 : 1;
    const tight = hug ? 0.3 : place.seats === true ? 1.15 : 1;
    const animal = person.animal;
    const base = doing === "lie" && stage.kind === "bedroom" ? 0.42 : animal?.flies === true ? 0.75 : 0;
    const height = animal === undefined ? stature.height : animal.height * 1.45;
    return {
      person: { ...person, height: stature.height },
      member: person.member,
      x:
        (foreground ? foregroundX(person, people) : spotOf(person, staged, spread) * tight) *
        Math.max(0.55, Math.min(1, stature.height)),
      y: base,
      z: foreground
        ? Number.NaN
        : doing === "lie" && stage.kind === "bedroom"
          ? 0.8
          : far
            ? 1.1
            : animal === undefined
              ? (index % 2) * 0.06
              : 0.12,
      top:
        base +
        height *
          (isSeated
            ? 0.8
            : doing === "kneel"
              ? 0.8
              : doing === "lie"
                ? 0.32
                : animal === undefined
                  ? 1.03 + Math.max(0, person.head - 0.084) * 2
                  : 1),
      headScale: animal === undefined ? 1 + (person.head / 0.084 - 1) * 0.62 : 1.6,
      hat: animal === undefined && ["pointed", "top-hat", "chef", "crown"].includes(person.garments.hat?.kind ?? ""),
      foreground,
      far,
      facing,
      doing: foreground ? "stand" : doing,
      isSeated: isSeated && !foreground,
      emotion: person.emotion === "" ? mood : person.emotion,
      travel:
        (MOVING[doing] ?? 0) *
        seconds *
        away *
        stature.height *
        (facing === "camera" || facing === "away" ? 0 : 1) *
        travelScale(order),
    };
  });
  return actors;
}

/** In a close shot nobody walks out of the picture. */
function travelScale(order: ShotOrder): number {
  if (order.intent.camera.movement === "track") return 1;
  return (
    { ECU: 0, BCU: 0, CU: 0, MCU: 0, MS: 0.12, MLS: 0.3, FS: 0.5, LS: 0.9, ELS: 1.2 }[order.intent.framing.size] ?? 0.4
  );
}

function statureOf(person: Person, stage: Stage): { readonly height: number } {
  if (!person.tiny || stage.giant) return { height: person.height };
  return { height: stage.interior ? 0.34 : 0.5 };
}

const SPOTS: Readonly<Record<string, number>> = { left: -0.36, centre: 0, right: 0.36, background: 0.3 };

/** Where a person stands across the stage; who says nothing is spread evenly among those who say nothing. */
function spotOf(person: Person, people: readonly Person[], spread: number): number {
  const { position } = person.member;
  if (position !== undefined && SPOTS[position] !== undefined)
    return (SPOTS[position] ?? 0) * spread + (sameSpot(person, people) ? 0.24 * people.indexOf(person) : 0);
  const free = people.filter((one) => one.member.position === undefined || SPOTS[one.member.position] === undefined);
  const index = free.indexOf(person);
  const taken = people.length - free.length;
  if (free.length === 1)
    return taken === 0
      ? 0
      : -((SPOTS[people.find((one) => one !== person)?.member.position ?? "centre"] ?? 0) || 0.34) * spread;
  return (index / (free.length - 1) - 0.5) * Math.min(2, 0.38 * free.length) * spread;
}

function sameSpot(person: Person, people: readonly Person[]): boolean {
  return people.findIndex((one) => one.member.position === person.member.position) !== people.indexOf(person);
}

/** The one in the foreground stands on the other side of whom we look at. */
function foregroundX(person: Person, people: readonly Person[]): number {
  const other = people.find((one) => one !== person && one.member.position !== "foreground");
  return other?.member.position === "left" ? 1 : -1;
}

interface FacingRequest {
  readonly person: Person;
  readonly doing: Doing;
  readonly order: ShotOrder;
  readonly people: readonly Person[];
  readonly x: number;
}

function facingOf({ person, doing, order, people, x }: FacingRequest): Facing {
  const { facing } = person.member;
  if (facing !== undefined) return facing;
  if (order.intent.framing.type === "pov") return "camera";
  const action = order.intent.action.toLowerCase();
  if (
    /\b(runs?|walks?|flees|goes|drives|rides|swims) (away|off|into|down the (road|street|corridor))\b/.test(action) &&
    people.length === 1
  )
    return order.intent.framing.size === "LS" || order.intent.framing.size === "ELS" ? "away" : "right";
  if (people.filter((one) => one.animal === undefined).length > 1 && MOVING[doing] === undefined)
    return x <= 0 ? "right" : "left";
  if (
    MOVING[doing] !== undefined ||
    ["hammer", "push", "shoot", "climb", "fight", "point", "dig", "open", "knock"].includes(doing)
  )
    return "right";
  if (person.animal !== undefined) return "right";
  return ["ECU", "BCU", "CU", "MCU"].includes(order.intent.framing.size)
    ? "camera"
    : x > 0.1
      ? "left"
      : x < -0.1
        ? "right"
        : "camera";
}

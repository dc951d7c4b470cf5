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
  /** Height of the body when it stands. */
  readonly size: number;
  /** Top of the head above the floor. */
  readonly top: number;
  /** Width of the body, and how far the head is from its middle: a beast has both. */
  readonly wide: number;
  readonly headX: number;
  /** Size of the head against a grown person's of the same height. */
  readonly headScale: number;
  readonly hat: boolean;
  readonly foreground: boolean;
  readonly far: boolean;
  readonly facing: Facing;
  readonly doing: Doing;
  readonly isSeated: boolean;
  /** A stool is put under who sits where the set has no seat. */
  readonly needsStool: boolean;
  /** How much of a lean shows: in a close shot a bent back would leave the picture. */
  readonly leans: number;
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
      : extrasIn(intent.action).map(({ member, words, wardrobe }) =>
          personFrom({ member, identity: words, wardrobe, lookHair: "", extras: "" }),
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

/** What the placing of one person reads of all the others. */
interface Staging extends BlockingRequest {
  readonly doings: readonly Doing[];
  readonly mood: string;
  readonly spread: number;
  readonly staged: readonly Person[];
}

export function blockActors(request: BlockingRequest): readonly Actor[] {
  const { order, people } = request;
  const { action } = order.intent;
  const staging: Staging = {
    ...request,
    doings: doingsOf(
      action,
      people.map((person) => ({ id: person.id, woman: person.woman })),
    ),
    mood: moodIn(action),
    spread: Math.max(0.58, Math.min(1.15, order.width / order.height / 1.6)),
    staged: people.filter((person) => person.member.position !== "foreground" && !isBeast(person)),
  };
  return mounted(people.map((person, index) => actorOf(person, index, staging)));
}

const isBeast = (person: Person): boolean => person.id.startsWith("beast");
const SITTING_WORDS = /\b(sits?|sitting|seated)\b/i;
const SEATED_WORKS: ReadonlySet<Doing> = new Set<Doing>([
  "talk",
  "phone",
  "read",
  "write",
  "drink",
  "eat",
  "point",
  "cry",
  "laugh",
  "drive",
]);

function actorOf(person: Person, index: number, staging: Staging): Actor {
  const { order, stage, place, doings, people, mood } = staging;
  const { action, framing } = order.intent;
  const height = statureOf(person, stage);
  const asked = doings[index] ?? "stand";
  const doing = place.seats === true && !SEATED_WORKS.has(asked) ? "sit" : asked;
  const atTable = stage.kind === "cafe" && !/\b(stands?|standing|walks?)\b/i.test(action);
  const isSeated =
    SEATED.has(doing) || place.seats === true || (AT_TABLE.has(doing) && (atTable || SITTING_WORDS.test(action)));
  const spot = acrossOf(person, staging, doings.includes("hug"));
  const facing = facingOf({ person, doing, order, people, x: spot });
  const foreground = person.member.position === "foreground";
  const inBed = doing === "lie" && stage.kind === "bedroom";
  const { animal } = person;
  const base = inBed ? 0.33 : animal?.flies === true ? 0.75 : 0;
  const tall = animal === undefined ? height : animal.height * 1.55;
  const shown = foreground ? "stand" : doing;
  const sits = isSeated && !foreground;
  const goes = facing === "camera" || facing === "away" ? 0 : facing === "left" ? -1 : 1;
  const seconds = (order.intent.durationFrames * order.rate.denominator) / order.rate.numerator;
  return {
    person: { ...person, height },
    member: person.member,
    x: foreground ? foregroundX(person, people) : inBed ? 0.62 : spot * Math.max(0.55, Math.min(1, height)),
    y: base,
    z: inBed ? 0.8 : person.member.position === "background" ? 1.1 : isBeast(person) ? -0.06 : (index % 2) * 0.06,
    size: animal === undefined ? height : animal.height * 2.1,
    top: base + tall * topShare(person, shown, sits),
    wide: animal === undefined ? 0.34 * height : animal.height * 2.2,
    headX:
      animal === undefined || CLOSE.has(framing.size) === false
        ? 0
        : (facing === "left" ? -0.75 : 0.75) * animal.height,
    headScale: animal === undefined ? 1 + (person.head / 0.084 - 1) * 0.62 : 1.3,
    hat: animal === undefined && TALL_HATS.has(person.garments.hat?.kind ?? ""),
    foreground,
    far: person.member.position === "background",
    facing,
    doing: shown,
    isSeated: sits,
    needsStool: sits && (place.seats !== true || stage.kind === "train") && doing !== "row" && doing !== "drive",
    leans: LEANS[framing.size] ?? 1,
    emotion: person.emotion === "" ? mood : person.emotion,
    travel: (MOVING[doing] ?? 0) * seconds * goes * height * travelScale(order),
  };
}

const TALL_HATS: ReadonlySet<string> = new Set(["pointed", "top-hat", "chef", "crown", "space-helmet"]);
const CLOSE: ReadonlySet<string> = new Set(["ECU", "BCU", "CU", "MCU", "MS"]);
const LEANS: Readonly<Record<string, number>> = { ECU: 0.25, BCU: 0.25, CU: 0.3, MCU: 0.45, MS: 0.75 };

/** Top of the head as a share of the height: seated, kneeling and lying bodies are lower, flying ones higher. */
function topShare(person: Person, doing: Doing, sits: boolean): number {
  if (person.animal !== undefined) return 1;
  const head = 1.03 + Math.max(0, person.head - 0.084) * 2;
  if (sits) return head - 0.21;
  const change: Readonly<Partial<Record<Doing, number>>> = {
    kneel: -0.2,
    lie: -0.72,
    fly: 0.35,
    sneak: -0.14,
    bend: -0.12,
  };
  return head + (change[doing] ?? 0) - (person.stooped ? 0.015 : 0);
}

/** Where across the stage; beasts stand beside the people, and who embraces stands close. */
function acrossOf(person: Person, { people, staged, spread, place }: Staging, hug: boolean): number {
  if (isBeast(person) && staged.length > 0) {
    const nth = people.filter(isBeast).indexOf(person);
    return (Math.max(...staged.map((one) => spotOf(one, staged, spread))) + 0.5) * (nth % 2 === 0 ? 1 : -1) + nth * 0.1;
  }
  const among = isBeast(person) ? people : staged;
  return spotOf(person, among, spread) * (hug ? 0.3 : place.seats === true ? 1.15 : 1);
}

/** Who rides sits on the beast and goes where it goes. */
function mounted(actors: readonly Actor[]): readonly Actor[] {
  const rider = actors.find((actor) => actor.doing === "ride");
  const horse = actors.find((actor) => ["horse", "cow", "dragon", "bear"].includes(actor.person.animal?.kind ?? ""));
  if (rider === undefined || horse === undefined) return actors;
  const up = (horse.person.animal?.height ?? 0.9) * 0.95 - 0.46;
  const way = rider.facing === "left" ? -1 : 1;
  return actors.map((actor) =>
    actor === rider
      ? { ...rider, y: up, top: rider.top + up, size: rider.size + up * 0.6, z: -0.01, wide: 2 }
      : actor === horse
        ? { ...horse, x: rider.x + way * 0.12, facing: rider.facing, travel: rider.travel, doing: "run", z: 0.02 }
        : actor,
  );
}

/** In a close shot nobody walks out of the picture. */
function travelScale(order: ShotOrder): number {
  if (order.intent.camera.movement === "track") return 1;
  return (
    { ECU: 0, BCU: 0, CU: 0, MCU: 0, MS: 0.12, MLS: 0.3, FS: 0.5, LS: 0.9, ELS: 1.2 }[order.intent.framing.size] ?? 0.4
  );
}

/** The tiny are as tall as the picture needs: their own measure on a giant set, a third or half of a person elsewhere. */
function statureOf(person: Person, stage: Stage): number {
  if (!person.tiny || stage.giant) return person.height;
  return stage.interior ? 0.34 : 0.5;
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
  if (free.length === 1) return taken === 0 ? 0 : -awayFrom(people.find((one) => one !== person)) * spread;
  return (index / (free.length - 1) - 0.5) * Math.min(2, 0.38 * free.length) * spread;
}

/** The side of the other one; who stands in the middle leaves the left side free. */
function awayFrom(other: Person | undefined): number {
  const spot = SPOTS[other?.member.position ?? "centre"] ?? 0;
  return spot === 0 ? 0.34 : spot;
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
  const action = order.intent.action.toLowerCase();
  if (order.intent.framing.type === "pov" || /\b(towards?|at|into|to) (the camera|the lens|us)\b/.test(action))
    return "camera";
  if (doing === "lie" || doing === "fall") return "right";
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

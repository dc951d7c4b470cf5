import type { ShotOrder } from "../../../core/order.ts";
import { type Brush, box } from "../brush.ts";
import { colourIn, shade } from "../text/colours.ts";
import { GROUND_THINGS } from "./ground-things.ts";
import { HAND_THINGS } from "./hand-things.ts";
import type { Thing } from "./thing.ts";
import { TOOL_THINGS } from "./tool-things.ts";

export interface Prop {
  readonly id: string;
  readonly words: string;
  readonly size: number;
  readonly place: Thing["place"];
  readonly lit: boolean;
  /** Held rather than hung: a lantern hangs below the hand, a cup stands above it. */
  draw(c: Brush): void;
}

const THINGS: readonly Thing[] = [...TOOL_THINGS, ...HAND_THINGS, ...GROUND_THINGS];
const UNKNOWN: Thing = {
  pattern: /./,
  size: 0.16,
  place: "table",
  colour: "#7a5a3c",
  draw: (c, colour) => {
    box(c, [-0.5, 0, 1, 0.7], colour);
    box(c, [-0.5, 0.52, 1, 0.18], shade(colour, 0.15));
  },
};

function propFrom(id: string, words: string, thing: Thing): Prop {
  const colour = colourIn(words) ?? thing.colour;
  return {
    id,
    words,
    size: thing.size,
    place: thing.place,
    lit: thing.lit === true,
    draw: (c) => thing.draw(c, colour),
  };
}

/** The props of a shot: what the bible calls them decides how they look; after them what the action puts into hands. */
export function propsOf(order: ShotOrder): readonly Prop[] {
  const declared = order.intent.props.map((id) => {
    const name = id.toLowerCase().replaceAll("-", " ");
    const description = String(order.parts[`prop/${id}`]?.["descriptor"] ?? "").toLowerCase();
    const thing =
      THINGS.find(({ pattern }) => pattern.test(name)) ?? THINGS.find(({ pattern }) => pattern.test(description));
    return propFrom(id, `${description}, ${name}`, thing ?? UNKNOWN);
  });
  const known = new Set(declared.map(({ size, place }) => `${size} ${place}`));
  return [
    ...declared,
    ...propsInAction(order.intent.action).filter(({ size, place }) => !known.has(`${size} ${place}`)),
  ].slice(0, 5);
}

/** Tools that a work needs and seldom names. */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/\bhammer/, "hammer"],
  [/\b(sews?|sewing|stitch|thread)/, "needle"],
  [/\b(cuts?|carves?|slices?)\b/, "knife"],
  [/\b(sips?|drinks?)\b/, "cup"],
  [/\b(reads?)\b/, "book"],
  [/\b(writes?|signs)\b/, "letter"],
  [/\b(phones?|on the phone)\b/, "phone"],
  [/\b(digs?|shovels?)\b/, "shovel"],
  [/\b(sweeps?|mops?)\b/, "broom"],
  [/\b(shoots?|fires at|aims?)\b/, "pistol"],
  [/\b(eats?|cooks?|bakes?)\b/, "bread"],
  [/\b(photographs|takes a picture)\b/, "camera"],
];

/** Things an action names; with the colour words before them. */
export function propsInAction(action: string): readonly Prop[] {
  const lower = action.toLowerCase();
  const named = THINGS.flatMap((thing) => {
    const match = thing.pattern.exec(lower);
    if (
      match === null ||
      /\bthe (camera|lens) *$/.test(lower.slice(0, match.index + match[0].length)) ||
      /\b(lamp) (room|post)/.test(lower.slice(match.index))
    )
      return [];
    const words = `${
      lower
        .slice(Math.max(0, match.index - 18), match.index)
        .split(/[,.]/)
        .at(-1) ?? ""
    }${match[0]}`;
    return [{ at: match.index, prop: propFrom(match[0], words, thing) }];
  })
    .sort((left, right) => left.at - right.at)
    .map(({ prop }) => prop)
    .filter((prop) => !NOT_MEANT.test(prop.id));
  const tools = TOOLS.filter(([pattern]) => pattern.test(lower)).flatMap(([, name]) => {
    const thing = THINGS.find(({ pattern }) => pattern.test(name));
    return thing === undefined || named.some((prop) => prop.size === thing.size) ? [] : [propFrom(name, name, thing)];
  });
  return [...named, ...tools].slice(0, 4);
}

/** Words that are mostly something else in an action: what people wear, furniture of the set, `her watch`. */
const NOT_MEANT =
  /^(coats|dress|dresses|watch|drink|list|card|note|notes|lamp|tree|bed|sofa|chair|chairs|stool|armchair|helmet|mask|crown|keys?|wool|picture|glass|ship|boat|leather)$/;

import type { ShotOrder } from "../../../core/order.ts";
import type { CastMember } from "../../../core/production.ts";
import { randomFrom } from "../random.ts";
import { colourIn, mix } from "../text/colours.ts";
import { type Animal, animalIn } from "./animal.ts";
import { type Garments, garmentsOf } from "./garments.ts";

export const HAIR_STYLES = [
  "short",
  "long",
  "bob",
  "bun",
  "ponytail",
  "braids",
  "curly",
  "afro",
  "spiky",
  "bald",
  "thin",
] as const;
export type HairStyle = (typeof HAIR_STYLES)[number];

/** How a character looks: identity from the bible's identity part, clothes and hair from the look, never from the shot. */
export interface Person {
  readonly id: string;
  readonly member: CastMember;
  /** Words of identity and id, small letters. */
  readonly words: string;
  readonly animal: Animal | undefined;
  readonly robot: boolean;
  /** Height in units of a grown person. */
  readonly height: number;
  readonly tiny: boolean;
  readonly child: boolean;
  readonly width: number;
  /** Radius of the head; a big head on a small body reads as small folk or a child. */
  readonly head: number;
  readonly woman: boolean;
  readonly skin: string;
  readonly hair: string;
  readonly hairStyle: HairStyle;
  readonly beard: "none" | "stubble" | "moustache" | "goatee" | "full" | "long";
  readonly eyewear: "none" | "spectacles" | "sunglasses" | "eyepatch" | "goggles";
  readonly eyes: string;
  readonly pointedEars: boolean;
  readonly freckles: boolean;
  readonly longNose: boolean;
  readonly scar: boolean;
  readonly rosy: boolean;
  readonly stooped: boolean;
  readonly old: boolean;
  readonly garments: Garments;
  readonly emotion: string;
}

const WOMAN =
  /\b(woman|women|girl|she|her|lady|wife|mother|mum|mom|grandmother|granny|grandma|aunt|sister|daughter|queen|princess|duchess|witch|waitress|actress|nun|bride|hostess|businesswoman|policewoman|fisherwoman|female|goddess|mermaid|maid|barmaid|nurse|heroine|widow|fairy)\b/;
const CHILD =
  /\b(child|children|kid|boy|girl|toddler|baby|son|daughter|schoolboy|schoolgirl|orphan|teen(ager|age)?|little (one|red))\b/;
const TINY =
  /\b(tiny|elf|elves|gnome|fairy|pixie|imp|a hand high|thumb-?sized|thumbelina|hobgoblin|leprechaun|sprite)\b/;

export function personOf(order: ShotOrder, member: CastMember): Person {
  const part = order.parts[`character/${member.character}#identity`] ?? {};
  const described = Object.values(part).flat().map(String).join(", ").toLowerCase();
  const look = order.parts[`character/${member.character}#look.${member.look ?? ""}`] ?? {};
  return personFrom({
    member,
    identity: described,
    wardrobe: String(look["wardrobe"] ?? "").toLowerCase(),
    lookHair: String(look["hair"] ?? "").toLowerCase(),
    extras: `${String(look["makeup"] ?? "")} ${String(look["injuries"] ?? "")}`.toLowerCase(),
  });
}

export interface Description {
  readonly member: CastMember;
  readonly identity: string;
  readonly wardrobe: string;
  readonly lookHair: string;
  readonly extras: string;
}

/** Draws a person's features out of words; what is not said follows from the id, so it is the same in every shot. */
export function personFrom({ member, identity, wardrobe, lookHair, extras }: Description): Person {
  const name = member.character.toLowerCase().replaceAll("-", " ");
  // A character of one's own words (`old-fisherman`) is described by its name.
  const words = `${identity}, ${name}`;
  const random = randomFrom(`person ${member.character}`);
  const [chanceSkin, chanceHair, chanceEyes] = [random(), random(), random()];
  const tiny = TINY.test(words);
  const stature = statureOf(words.replaceAll(FEATURE, " "), tiny);
  const clothes = `${wardrobe}`;
  return {
    id: member.character,
    member,
    words,
    animal: animalIn(name) ?? (identity === "" ? undefined : animalOfIdentity(identity)),
    robot: /\b(robot|android|droid|cyborg|machine man)\b/.test(words),
    tiny,
    ...stature,
    woman: WOMAN.test(words),
    skin: /\b(robot|android|droid)\b/.test(words) ? "#aeb7bf" : skinOf(words, chanceSkin),
    ...hairOf(words, lookHair, chanceHair),
    eyewear: eyewearOf(`${words}, ${clothes}`),
    eyes: eyesOf(words, chanceEyes),
    pointedEars: /pointed ears|\belf\b|\belves\b|goblin|fairy|pixie|vulcan/.test(words),
    freckles: /freckle/.test(words),
    longNose: /(long|hooked|big|large|crooked) nose/.test(words) || /witch/.test(words),
    scar: /scar (on|across|over|down).{0,24}(face|cheek|eye|brow|forehead|chin|lip)|facial scar|scarred face|bruise|cut (on|over)|bandage/.test(
      `${words} ${extras}`,
    ),
    rosy: /rosy|red cheeks|apple cheeks|ruddy|blush/.test(`${words} ${extras}`),
    stooped: /stoop|hunch|bent with age/.test(words),
    garments: garmentsOf(clothes, words, member.character),
    emotion: (member.emotion ?? "").toLowerCase(),
  };
}

/** `round spectacles`, `a big nose`, `short hair` say nothing about the body. */
const FEATURE =
  /\b(round|large|big|heavy|broad|short|small|thin|slim|tall|long|huge|old|little)((,| and)? [\w-]+){0,2} (spectacles|glasses|eyes?|nose|ears?|hat|cap|beard|moustache|hands?|smile|grin|lips|brows?|eyebrows|hair|bob|braids?|scar|ring|earrings|coat|chin|cheeks)\b/g;

function statureOf(
  words: string,
  tiny: boolean,
): {
  readonly height: number;
  readonly width: number;
  readonly head: number;
  readonly child: boolean;
  readonly old: boolean;
} {
  const age = ageOf(words);
  const child = !tiny && (age === undefined ? CHILD.test(words) : age < 15);
  const baby = child && (/\b(baby|toddler)\b/.test(words) || (age ?? 9) < 4);
  const height = tiny
    ? 1
    : baby
      ? 0.48
      : child
        ? Math.min(0.86, 0.5 + (age ?? 9) * 0.024)
        : /\b(giant|huge|towering)\b/.test(words)
          ? 1.25
          : /\b(tall|lanky)\b/.test(words)
            ? 1.07
            : /\b(short|small|petite|dwarf)\b/.test(words)
              ? 0.9
              : WOMAN.test(words)
                ? 0.95
                : 1;
  const width = /\b(round|stout|heavy|fat|plump|chubby|portly|large|broad|burly|muscular|stocky|big)\b/.test(words)
    ? 1.3
    : /\b(lean|thin|slim|wiry|slender|skinny|gaunt|lanky|slight)\b/.test(words)
      ? 0.88
      : 1;
  return {
    height,
    width,
    child,
    head: tiny ? 0.125 : baby ? 0.15 : child ? 0.112 : 0.084,
    old: (age ?? (OLD.test(words) ? 70 : 35)) > 55,
  };
}

const OLD =
  /\b(old|elder|elderly|aged|ancient|grand(mother|father|ma|pa)|granny|sixties|seventies|eighties|wrinkled)\b/;
const DECADES: readonly (readonly [RegExp, number])[] = [
  [/\b(early |mid |late )?twenties\b/, 25],
  [/\bthirties\b/, 35],
  [/\bforties\b/, 45],
  [/\bfifties\b/, 54],
  [/\b(sixties|sixty)\b/, 64],
  [/\b(seventies|seventy)\b/, 74],
  [/\b(eighties|eighty)\b/, 84],
  [/\b(about|of|aged?) (ten|eleven|twelve)\b/, 11],
  [/\b(about|of|aged?) (five|six|seven)\b/, 6],
  [/\b(about|of|aged?) (eight|nine)\b/, 9],
];

function ageOf(words: string): number | undefined {
  const number = /(?<![\d.])(\d{1,3})(?!\s*(cm|kg|mm|foot|feet|%|\d))\b/.exec(words)?.[1];
  return number === undefined ? DECADES.find(([pattern]) => pattern.test(words))?.[1] : Number(number);
}

/** An identity names its animal with its first noun (`a grey cat`, `old sheepdog`); `dog collar` or `cat eyes` do not count. */
function animalOfIdentity(identity: string): Animal | undefined {
  const head = identity.split(/,| with | who | in /)[0] ?? "";
  if (/\b(man|woman|boy|girl|person|lady|keeper|owner|trainer|elf)\b/.test(head)) return undefined;
  return animalIn(head);
}

function skinOf(words: string, chance: number): string {
  if (/\b(green skin|goblin|orc|ogre|troll)\b/.test(words)) return "#7f9a5a";
  if (/\b(blue skin|alien)\b/.test(words)) return "#8fb0b8";
  if (/\b(grey skin|zombie|ghost|vampire|statue)\b/.test(words)) return "#b4b3ae";
  if (/\bvery dark skin|dark(er)?[- ]skin|ebony|black (wo)?man|african|nigerian|kenyan|jamaican\b/.test(words))
    return "#5f3b28";
  if (
    /\b(brown[- ]skin(ned)?|dark complexion|indian|south asian|caribbean|black)\b(?! (hair|beard|coat|eyes|moustache|dress|suit|bob|curls))/.test(
      words,
    )
  )
    return "#8a5a3c";
  if (
    /\b(olive|tanned|tan|bronzed|weathered|sun-?burnt|latin[ao]?|mexican|arab|middle eastern|mediterranean)\b/.test(
      words,
    )
  )
    return "#c08d64";
  if (/\b(east asian|japanese|chinese|korean)\b/.test(words)) return "#e6bf95";
  if (/\b(pale|fair|porcelain|freckle)/.test(words)) return "#f2d2b8";
  return mix("#ecc3a0", "#cf9670", chance);
}

function hairOf(words: string, lookHair: string, chance: number): Pick<Person, "hair" | "hairStyle" | "beard"> {
  const own = phraseWith(
    words,
    /hair|plait|braid|\bbun\b|beard|moustache|mustache|bob|curls|ponytail|blonde?|brunette|redhead|ginger|afro/,
  );
  const text = `${lookHair}, ${own}`;
  const old = (ageOf(words) ?? (OLD.test(words) ? 70 : 35)) > 58;
  const dark = /asian|african|indian|japanese|chinese|korean|dark skin|black (wo)?man/.test(words);
  const usual = dark
    ? "#221b18"
    : old
      ? "#b3b0ab"
      : (["#3a2a1d", "#5b3a22", "#2a211c", "#8a5a32", "#6e4a2a"][Math.floor(chance * 5)] ?? "#3a2a1d");
  const hair =
    colourIn(hairPhrase(text)) ?? (/brunette/.test(text) ? "#4a2f1c" : /redhead/.test(text) ? "#a8492a" : usual);
  return { hair, hairStyle: hairStyleOf(text, words), beard: beardOf(words) };
}

/** The colour of `brown hair in a bun` is brown, whatever else the phrases name. */
function hairPhrase(text: string): string {
  return text
    .split(/,| and | with /)
    .filter((phrase) => !/\beyes?\b/.test(phrase))
    .sort(
      (left, right) =>
        Number(/hair|curls|bob|braid|plait|bun|blond/.test(right)) -
        Number(/hair|curls|bob|braid|plait|bun|blond/.test(left)),
    )
    .join(", ");
}

function hairStyleOf(text: string, words: string): HairStyle {
  if (/\b(bald|shaved head|hairless)\b/.test(`${text} ${words}`)) return "bald";
  if (/\bafro\b/.test(text)) return "afro";
  if (/\b(bun|topknot|chignon|updo|pinned up)\b/.test(text)) return "bun";
  if (/\b(plaits?|braids?|braided|pigtails|dreadlocks|cornrows)\b/.test(text)) return "braids";
  if (/\b(ponytail|tied back)\b/.test(text)) return "ponytail";
  if (/\b(curly|curls|frizzy|wavy)\b/.test(text)) return "curly";
  if (/\b(bob|chin-length|shoulder-length)\b/.test(text)) return "bob";
  if (/\b(thinning|receding|balding)\b/.test(text)) return "thin";
  if (/\b(spiky|mohawk|punk|wild hair|uncombed|tousled|messy)\b/.test(text) && !WOMAN.test(words)) return "spiky";
  if (/\blong\b.{0,20}\bhair|\bhair\b.{0,16}\blong|\bloose\b|flowing/.test(text)) return "long";
  if (/\b(short|cropped|crew ?cut|pixie|buzz)\b/.test(text)) return "short";
  return WOMAN.test(words) ? "bob" : "short";
}

function beardOf(words: string): Person["beard"] {
  if (/\b(clean-?shaven|no beard|beardless)\b/.test(words)) return "none";
  if (/\blong\b[^,]*\bbeard|\bbeard down\b|wizard/.test(words)) return "long";
  if (/\bgoatee\b/.test(words)) return "goatee";
  if (/\bbeard(ed)?\b/.test(words)) return "full";
  if (/\b(moustache|mustache)\b/.test(words)) return "moustache";
  if (/\b(stubble|unshaven|five o'?clock)\b/.test(words)) return "stubble";
  return "none";
}

function eyewearOf(words: string): Person["eyewear"] {
  if (/\b(sunglasses|dark glasses|shades)\b/.test(words)) return "sunglasses";
  if (/\b(eye ?patch)\b/.test(words)) return "eyepatch";
  if (/\bgoggles\b/.test(words)) return "goggles";
  return /\b(spectacles|glasses|pince-nez|monocle)\b/.test(words) ? "spectacles" : "none";
}

function eyesOf(words: string, chance: number): string {
  const said = /(\w+[ -])?(\w+) eyes?\b/.exec(words);
  const colour = said === null ? undefined : colourIn(`${said[1] ?? ""}${said[2] ?? ""}`);
  return colour ?? ["#4a3018", "#3a2a1c", "#4f6d7a", "#5a6b3f"][Math.floor(chance * 4)] ?? "#4a3018";
}

function phraseWith(text: string, word: RegExp): string {
  return text
    .split(",")
    .filter((phrase) => word.test(phrase))
    .join(", ");
}

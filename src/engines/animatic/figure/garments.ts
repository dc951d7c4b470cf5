import { randomFrom } from "../random.ts";
import { colourIn, shade } from "../text/colours.ts";

export const HATS = [
  "pointed",
  "cap",
  "brimmed",
  "top-hat",
  "hood",
  "crown",
  "helmet",
  "headscarf",
  "beanie",
  "bonnet",
  "space-helmet",
  "chef",
] as const;
export type HatKind = (typeof HATS)[number];
export type Pattern = "none" | "stripes" | "checks" | "dots";

/** What somebody wears, as far as it is drawn. */
export interface Garments {
  readonly top: string;
  readonly pattern: Pattern;
  readonly bottom: string;
  readonly bottomKind: "trousers" | "skirt" | "shorts";
  readonly shoes: string;
  /** Shirt that shows in an open coat or jacket. */
  readonly under: string | undefined;
  readonly tie: string | undefined;
  readonly apron: string | undefined;
  readonly scarf: string | undefined;
  readonly cape: string | undefined;
  readonly belt: string | undefined;
  readonly gloves: string | undefined;
  readonly hat: { readonly colour: string; readonly kind: HatKind } | undefined;
  /** Dress, gown, nightshirt, robe: one piece down to the knees or feet. */
  readonly long: boolean;
  readonly coat: boolean;
  readonly armour: boolean;
  readonly sleeveless: boolean;
  readonly barefoot: boolean;
  readonly ragged: boolean;
}

const LONG = /\b(dress|gown|nightshirt|nightgown|nightdress|robes?|kimono|habit|cassock|sari|toga|frock)\b/;
const COAT = /\b(coat|raincoat|overcoat|greatcoat|trench ?coat|oilskins?|parka|duster|anorak)\b/;
const JACKET = /\b(jacket|blazer|suit|tuxedo|cardigan|waistcoat|vest|hoodie|uniform|jerkin|doublet)\b/;
const TOPS =
  /\b(t-?shirt|shirt|blouse|jumper|sweater|pullover|tunic|top|overalls|dungarees|jumpsuit|space ?suit|wet ?suit|scrubs|pyjamas|pajamas|singlet|armou?r|chain ?mail|breastplate|lab coat)\b/;
const WHOLE =
  /\b(suit|overalls|jumpsuit|space ?suit|wet ?suit|scrubs|pyjamas|pajamas|uniform|tuxedo|armou?r|dungarees)\b/;
const LEGS = /\b(trousers|breeches|jeans|pants|leggings|slacks|chinos|tights)\b/;
const HAT_WORDS: readonly (readonly [HatKind, RegExp])[] = [
  ["space-helmet", /\b(space helmet|space ?suit|visor helmet)\b/],
  ["chef", /\b(chef'?s? hat|toque)\b/],
  ["top-hat", /\b(top ?hat|bowler)\b/],
  ["pointed", /\b(pointed (cap|hat)|nightcap|witch'?s? hat|wizard'?s? hat|elf hat)\b/],
  ["crown", /\b(crown|tiara|diadem|circlet)\b/],
  ["helmet", /\b(helmet|hard ?hat)\b/],
  ["headscarf", /\b(headscarf|head ?scarf|kerchief|hijab|veil|turban|wimple|bandana)\b/],
  ["bonnet", /\b(bonnet)\b/],
  ["beanie", /\b(beanie|woolly hat|wool (cap|hat)|knitted (cap|hat)|watch cap|bobble hat)\b/],
  ["hood", /\b(hood|hooded|cowl|riding hood)\b/],
  ["brimmed", /\b(hat|fedora|straw hat|cowboy hat|stetson|sou'?wester|trilby|sombrero)\b/],
  ["cap", /\b(cap|beret|kepi)\b/],
];

/** Reads a wardrobe; `usual` is the colour of who wears no colour word, and `identity` may name the clothes of a trade. */
export function garmentsOf(wardrobe: string, identity: string, id: string): Garments {
  const worn = wardrobe === "" ? tradeClothes(`${identity} ${id}`) : wardrobe;
  const phrases = worn.split(/,|;| and | with | over | under /).map((phrase) => phrase.trim());
  const find = (pattern: RegExp): string | undefined => phrases.find((phrase) => pattern.test(phrase));
  const usual = usualColour(id);
  const colourOf = (phrase: string | undefined, otherwise: string): string =>
    phrase === undefined ? otherwise : (colourIn(phrase) ?? otherwise);
  const outer = find(COAT) ?? find(LONG) ?? find(JACKET);
  const plain = find(TOPS);
  const topPhrase = outer ?? plain;
  const top = colourOf(topPhrase, colourIn(phrases[0] ?? "") ?? usual);
  const under = outer !== undefined && plain !== undefined && plain !== outer ? colourOf(plain, "#e9e4d8") : undefined;
  const legs = find(LEGS) ?? find(/\bshorts\b/) ?? find(/\b(skirt|kilt)\b/);
  const whole = topPhrase !== undefined && WHOLE.test(topPhrase);
  const suit = find(/\b(suit|tuxedo)\b/) !== undefined && !/space|wet|jump/.test(worn);
  const optional = (pattern: RegExp, otherwise: string): string | undefined => {
    const phrase = find(pattern);
    return phrase === undefined ? undefined : colourOf(phrase, otherwise);
  };
  return {
    top,
    pattern: patternOf(topPhrase ?? ""),
    bottom: colourOf(legs, whole ? shade(top, -0.12) : LONG.test(worn) ? top : trouserColour(id)),
    bottomKind:
      find(/\b(skirt|kilt)\b/) !== undefined ? "skirt" : find(/\bshorts\b/) !== undefined ? "shorts" : "trousers",
    shoes: colourOf(find(/\b(shoes?|boots?|trainers|sneakers|sandals|slippers|heels|clogs)\b/), "#33261c"),
    under: under ?? (suit ? "#f1eee6" : undefined),
    tie: optional(/\b(tie|necktie|bow tie|cravat)\b/, "#7a1f2b") ?? undefined,
    apron: optional(/\bapron\b/, "#d9d2c3"),
    scarf: optional(/\b(scarf|shawl|neckerchief)\b/, "#a8744f"),
    cape: optional(/\b(cape|cloak|mantle|poncho)\b/, shade(usual, -0.2)) ?? optional(/\bhooded|riding hood\b/, top),
    belt: optional(/\b(belt|sash|rope)\b/, "#4d3320"),
    gloves: optional(/\b(gloves|mittens|gauntlets)\b/, "#4d3b2c"),
    hat: hatOf(phrases, worn, top, colourOf),
    long: LONG.test(worn),
    coat: COAT.test(worn) || /lab coat/.test(worn),
    armour: /\b(armou?r|breastplate|chain ?mail|space ?suit)\b/.test(worn),
    sleeveless: /\b(sleeveless|singlet|tank top|vest top|bare arms)\b/.test(worn),
    barefoot: /\b(bare ?foot(ed)?|bare feet)\b/.test(`${worn} ${identity}`),
    ragged: /\b(ragged|torn|patched|sackcloth|tattered|rags)\b/.test(worn),
  };
}

function hatOf(
  phrases: readonly string[],
  worn: string,
  top: string,
  colourOf: (phrase: string | undefined, otherwise: string) => string,
): Garments["hat"] {
  const kind = HAT_WORDS.find(([, pattern]) => pattern.test(worn));
  if (kind === undefined) return undefined;
  const phrase = phrases.find((one) => kind[1].test(one));
  const usual = kind[0] === "crown" ? "#d4a93c" : kind[0] === "chef" || kind[0] === "space-helmet" ? "#f2f0ea" : top;
  return { kind: kind[0], colour: kind[0] === "space-helmet" ? "#e6e8ea" : colourOf(phrase, usual) };
}

function patternOf(phrase: string): Pattern {
  if (/strip(e|ed|es|y)/.test(phrase)) return "stripes";
  if (/check|plaid|tartan|flannel/.test(phrase)) return "checks";
  if (/dott?ed|polka|floral|flower/.test(phrase)) return "dots";
  return "none";
}

const TRADES: readonly (readonly [RegExp, string])[] = [
  [/robot|android|droid/, "steel armour, steel trousers, steel boots"],
  [/astronaut|cosmonaut|space captain/, "white space suit, space helmet"],
  [/knight|guard\b/, "steel armour, helmet, red cape"],
  [/soldier|army|sergeant/, "khaki uniform, helmet, black boots"],
  [/police|cop\b|officer/, "navy uniform, black belt, navy cap"],
  [/detective|inspector|spy/, "grey trench coat, white shirt, brown hat"],
  [/doctor|scientist|professor/, "white lab coat, blue shirt, grey trousers"],
  [/nurse|surgeon/, "teal scrubs"],
  [/chef|cook|baker/, "white jacket, white apron, chef hat"],
  [/waiter|waitress|barista|barmaid/, "white shirt, black apron, black trousers"],
  [/keeper|fisherman|fisher|sailor|captain/, "navy jumper, yellow oilskin coat, dark grey beanie"],
  [/farmer|peasant/, "brown waistcoat, cream shirt, straw hat"],
  [/king\b/, "crimson robe, gold crown, purple cape"],
  [/queen/, "purple gown, gold crown"],
  [/princess/, "pink gown, silver tiara"],
  [/prince\b/, "blue doublet, white shirt, red cape"],
  [/witch/, "black dress, black pointed hat"],
  [/wizard|sorcerer/, "blue robe, blue pointed hat"],
  [/priest|monk|nun\b/, "black robe"],
  [/bride\b/, "white gown, white veil"],
  [/businessman|businesswoman|lawyer|banker|groom|boss|manager|agent/, "charcoal suit, white shirt, red tie"],
  [/mechanic|worker|driver/, "blue overalls, cap"],
  [/firefighter|fireman/, "dark red coat, helmet"],
];

function tradeClothes(words: string): string {
  return TRADES.find(([pattern]) => pattern.test(words.toLowerCase()))?.[1] ?? "";
}

function usualColour(id: string): string {
  const choice = ["#5a7da0", "#a05f4a", "#5f7d58", "#8a628f", "#b08a4a", "#4f8a8a"];
  return choice[Math.floor(randomFrom(`clothes ${id}`)() * choice.length)] ?? "#5a7da0";
}

function trouserColour(id: string): string {
  const choice = ["#4a4038", "#39414e", "#54483a", "#2f3338"];
  return choice[Math.floor(randomFrom(`trousers ${id}`)() * choice.length)] ?? "#4a4038";
}

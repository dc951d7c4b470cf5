import type { ShotOrder } from "../../core/order.ts";
import type { CastMember } from "../../core/production.ts";
import { colourIn, mix } from "./colours.ts";
import { randomFrom } from "./random.ts";

/** How a character looks: identity from the bible's identity part, clothes and hair from the look, never from the shot. */
export interface Person {
  readonly id: string;
  readonly member: CastMember;
  /** Height in units of a grown person. */
  readonly height: number;
  readonly width: number;
  readonly skin: string;
  readonly hair: string;
  readonly hairStyle: "short" | "long" | "bun" | "bald" | "thin";
  readonly beard: "none" | "moustache" | "full";
  readonly spectacles: boolean;
  readonly pointedEars: boolean;
  readonly freckles: boolean;
  readonly longNose: boolean;
  readonly old: boolean;
  readonly garments: Garments;
  readonly emotion: string;
}

export interface Garments {
  readonly top: string;
  readonly trousers: string;
  readonly apron: string | undefined;
  readonly scarf: string | undefined;
  readonly hat: { readonly colour: string; readonly pointed: boolean } | undefined;
  /** Dress, gown, nightshirt, robe: one piece down to the knees or feet. */
  readonly long: boolean;
  readonly coat: boolean;
  readonly barefoot: boolean;
  readonly ragged: boolean;
}

const TOPS =
  /shirt|coat|dress|tunic|jumper|sweater|jacket|gown|robe|nightshirt|blouse|oilskin|vest|uniform|suit|armou?r|cloak/;

export function personOf(order: ShotOrder, member: CastMember): Person {
  const identity = Object.values(order.parts[`character/${member.character}#identity`] ?? {})
    .flat()
    .map(String)
    .join(", ")
    .toLowerCase();
  const look = order.parts[`character/${member.character}#look.${member.look ?? ""}`] ?? {};
  const wardrobe = String(look["wardrobe"] ?? "").toLowerCase();
  const random = randomFrom(`person ${member.character}`);
  const tiny = /tiny|elf|dwarf|gnome|fairy|a hand high/.test(identity);
  const child = /child|boy|girl|little/.test(identity);
  const age = Number(/\b(\d{1,3})\b/.exec(identity)?.[1] ?? (/old|elder/.test(identity) ? 70 : 35));
  const hairText = `${String(look["hair"] ?? "")}, ${phraseWith(identity, /hair|plait|bun|beard|moustache/)}`;
  return {
    id: member.character,
    member,
    height: tiny ? 0.34 : child ? 0.68 : /tall/.test(identity) ? 1.08 : /short/.test(identity) ? 0.9 : 1,
    width: /round|stout|heavy|fat|broad/.test(identity) ? 1.3 : /lean|thin|slim|wiry/.test(identity) ? 0.88 : 1,
    skin: skinOf(identity, random()),
    hair:
      colourIn(hairText) ??
      (age > 58 ? "#a7a5a1" : (["#3a2a1d", "#5b3a22", "#1f1a18", "#8a5a32"][Math.floor(random() * 4)] ?? "#3a2a1d")),
    hairStyle: /bald/.test(identity)
      ? "bald"
      : /\bbun\b/.test(hairText)
        ? "bun"
        : /thinning/.test(identity)
          ? "thin"
          : /long|plait|loose|braid/.test(hairText)
            ? "long"
            : "short",
    beard: /moustache/.test(identity) ? "moustache" : /beard/.test(identity) ? "full" : "none",
    spectacles: /spectacles|glasses/.test(identity),
    pointedEars: /pointed ears|elf/.test(identity),
    freckles: /freckle/.test(identity),
    longNose: /long nose/.test(identity),
    old: age > 55,
    garments: garmentsOf(wardrobe, member.character),
    emotion: (member.emotion ?? "").toLowerCase(),
  };
}

function skinOf(identity: string, chance: number): string {
  if (/dark[- ]skin|black (woman|man)|african/.test(identity)) return "#6f4630";
  if (/brown[- ]skin|olive skin/.test(identity)) return "#a8744f";
  return mix("#e8bd9a", "#d39b77", chance);
}

function phraseWith(text: string, word: RegExp): string {
  return text
    .split(",")
    .filter((phrase) => word.test(phrase))
    .join(", ");
}

function garmentsOf(wardrobe: string, id: string): Garments {
  const phrases = wardrobe.split(/,| and | with | over /).map((phrase) => phrase.trim());
  const find = (pattern: RegExp): string | undefined => phrases.find((phrase) => pattern.test(phrase));
  const random = randomFrom(`clothes ${id}`);
  const usual = ["#5a6b7d", "#7d5f4a", "#4f6650", "#6d5470"][Math.floor(random() * 4)] ?? "#5a6b7d";
  const colourOf = (phrase: string | undefined, otherwise: string): string =>
    phrase === undefined ? otherwise : (colourIn(phrase) ?? otherwise);
  const outer = find(/coat|dress|cloak|oilskin|jacket|gown|robe|nightshirt|tunic/) ?? find(TOPS);
  const hat = find(/cap|hat|hood|bonnet|helmet/);
  const apron = find(/apron/);
  const scarf = find(/scarf|shawl/);
  return {
    top: colourOf(outer, usual),
    trousers: colourOf(find(/trousers|breeches|jeans|skirt/), "#4a4038"),
    apron: apron === undefined ? undefined : colourOf(apron, "#d9d2c3"),
    scarf: scarf === undefined ? undefined : colourOf(scarf, "#a8744f"),
    hat: hat === undefined ? undefined : { colour: colourOf(hat, usual), pointed: /pointed|nightcap/.test(hat) },
    long: /dress|gown|nightshirt|robe/.test(wardrobe),
    coat: /coat|cloak|oilskin/.test(wardrobe),
    barefoot: /bare feet|barefoot/.test(wardrobe),
    ragged: /ragged|torn|patched|sackcloth/.test(wardrobe),
  };
}

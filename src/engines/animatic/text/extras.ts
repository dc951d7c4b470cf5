import type { CastMember } from "../../../core/production.ts";
import { animalIn } from "../figure/animal.ts";

/** Somebody or something alive that the action names and the cast does not. */
export interface Extra {
  readonly member: CastMember;
  readonly words: string;
  /** `in a white dress` */
  readonly wardrobe: string;
}

/** Endings of the ids of several people of one kind; no digits, they would read as an age. */
const ENDINGS = ["", "-other", "-third", "-fourth", "-fifth", "-sixth"] as const;
const WORN =
  /\b(?:in|wearing|with)\s+(?:an?\s+|the\s+|his\s+|her\s+|their\s+)?((?:[a-z-]+\s+){0,3}?(?:coat|dress|gown|suit|jacket|uniform|armou?r|cloak|cape|robe|hat|hood|shirt|sweater|jumper|raincoat|oilskin|apron|helmet|tuxedo|t-shirt))e?s?\b/;

const MANY: Readonly<Record<string, number>> = {
  two: 2,
  both: 2,
  couple: 2,
  pair: 2,
  three: 3,
  four: 4,
  five: 5,
  several: 4,
  group: 4,
  many: 5,
  crowd: 6,
  some: 3,
};
const PEOPLE =
  /\b(?:(two|three|four|five|several|many|some|a (?:group|crowd|couple|pair) of|an?|the|his|her|one|another)\s+)?((?:[a-z-]+\s+){0,2}?)(m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|kids?|babies|baby|soldiers?|knights?|guards?|keepers?|fisher(?:man|men)|sailors?|captains?|detectives?|police(?:man|men|woman)?|officers?|cops?|doctors?|nurses?|astronauts?|scientists?|chefs?|cooks?|waiters?|waitress(?:es)?|baristas?|drivers?|bakers?|farmers?|kings?|queens?|princes?|princess(?:es)?|witch(?:es)?|wizards?|thie(?:f|ves)|robbers?|hunters?|monks?|priests?|brides?|grooms?|teachers?|students?|dancers?|singers?|workers?|mechanics?|pilots?|runners?|cyclists?|riders?|strangers?|lovers?|couple|friends?|family|crowd|people|passengers?|villagers?|customers?|guests?|pedestrians?|travell?ers?|figures?|silhouettes?|old lady|lady|gentleman|robots?|elf|elves|fair(?:y|ies)|giants?|ghosts?|mermaids?|pirates?|vikings?|samurai|cowboys?|hero(?:es|ine)?|spy|spies|girlfriend|boyfriend|mother|father|grand(?:mother|father)|brothers?|sisters?|twins|person|somebody|someone|hitchhiker|boxer|firefighters?|surgeon)\b/g;
const LIMIT = 6;

/** People named by words in a shot without a cast: `two soldiers`, `a keeper`, `she`. At most six. */
export function extrasIn(action: string): readonly Extra[] {
  const lower = action.toLowerCase();
  const found: Extra[] = [];
  const wardrobe = WORN.exec(lower)?.[1] ?? "";
  const add = (words: string, count: number): void => {
    for (let index = 0; index < count && found.length < LIMIT; index += 1)
      found.push({
        member: { character: `${words.replaceAll(/[^a-z]+/g, "-")}${ENDINGS[found.length] ?? ""}` },
        words,
        wardrobe,
      });
  };
  for (const match of lower.matchAll(PEOPLE)) add(...countOf(match));
  if (found.length === 0 && /\b(they|lovers)\b/.test(lower)) add("person", 2);
  if (found.length === 0 && /\bshe\b|\bher (hand|face|eyes)\b/.test(lower)) add("woman", 1);
  if (
    /\bhe\b|\bhis (hand|face|eyes)\b/.test(lower) &&
    (found.length === 0 || (found.length === 1 && /\bwoman\b/.test(found[0]?.words ?? "") && /\bshe\b/.test(lower)))
  )
    add("man", 1);
  return found;
}

function countOf(match: RegExpMatchArray): [string, number] {
  const noun = match[3] ?? "person";
  const counted = /(two|three|four|five|several|many|some|group|crowd|couple|pair)/.exec(match[1] ?? "")?.[1];
  const plural =
    /(men|women|s|children|people|elves|thieves|couple|crowd|family|twins)$/.test(noun) &&
    !/(princess|witness)$/.test(noun);
  const count =
    counted === undefined
      ? /(crowd|people)/.test(noun)
        ? 5
        : /family/.test(noun)
          ? 3
          : plural || noun === "couple"
            ? 2
            : 1
      : (MANY[counted] ?? 2);
  const single = noun
    .replace(/men$/, "man")
    .replace(/elves$/, "elf")
    .replace(/thieves$/, "thief")
    .replace(/children$/, "child")
    .replace(/^(people|crowd|couple|family|friends|guests|twins)$/, "person");
  return [`${(match[2] ?? "").trim()} ${single}`.trim(), count];
}

/** Beasts that the action names beside the cast. */
export function beastsIn(action: string): readonly Extra[] {
  const lower = action.toLowerCase();
  if (!/\b(cat eyes|dog collar)\b/.test(lower) && animalIn(lower) === undefined) return [];
  const nouns = [
    ...lower.matchAll(/\b(?:(two|three|several|some|a flock of|a herd of)\s+)?((?:[a-z-]+\s)?)([a-z]+)\b/g),
  ];
  const beasts = nouns.filter((match) => animalIn(match[3] ?? "") !== undefined);
  return beasts.slice(0, 2).flatMap((match, kind) => {
    const plural = /s$|mice|wolves|geese/.test(match[3] ?? "");
    const count = match[1] === undefined ? (plural ? 3 : 1) : /flock|herd|several|three/.test(match[1]) ? 4 : 2;
    const words = `${match[2] ?? ""}${match[3] ?? ""}`.trim();
    return Array.from({ length: count }, (_, index) => ({
      member: { character: `beast${ENDINGS[kind * 3 + index] ?? ""}-${match[3] ?? ""}` },
      words,
      wardrobe: "",
    }));
  });
}

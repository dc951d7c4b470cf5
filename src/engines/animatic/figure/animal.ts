/** Beasts the animatic can draw. Others are drawn as the nearest of them. */
export const ANIMALS = ["dog", "cat", "horse", "bird", "fish", "cow", "rabbit", "bear", "dragon"] as const;
export type AnimalKind = (typeof ANIMALS)[number];
export interface Animal {
  readonly kind: AnimalKind;
  /** Shoulder height in units of a grown person. */
  readonly height: number;
  readonly flies: boolean;
}

const NAMES: readonly (readonly [AnimalKind, number, RegExp])[] = [
  ["dragon", 1.3, /\b(dragon|dinosaur|wyvern)\b/],
  ["dog", 0.35, /\b(dogs?|puppy|puppies|hound|sheepdog|terrier|labrador|collie|wolf|wolves)\b/],
  ["dog", 0.34, /\b(fox|foxes|jackal)\b/],
  ["cat", 0.24, /\b(cats?|kitten|tomcat)\b/],
  ["cat", 0.55, /\b(lions?|tigers?|panther|leopard|lynx)\b/],
  ["rabbit", 0.2, /\b(rabbits?|hare|mouse|mice|rats?|squirrel|hedgehog|badger)\b/],
  ["horse", 0.92, /\b(horses?|pony|mare|stallion|foal|unicorn|donkey|camel|mule|deer|stag|zebra|reindeer)\b/],
  ["cow", 0.8, /\b(cows?|bull|ox|oxen|calf|pigs?|sheep|goats?|lamb|boar)\b/],
  ["bear", 0.75, /\b(bears?|gorilla|ape|elephant|monster|yeti)\b/],
  ["fish", 0.2, /\b(fish|shark|whale|dolphin|salmon)\b/],
  [
    "bird",
    0.2,
    /\b(birds?|gulls?|seagulls?|crows?|ravens?|pigeons?|owls?|eagles?|hawk|hens?|cockerel|rooster|duck|ducks|swans?|goose|geese|sparrow|parrot|robin|dove|chicken)\b/,
  ],
];

/** The first beast a text names. */
export function animalIn(text: string): Animal | undefined {
  const lower = text.toLowerCase();
  const found = NAMES.find(([, , pattern]) => pattern.test(lower));
  if (found === undefined) return undefined;
  const [kind, height] = found;
  const small = /\b(small|little|tiny|baby|puppy|kitten|foal|calf)\b/.test(lower) ? 0.75 : 1;
  return {
    kind,
    height: height * small,
    flies: kind === "bird" && !/\b(hen|hens|chicken|duck|ducks|swans?|goose|geese|rooster|cockerel)\b/.test(lower),
  };
}

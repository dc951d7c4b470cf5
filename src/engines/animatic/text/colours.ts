/** Colour words and the materials that have a colour of their own. */
export const COLOURS: Readonly<Record<string, string>> = {
  "straw-blond": "#e0c97a",
  "steel blue": "#4b6a8a",
  "sky blue": "#86b8e0",
  "forest green": "#2c5a36",
  "sea green": "#3f8f7a",
  "off-white": "#eae4d4",
  "hi-vis": "#d8e03a",
  "high-vis": "#d8e03a",
  oxblood: "#6b2e26",
  ochre: "#c79a5b",
  cream: "#efe3c6",
  ivory: "#f1ead6",
  white: "#eeece6",
  black: "#2b2929",
  charcoal: "#3b3d42",
  grey: "#8b8c8e",
  gray: "#8b8c8e",
  silver: "#b9bdc4",
  red: "#c2312b",
  scarlet: "#cf2b1f",
  crimson: "#a3162c",
  burgundy: "#6e1f30",
  maroon: "#6b2229",
  rust: "#a4532c",
  copper: "#b06a3e",
  bronze: "#94703c",
  orange: "#d9772b",
  amber: "#d99a2b",
  mustard: "#c79a2c",
  yellow: "#e3bf3a",
  gold: "#cfa23a",
  golden: "#cfa23a",
  blond: "#dcc27c",
  blonde: "#dcc27c",
  ginger: "#b9592c",
  auburn: "#7d3b22",
  chestnut: "#6e3d22",
  green: "#3c8a48",
  emerald: "#1f8a5b",
  lime: "#9cc93a",
  mint: "#a8d8bd",
  olive: "#6d6d35",
  khaki: "#8f8458",
  camouflage: "#5d6441",
  teal: "#2b7f7f",
  turquoise: "#3bb0ac",
  cyan: "#46b8cf",
  blue: "#3563a8",
  azure: "#4a90d0",
  indigo: "#3d3a8a",
  navy: "#1f2d52",
  purple: "#6d3f8e",
  violet: "#7a4fa3",
  lavender: "#b3a1d6",
  lilac: "#b893c9",
  magenta: "#b8348a",
  pink: "#dd86a4",
  rose: "#d4798b",
  coral: "#e07a63",
  peach: "#efb48f",
  salmon: "#e58f78",
  brown: "#74492a",
  chocolate: "#4f301d",
  tan: "#c49a6c",
  camel: "#b98d58",
  beige: "#d8c7a3",
  sand: "#cfb587",
  sackcloth: "#9b7f55",
  burlap: "#9b7f55",
  leather: "#6d4426",
  denim: "#3f5f8a",
  jeans: "#3f5f8a",
  tweed: "#7d6f58",
  corduroy: "#7d5a36",
  linen: "#ddd0b4",
  straw: "#d8bd72",
  wood: "#7d5531",
  wooden: "#7d5531",
  oak: "#7d5531",
  brass: "#c59a3c",
  steel: "#9aa3ab",
  iron: "#565a5e",
  chrome: "#b9c2c9",
  glass: "#a9c9cf",
  marble: "#dcd8d0",
  stone: "#8f8a80",
  brick: "#9a4f3a",
  snow: "#eef2f6",
  rainbow: "#d9772b",
};
const SHADES: readonly (readonly [RegExp, number])[] = [
  [/(dark|deep|midnight) $/, -0.36],
  [/(light|pale|pastel|faded|washed) $/, 0.42],
  [/bright $/, 0.06],
];
const PATTERN = new RegExp(
  `(?<![a-z])(${Object.keys(COLOURS)
    .sort((left, right) => right.length - left.length)
    .join("|")})(?![a-z])`,
  "g",
);

/** First colour word in a text, with `dark`, `light` or `pale` before it counted. A material gives way to a true colour. */
export function colourIn(text: string): string | undefined {
  const lower = text.toLowerCase();
  const found = [...lower.matchAll(PATTERN)];
  const first = found.find((match) => !MATERIALS.has(match[0])) ?? found[0];
  if (first === undefined) return undefined;
  const before = lower.slice(0, first.index).replace(/-$/, " ");
  const tone = SHADES.find(([pattern]) => pattern.test(before))?.[1] ?? 0;
  return shade(COLOURS[first[0]] ?? "#888888", tone);
}

/** `red leather` is red; `leather` alone is brown. */
const MATERIALS: ReadonlySet<string> = new Set(
  "leather denim jeans tweed corduroy linen straw wood wooden oak brass steel iron chrome glass marble stone brick snow sackcloth burlap gold golden silver bronze copper".split(
    " ",
  ),
);

export type Rgb = readonly [number, number, number];

export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `amount` of `other` mixed into `hex`; 0 = hex, 1 = other. */
export function mix(hex: string, other: string, amount: number): string {
  const [a, b] = [rgb(hex), rgb(other)];
  const part = (index: 0 | 1 | 2): number => Math.round(a[index] + (b[index] - a[index]) * amount);
  return `#${[part(0), part(1), part(2)].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

export const shade = (hex: string, amount: number): string =>
  amount < 0 ? mix(hex, "#000000", -amount) : mix(hex, "#ffffff", amount);

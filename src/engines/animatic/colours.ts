/** Colour words of wardrobes, hair and places. Longer names first where one holds another. */
export const COLOURS: Readonly<Record<string, string>> = {
  "dark red": "#7a1f1f",
  "dark blue": "#22304f",
  "dark green": "#234a2c",
  "dark brown": "#4a2f1c",
  "light blue": "#9cc3e0",
  "straw-blond": "#e0c97a",
  oxblood: "#6b2e26",
  ochre: "#c79a5b",
  cream: "#efe3c6",
  ivory: "#f1ead6",
  white: "#eeece6",
  black: "#22201f",
  grey: "#8b8c8e",
  gray: "#8b8c8e",
  silver: "#b9bdc4",
  red: "#c2312b",
  crimson: "#a3162c",
  orange: "#d9772b",
  yellow: "#e3bf3a",
  gold: "#cfa23a",
  blond: "#dcc27c",
  blonde: "#dcc27c",
  ginger: "#b9592c",
  auburn: "#7d3b22",
  green: "#3c8a48",
  olive: "#6d6d35",
  teal: "#2b7f7f",
  blue: "#3563a8",
  navy: "#1f2d52",
  purple: "#6d3f8e",
  violet: "#7a4fa3",
  pink: "#dd86a4",
  brown: "#74492a",
  tan: "#c49a6c",
  beige: "#d8c7a3",
  sackcloth: "#9b7f55",
  leather: "#6d4426",
  brass: "#c59a3c",
  snow: "#eef2f6",
};

/** First colour word in a text. */
export function colourIn(text: string): string | undefined {
  const lower = text.toLowerCase();
  const found = Object.keys(COLOURS)
    .filter((name) => new RegExp(`(?<![a-z])${name}(?![a-z])`).test(lower))
    .sort((left, right) => right.length - left.length || lower.indexOf(left) - lower.indexOf(right));
  const [longest] = found;
  const first = found.sort((left, right) => lower.indexOf(left) - lower.indexOf(right))[0];
  const name = longest !== undefined && first !== undefined && longest.includes(first) ? longest : first;
  return name === undefined ? undefined : COLOURS[name];
}

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

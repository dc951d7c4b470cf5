import type { GreyPicture } from "./grey-picture.ts";

/** Black as it comes out of an encoder, levels. */
const BAR_LEVEL = 3;
/** Rows over which the edge of a bar may be smeared by the encoder. */
const EDGE_ROWS = 12;
/** Share of a row that is lit beyond the edge of a bar; a dark sky ends at single things. */
const EDGE_SHARE = 0.4;
/** Share of a row in a bar that may be lit by the encoder's own errors. */
const STRAY_SHARE = 0.02;

export type Side = "top" | "bottom" | "left" | "right";

/** Bars as shares of the picture's height and width. */
export interface Bars extends Readonly<Record<Side, number>> {
  /** Black from each side inwards, whether it ends at once or not. */
  readonly dark: Readonly<Record<Side, number>>;
}

/** Brightest level of every row and column over all pictures seen, and how many places of it are not dark. */
export function barReader(
  width: number,
  height: number,
): { read(picture: GreyPicture): void; bars(): Bars | undefined } {
  const rows = new Uint8Array(height);
  const columns = new Uint8Array(width);
  const inside = new Uint8Array(width * height);
  return {
    read({ pixels }) {
      for (let at = 0; at < pixels.length; at += 1) {
        const level = pixels[at] ?? 0;
        if (level > (inside[at] ?? 0)) inside[at] = level;
      }
    },
    bars() {
      for (let y = 0, at = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1, at += 1) {
          const level = inside[at] ?? 0;
          if (level > (rows[y] ?? 0)) rows[y] = level;
          if (level > (columns[x] ?? 0)) columns[x] = level;
        }
      if (!rows.some((level) => level > BAR_LEVEL)) return undefined;
      const lit = (at: number): boolean => (inside[at] ?? 0) > BAR_LEVEL;
      const row = (y: number) => share(width, (x) => lit(y * width + x));
      const column = (x: number) => share(height, (y) => lit(y * width + x));
      const top = borderOf(height, (index) => row(index));
      const bottom = borderOf(height, (index) => row(height - 1 - index));
      const left = borderOf(width, (index) => column(index));
      const right = borderOf(width, (index) => column(width - 1 - index));
      return {
        ...{ top: top.bar, bottom: bottom.bar, left: left.bar, right: right.bar },
        dark: { top: top.dark, bottom: bottom.dark, left: left.dark, right: right.dark },
      };
    },
  };
}

/** Share of a side that is dark, and the same as a bar when it ends at once over most of its length. */
function borderOf(size: number, lit: (index: number) => number): { readonly dark: number; readonly bar: number } {
  let rows = 0;
  while (rows < size && lit(rows) <= STRAY_SHARE) rows += 1;
  const dark = rows / size;
  if (rows === 0 || rows === size) return { dark, bar: 0 };
  for (let index = rows; index < Math.min(size, rows + EDGE_ROWS); index += 1)
    if (lit(index) >= EDGE_SHARE) return { dark, bar: dark };
  return { dark, bar: 0 };
}

function share(size: number, is: (index: number) => boolean): number {
  let count = 0;
  for (let index = 0; index < size; index += 1) if (is(index)) count += 1;
  return count / size;
}

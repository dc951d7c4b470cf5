import type { GreyPicture } from "./grey-picture.ts";

/** Black as it comes out of an encoder, levels. */
const BAR_LEVEL = 3;
/** Rows over which the edge of a bar may be smeared by the encoder. */
const EDGE_ROWS = 12;
/** Share of a row that is lit beyond the edge of a bar; a dark sky ends at single things. */
const EDGE_SHARE = 0.4;
/** Share of a row in a bar that may be lit by the encoder's own errors. */
const STRAY_SHARE = 0.02;

export interface Bars {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
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
      return {
        top: barOf(height, (index) => row(index)),
        bottom: barOf(height, (index) => row(height - 1 - index)),
        left: barOf(width, (index) => column(index)),
        right: barOf(width, (index) => column(width - 1 - index)),
      };
    },
  };
}

/** Share of a side that is a bar: dark rows that end at once, over most of their length. */
function barOf(size: number, lit: (index: number) => number): number {
  let dark = 0;
  while (dark < size && lit(dark) <= STRAY_SHARE) dark += 1;
  if (dark === 0 || dark === size) return 0;
  for (let index = dark; index < Math.min(size, dark + EDGE_ROWS); index += 1)
    if (lit(index) >= EDGE_SHARE) return dark / size;
  return 0;
}

function share(size: number, is: (index: number) => boolean): number {
  let count = 0;
  for (let index = 0; index < size; index += 1) if (is(index)) count += 1;
  return count / size;
}

import type { GreyPicture } from "./grey-picture.ts";

/** Widths of blocks that are looked for, pixels: those of codecs, and what becomes of them when a film is made larger. */
const BLOCKS = { smallest: 6, largest: 32 } as const;
/** Added to every step, levels: a flat picture shows no blocks, and the faint ones of fog or a dark wall are seen by nobody. */
const FLAT = 1;
/** Lines beside a line that it is compared with: an encoder smears the edge of a block over one. */
const ASIDE = [2, 3, 4] as const;
/** Times that the lines of one way may be stronger than those of the other and count for it: stripes alone stay below the gate's limit. */
const ONE_SIDED = 1.5;
/** Which line of a grid speaks for it, from the faintest. */
const FAINT = 0.4;

/**
 * Strength of a grid of blocks in a picture: how much steeper it is across the lines of the grid than beside them, at one of the
 * fainter lines. About 1 without blocks. Windows of a house are steep at some lines of a grid, blocks are at all of them.
 */
export function gridOf({ width, height, pixels }: GreyPicture): number {
  const across = new Float64Array(width - 1);
  const down = new Float64Array(height - 1);
  for (let y = 0; y < height - 1; y += 1)
    for (let x = 0; x < width - 1; x += 1) {
      const at = y * width + x;
      const own = pixels[at] ?? 0;
      across[x] = (across[x] ?? 0) + Math.abs((pixels[at + 1] ?? 0) - own) / height;
      down[y] = (down[y] ?? 0) + Math.abs((pixels[at + width] ?? 0) - own) / width;
    }
  const [columns, rows] = [steepness(across), steepness(down)];
  let strongest = 0;
  for (let size = BLOCKS.smallest; size <= BLOCKS.largest; size += 1)
    strongest = Math.max(strongest, together(gridStrength(columns, size), gridStrength(rows, size)));
  return strongest;
}

/** Blocks have edges both ways; stripes have them one way and are none. */
function together(across: number, down: number): number {
  const weaker = Math.min(across, down);
  return Math.sqrt(weaker * Math.min(Math.max(across, down), ONE_SIDED * weaker));
}

function steepness(steps: Float64Array): Float64Array {
  return steps.map((step, index) => {
    let sum = 0;
    let count = 0;
    for (const distance of ASIDE)
      for (const beside of [steps[index - distance], steps[index + distance]])
        if (beside !== undefined) {
          sum += beside;
          count += 1;
        }
    return (step + FLAT) / (sum / Math.max(1, count) + FLAT);
  });
}

/** The grid may begin anywhere: the best of its beginnings. */
function gridStrength(lines: Float64Array, size: number): number {
  let strongest = 0;
  for (let first = 0; first < size; first += 1) {
    const grid: number[] = [];
    for (let index = first; index < lines.length; index += size) grid.push(lines[index] ?? 0);
    grid.sort((left, right) => left - right);
    strongest = Math.max(strongest, grid[Math.floor((grid.length - 1) * FAINT)] ?? 0);
  }
  return strongest;
}

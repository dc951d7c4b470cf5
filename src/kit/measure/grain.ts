import type { GreyPicture } from "./grey-picture.ts";

/** Side of the tiles whose grain is measured, pixels. */
const TILE = 16;
/** Tiles that are black or white through and through show no grain: what is there was cut off. */
const CLIPPED = { dark: 6, bright: 249 } as const;
/** Share of the calmest tiles that may be exceptions (burnt-in text, flat colour); the next one is the picture's grain. */
const CALM_SHARE = 0.2;

/**
 * Grain of a picture: how far pixels stand from the mean of their four neighbours in the calm parts of the picture, 0..255.
 * Leaves and cloth are no grain: the calmest tiles are looked at. Undefined where no tile can show any.
 */
export function grainOf(picture: GreyPicture): number | undefined {
  const { width, height } = picture;
  const grains: number[] = [];
  for (let y = 1; y + TILE < height; y += TILE)
    for (let x = 1; x + TILE < width; x += TILE) {
      const grain = grainOfTile(picture, x, y);
      if (grain !== undefined) grains.push(grain);
    }
  grains.sort((left, right) => left - right);
  return grains[Math.floor(grains.length * CALM_SHARE)];
}

function grainOfTile({ width, pixels }: GreyPicture, left: number, top: number): number | undefined {
  let squares = 0;
  let sum = 0;
  for (let y = top; y < top + TILE; y += 1)
    for (let x = left; x < left + TILE; x += 1) {
      const at = y * width + x;
      const own = pixels[at] ?? 0;
      const around =
        ((pixels[at - 1] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at - width] ?? 0) + (pixels[at + width] ?? 0)) / 4;
      squares += (own - around) ** 2;
      sum += own;
    }
  const mean = sum / TILE ** 2;
  if (mean < CLIPPED.dark || mean > CLIPPED.bright) return undefined;
  // The mean of four neighbours carries grain of its own: a quarter of the square.
  return Math.sqrt(squares / TILE ** 2 / 1.25);
}

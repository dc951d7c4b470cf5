/** Every frame is also read as a small grey picture of this size, whatever the shape and size of the film. */
export const THUMBNAIL = { width: 160, height: 90 } as const;
/** A thumbnail is looked at in tiles, so that a small thing that moves counts as much as a whole picture that does. */
const TILE = 10;
const COLUMNS = THUMBNAIL.width / TILE;
const TILES = COLUMNS * (THUMBNAIL.height / TILE);
/** Share of the tiles that make the change of a picture: what comes and goes in the others (a caption, a lamp) is no cut. */
const CALMER_SHARE = 0.75;
const PIXELS = THUMBNAIL.width * THUMBNAIL.height;

/** What is read of one frame. Levels are 0..255, black to white. */
export interface FrameLevels {
  readonly mean: number;
  /** Level below which the darkest hundredth of the picture lies. */
  readonly dark: number;
  /** Level above which the brightest hundredth of the picture lies. */
  readonly bright: number;
}

export interface ThumbnailMeasures {
  readonly levels: readonly FrameLevels[];
  /** Mean difference of every frame to the one before it in the calmer three quarters, brightness of the whole aside; 0 for the first. */
  readonly change: readonly number[];
  /** Mean difference to the frame before it in the tile that differs most; 0 for the first. */
  readonly motion: readonly number[];
  /** Jump of brightness that most of the picture makes together, there and back within three frames; 0 at both ends. */
  readonly jump: readonly number[];
}

/** Reads thumbnails one after the other; holds two of them, however long the film is. */
export function thumbnailReader(): { read(frame: Uint8Array): void; measures(): ThumbnailMeasures } {
  const levels: FrameLevels[] = [];
  const change: number[] = [];
  const motion: number[] = [];
  const tiles: Float64Array[] = [];
  const jump: number[] = [];
  let previous: Uint8Array | undefined;
  return {
    read(frame) {
      levels.push(levelsOf(frame));
      tiles.push(tileMeans(frame));
      if (tiles.length > 3) tiles.shift();
      if (tiles.length === 3) jump.push(jumpOf(tiles[0], tiles[1], tiles[2]));
      const difference = previous === undefined ? { change: 0, motion: 0 } : differenceOf(previous, frame);
      change.push(difference.change);
      motion.push(difference.motion);
      previous = frame;
    },
    measures: () => ({ levels, change, motion, jump: levels.length < 3 ? levels.map(() => 0) : [0, ...jump, 0] }),
  };
}

function levelsOf(frame: Uint8Array): FrameLevels {
  const counts = new Uint32Array(256);
  let sum = 0;
  for (const level of frame) {
    counts[level] = (counts[level] ?? 0) + 1;
    sum += level;
  }
  return { mean: sum / PIXELS, dark: levelAt(counts, PIXELS / 100), bright: levelAt(counts, (PIXELS * 99) / 100) };
}

/** Level at which so many pixels have been counted from black upwards. */
function levelAt(counts: Uint32Array, wanted: number): number {
  let seen = 0;
  for (let level = 0; level < 256; level += 1) {
    seen += counts[level] ?? 0;
    if (seen > wanted) return level;
  }
  return 255;
}

/** Tile of every pixel. */
const TILE_OF = Uint8Array.from({ length: PIXELS }, (_, pixel) => {
  const row = Math.floor(pixel / THUMBNAIL.width);
  return Math.floor(row / TILE) * COLUMNS + Math.floor((pixel % THUMBNAIL.width) / TILE);
});

function tileMeans(frame: Uint8Array): Float64Array {
  const means = new Float64Array(TILES);
  for (let at = 0; at < PIXELS; at += 1) {
    const tile = TILE_OF[at] ?? 0;
    means[tile] = (means[tile] ?? 0) + (frame[at] ?? 0) / (TILE * TILE);
  }
  return means;
}

function differenceOf(before: Uint8Array, after: Uint8Array): { readonly change: number; readonly motion: number } {
  // What most tiles change by is light; a mean would let one caption darken them all.
  const [now, then] = [tileMeans(after), tileMeans(before)];
  const shift = middle(now.map((level, tile) => level - (then[tile] ?? 0)));
  const moved = new Float64Array(TILES);
  const changed = new Float64Array(TILES);
  for (let at = 0; at < PIXELS; at += 1) {
    const difference = (after[at] ?? 0) - (before[at] ?? 0);
    const tile = TILE_OF[at] ?? 0;
    moved[tile] = (moved[tile] ?? 0) + Math.abs(difference) / TILE ** 2;
    changed[tile] = (changed[tile] ?? 0) + Math.abs(difference - shift) / TILE ** 2;
  }
  const calmer = changed.sort().subarray(0, Math.ceil(TILES * CALMER_SHARE));
  return { change: calmer.reduce((sum, value) => sum + value, 0) / calmer.length, motion: Math.max(...moved) };
}

/**
 * The change of the change of each tile's brightness, with its sign; the middle one of all. What moves makes some tiles
 * brighter and others darker and leaves the middle near zero; light that flickers moves all of them one way.
 */
function jumpOf(
  before: Float64Array | undefined,
  now: Float64Array | undefined,
  after: Float64Array | undefined,
): number {
  if (before === undefined || now === undefined || after === undefined) return 0;
  return Math.abs(middle(now.map((level, tile) => (before[tile] ?? 0) - 2 * level + (after[tile] ?? 0))));
}

function middle(values: Float64Array): number {
  return values.sort()[Math.floor(values.length / 2)] ?? 0;
}

import { cameraMove, type Move } from "./camera-move.ts";

/** Every frame is also read as a small grey picture of this size, whatever the shape and size of the film. */
export const THUMBNAIL = { width: 160, height: 90 } as const;
/** A thumbnail is looked at in tiles, so that a small thing that moves counts as much as a whole picture that does. */
const TILE = 10;
const COLUMNS = THUMBNAIL.width / TILE;
const TILES = COLUMNS * (THUMBNAIL.height / TILE);
/** Share of the tiles that make the change of a picture: what comes and goes in the others (a caption, a lamp) is no cut. */
const CALMER_SHARE = 0.75;
/** A change below this is none of a cut: no move has to be sought. */
const CHANGE_PLAIN = 1;
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
  /** Mean difference of every frame to the one before it in the calmer three quarters; moves of the camera and light on the whole aside; 0 for the first. */
  readonly change: readonly number[];
  /** How far the camera moved the picture since the frame before, as a share of its side; 0 where hardly anything changes. */
  readonly speed: readonly number[];
  /** Mean difference to the frame before it in the tile that differs most; 0 for the first. */
  readonly motion: readonly number[];
  /** Jump of brightness that most of the picture makes together, there and back within three frames; 0 at both ends. */
  readonly jump: readonly number[];
}

/** Reads thumbnails one after the other; holds two of them, however long the film is. */
export function thumbnailReader(): { read(frame: Uint8Array): void; measures(): ThumbnailMeasures } {
  const levels: FrameLevels[] = [];
  const change: number[] = [];
  const speed: number[] = [];
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
      const difference = previous === undefined ? { change: 0, speed: 0, motion: 0 } : differenceOf(previous, frame);
      change.push(difference.change);
      speed.push(difference.speed);
      motion.push(difference.motion);
      previous = frame;
    },
    measures: () => ({
      levels,
      change,
      speed,
      motion,
      jump: levels.length < 3 ? levels.map(() => 0) : [0, ...jump, 0],
    }),
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

function tileMeans(frame: ArrayLike<number>): Float64Array {
  const means = new Float64Array(TILES);
  for (let at = 0; at < PIXELS; at += 1) {
    const tile = TILE_OF[at] ?? 0;
    means[tile] = (means[tile] ?? 0) + (frame[at] ?? 0) / (TILE * TILE);
  }
  return means;
}

interface Difference {
  readonly change: number;
  readonly speed: number;
  readonly motion: number;
}

/** Mean difference in every tile that both pictures show, once the camera's move is taken out and brightness too. */
function differenceOf(before: Uint8Array, after: Uint8Array): Difference {
  const motion = Math.max(...tileMeans(Float64Array.from(after, (level, at) => Math.abs(level - (before[at] ?? 0)))));
  const change = changeOf(before, after, { across: 0, down: 0 });
  if (change < CHANGE_PLAIN) return { change, speed: 0, motion };
  const move = cameraMove(before, after, THUMBNAIL);
  const moved = changeOf(before, after, move);
  if (moved >= change) return { change, speed: 0, motion };
  const { width, height } = THUMBNAIL;
  return { change: moved, speed: Math.max(Math.abs(move.across) / width, Math.abs(move.down) / height), motion };
}

function changeOf(before: Uint8Array, after: Uint8Array, { across, down }: Move): number {
  const differences = new Float64Array(PIXELS).fill(Number.NaN);
  const seen = new Float64Array(PIXELS);
  for (let y = Math.max(0, down); y < Math.min(THUMBNAIL.height, THUMBNAIL.height + down); y += 1)
    for (let x = Math.max(0, across); x < Math.min(THUMBNAIL.width, THUMBNAIL.width + across); x += 1) {
      const at = y * THUMBNAIL.width + x;
      seen[at] = 1;
      differences[at] = (after[at] ?? 0) - (before[at - down * THUMBNAIL.width - across] ?? 0);
    }
  // A tile at the edge counts when most of it was there before.
  const whole = tileMeans(seen);
  const light = tileMeans(differences.map((value) => (Number.isNaN(value) ? 0 : value)));
  const shift = middle(light.map((level, tile) => level / (whole[tile] ?? 1)).filter((_, tile) => isSeen(whole, tile)));
  const changed = tileMeans(differences.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value - shift))))
    .map((level, tile) => level / (whole[tile] ?? 1))
    .filter((_, tile) => isSeen(whole, tile))
    .sort();
  const calmer = changed.subarray(0, Math.ceil(changed.length * CALMER_SHARE));
  return calmer.reduce((sum, value) => sum + value, 0) / Math.max(1, calmer.length);
}

function isSeen(whole: Float64Array, tile: number): boolean {
  return (whole[tile] ?? 0) > 0.5;
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

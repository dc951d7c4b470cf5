/** Every so many pixels of a picture are looked at when its move is sought. */
const COARSE = 4;
/** Farthest move from one frame to the next, as a share of the side: half across, a third down. */
const REACH = { across: 1 / 2, down: 1 / 3 } as const;

export interface Move {
  readonly across: number;
  readonly down: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * By how many pixels the whole picture has moved since the frame before, as a pan, a tilt or a shaken camera moves it: what
 * is at (x, y) now was at (x - across, y - down). Light that changes for all of the picture is set aside. A cut has no such
 * move; then the answer is the least bad one.
 */
export function cameraMove(before: Uint8Array, after: Uint8Array, size: Size): Move {
  const small = { width: Math.floor(size.width / COARSE), height: Math.floor(size.height / COARSE) };
  const [then, now] = [reduced(before, size, small), reduced(after, size, small)];
  const [across, down] = [Math.floor(small.width * REACH.across), Math.floor(small.height * REACH.down)];
  let best: Move = { across: 0, down: 0 };
  let least = distance(then, now, small, best);
  for (let y = -down; y <= down; y += 1)
    for (let x = -across; x <= across; x += 1) {
      const move = { across: x, down: y };
      const found = distance(then, now, small, move);
      if (found < least) [best, least] = [move, found];
    }
  return finer(Float64Array.from(before), Float64Array.from(after), size, {
    across: best.across * COARSE,
    down: best.down * COARSE,
  });
}

/** The best of the moves around one that was found on a smaller picture. */
function finer(before: Float64Array, after: Float64Array, size: Size, near: Move): Move {
  let best = near;
  let least = distance(before, after, size, near, 2);
  for (let y = 1 - COARSE; y < COARSE; y += 1)
    for (let x = 1 - COARSE; x < COARSE; x += 1) {
      const move = { across: near.across + x, down: near.down + y };
      const found = distance(before, after, size, move, 2);
      if (found < least) [best, least] = [move, found];
    }
  return best;
}

function reduced(picture: Uint8Array, { width }: Size, small: Size): Float64Array {
  const pixels = new Float64Array(small.width * small.height);
  for (let y = 0; y < small.height * COARSE; y += 1)
    for (let x = 0; x < small.width * COARSE; x += 1) {
      const at = Math.floor(y / COARSE) * small.width + Math.floor(x / COARSE);
      pixels[at] = (pixels[at] ?? 0) + (picture[y * width + x] ?? 0) / COARSE ** 2;
    }
  return pixels;
}

/** Deviation of the difference over what both pictures show. */
function distance(
  before: Float64Array,
  after: Float64Array,
  { width, height }: Size,
  { across, down }: Move,
  step = 1,
): number {
  const [left, right] = [Math.max(0, across), Math.min(width, width + across)];
  const [top, bottom] = [Math.max(0, down), Math.min(height, height + down)];
  let [count, sum, squares] = [0, 0, 0];
  for (let y = top; y < bottom; y += step)
    for (let x = left; x < right; x += step) {
      const difference = (after[y * width + x] ?? 0) - (before[(y - down) * width + x - across] ?? 0);
      count += 1;
      sum += difference;
      squares += difference * difference;
    }
  return count === 0 ? Number.POSITIVE_INFINITY : squares / count - (sum / count) ** 2;
}

import type { GreyPicture } from "./grey-picture.ts";

/** Pixels on either side of a place whose means make the whole rise of an edge there. */
const REACH = 4;
/** Lines that are taken together, along the edge: rounding and grain are averaged out, the edge is not. */
const TOGETHER = 4;
/** Least rise that counts as an edge, levels. */
const RISE_MIN = 10;
/** Share of the edges' weight, from the softest, that lies below the one which speaks for the picture; sharper is burnt-in text. */
const SHARPEST = 0.9;
/** Fewer edges than this say nothing of a picture. */
const EDGES_MIN = 40;

/**
 * How much of an edge's rise happens from one pixel to the next, 0..1, at the sharpest tenth of the edges, strong ones before faint ones. A sharp edge rises in one or
 * two, a blurred one evenly over all nine, whatever its contrast: fog is not out of focus, and of a shallow picture the part
 * in focus counts. Undefined where the picture has no edges.
 */
export function sharpnessOf({ width, height, pixels }: GreyPicture): number | undefined {
  const found: Edge[] = [];
  for (let y = 0; y + TOGETHER <= height; y += TOGETHER)
    edgesOf(lineOf(pixels, { from: y * width, length: width, step: 1, aside: width }), found);
  for (let x = 0; x + TOGETHER <= width; x += TOGETHER)
    edgesOf(lineOf(pixels, { from: x, length: height, step: width, aside: 1 }), found);
  if (found.length < EDGES_MIN) return undefined;
  return sharpest(found);
}

interface Edge {
  /** The step at its steepest place, as a share of its rise. */
  readonly share: number;
  /** Levels that it rises. */
  readonly rise: number;
}

/** Faint edges are as sharp as the encoder left them: an edge counts by the square of its rise. */
function sharpest(edges: Edge[]): number | undefined {
  edges.sort((left, right) => left.share - right.share);
  const whole = edges.reduce((sum, { rise }) => sum + rise ** 2, 0);
  let below = 0;
  return edges.find(({ rise }) => {
    below += rise ** 2;
    return below >= whole * SHARPEST;
  })?.share;
}

/** Where a line of a picture runs: from a place, so many pixels by `step`, and the lines beside it by `aside`. */
interface Run {
  readonly from: number;
  readonly length: number;
  readonly step: number;
  readonly aside: number;
}

function lineOf(pixels: Uint8Array, { from, length, step, aside }: Run): Float64Array {
  const line = new Float64Array(length);
  for (let at = 0; at < length; at += 1) {
    let sum = 0;
    for (let k = 0; k < TOGETHER; k += 1) sum += pixels[from + at * step + k * aside] ?? 0;
    line[at] = sum / TOGETHER;
  }
  return line;
}

/** The steepest place of every rise of a line: its step as a share of the rise around it. */
function edgesOf(line: Float64Array, found: Edge[]): void {
  for (let at = REACH; at + REACH < line.length; at += 1) {
    const step = stepAt(line, at);
    if (step === 0 || !isSteepest(line, at, step)) continue;
    let rise = 0;
    for (let k = 1; k <= REACH; k += 1) rise += (line[at + k] ?? 0) - (line[at + 1 - k] ?? 0);
    rise = Math.abs(rise) / REACH;
    if (rise >= RISE_MIN) found.push({ share: Math.min(1, step / rise), rise });
  }
}

/** Nothing within reach is steeper; of equals the first counts. */
function isSteepest(line: Float64Array, at: number, step: number): boolean {
  for (let k = 1; k < REACH; k += 1) if (stepAt(line, at - k) >= step || stepAt(line, at + k) > step) return false;
  return true;
}

function stepAt(line: Float64Array, at: number): number {
  return Math.abs((line[at + 1] ?? 0) - (line[at] ?? 0));
}

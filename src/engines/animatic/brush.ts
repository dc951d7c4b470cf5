import type { SKRSContext2D } from "@napi-rs/canvas";

/** Drawing in world units with y up. `Brush` is the canvas context; every primitive takes it first. */
export type Brush = SKRSContext2D;
export type Point = readonly [number, number];

const FULL = Math.PI * 2;

const READ = new Map<string, readonly Point[]>();

/** `"0,0 0.1,0.4 0.2,0"` as points, moved by `x` and `y`: outlines stay readable on one line. */
export function points(text: string, x = 0, y = 0): readonly Point[] {
  const key = x === 0 && y === 0 ? text : undefined;
  const known = key === undefined ? undefined : READ.get(key);
  if (known !== undefined) return known;
  const read = text.split(" ").map((pair): Point => {
    const [left = "0", up = "0"] = pair.split(",");
    return [Number(left) + x, Number(up) + y];
  });
  if (key !== undefined) READ.set(key, read);
  return read;
}

/** A rectangle: left, bottom, width, height. */
export function box(c: Brush, [x, y, w, h]: readonly [number, number, number, number], fill: string): void {
  c.fillStyle = fill;
  c.fillRect(x, y, w, h);
}

/** An ellipse: middle, radii. */
export function oval(c: Brush, [x, y, rx, ry]: readonly [number, number, number, number], fill: string): void {
  c.fillStyle = fill;
  c.beginPath();
  c.ellipse(x, y, Math.max(0, rx), Math.max(0, ry), 0, 0, FULL);
  c.fill();
}

export function polygon(
  c: Brush,
  points: readonly Point[],
  fill: string | ReturnType<Brush["createLinearGradient"]>,
): void {
  c.fillStyle = fill;
  c.beginPath();
  points.forEach(([x, y], index) => {
    if (index === 0) c.moveTo(x, y);
    else c.lineTo(x, y);
  });
  c.closePath();
  c.fill();
}

/** A closed soft shape through the middles of the points' edges. */
export function soft(
  c: Brush,
  points: readonly Point[],
  fill: string | ReturnType<Brush["createLinearGradient"]>,
): void {
  const middle = ([ax, ay]: Point, [bx, by]: Point): Point => [(ax + bx) / 2, (ay + by) / 2];
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return;
  c.fillStyle = fill;
  c.beginPath();
  c.moveTo(...middle(last, first));
  points.forEach((point, index) => {
    const next = points[(index + 1) % points.length] ?? first;
    c.quadraticCurveTo(point[0], point[1], ...middle(point, next));
  });
  c.fill();
}

export function line(
  c: Brush,
  points: readonly Point[],
  stroke: { readonly width: number; readonly colour: string },
): void {
  c.strokeStyle = stroke.colour;
  c.lineWidth = stroke.width;
  c.lineCap = "round";
  c.lineJoin = "round";
  c.beginPath();
  points.forEach(([x, y], index) => {
    if (index === 0) c.moveTo(x, y);
    else c.lineTo(x, y);
  });
  c.stroke();
}

/** A limb: two discs of different size and the skin between them. */
export function taper(
  c: Brush,
  [a, b]: readonly [Point, Point],
  [ra, rb]: readonly [number, number],
  fill: string,
): void {
  const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
  const [nx, ny] = [Math.sin(angle), -Math.cos(angle)];
  c.fillStyle = fill;
  c.beginPath();
  c.moveTo(a[0] + nx * ra, a[1] + ny * ra);
  c.lineTo(b[0] + nx * rb, b[1] + ny * rb);
  c.arc(b[0], b[1], rb, angle - Math.PI / 2, angle + Math.PI / 2);
  c.lineTo(a[0] - nx * ra, a[1] - ny * ra);
  c.arc(a[0], a[1], ra, angle + Math.PI / 2, angle + Math.PI * 1.5);
  c.fill();
}

/** A vertical wash from the top of a rectangle to its bottom. */
export function wash(
  c: Brush,
  [x, y, w, h]: readonly [number, number, number, number],
  [top, bottom]: readonly [string, string],
): void {
  const g = c.createLinearGradient(0, y + h, 0, y);
  g.addColorStop(0, top);
  g.addColorStop(1, bottom);
  c.fillStyle = g;
  c.fillRect(x, y, w, h);
}

/** Light that fades out to nothing. */
export function halo(c: Brush, [x, y, r]: readonly [number, number, number], rgbText: string, strength: number): void {
  const g = c.createRadialGradient(x, y, 0, x, y, r);
  g.addColorStop(0, `rgba(${rgbText},${strength.toFixed(3)})`);
  g.addColorStop(0.35, `rgba(${rgbText},${(strength * 0.45).toFixed(3)})`);
  g.addColorStop(1, `rgba(${rgbText},0)`);
  c.fillStyle = g;
  c.fillRect(x - r, y - r, r * 2, r * 2);
}

import { createHash } from "node:crypto";
import type { ShotOrder } from "../../src/core/order.ts";
import { drawingOf } from "../../src/engines/animatic/draw-frame.ts";

/** RGBA of one frame of an order, drawn in this process. */
export function pixelsOf(order: ShotOrder, frame = 0): Buffer {
  const drawing = drawingOf(order, undefined);
  drawing.draw(frame);
  return Buffer.from(drawing.canvas.data());
}

export const digestOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** A part of the picture, in shares of its sides: left, top, right, bottom. */
export type Part = readonly [number, number, number, number];

/** Mean difference of two pictures, 0..255, in a part of them. */
export function differenceIn(
  one: Buffer,
  other: Buffer,
  { width, height, part = [0, 0, 1, 1] }: { readonly width: number; readonly height: number; readonly part?: Part },
): number {
  let [sum, count] = [0, 0];
  for (let y = Math.floor(part[1] * height); y < Math.floor(part[3] * height); y += 1)
    for (let x = Math.floor(part[0] * width); x < Math.floor(part[2] * width); x += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * width + x) * 4 + channel;
        sum += Math.abs((one[at] ?? 0) - (other[at] ?? 0));
        count += 1;
      }
  return sum / Math.max(1, count);
}

import { createRequire } from "node:module";
import { GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import { timecode } from "../../core/time.ts";
import type { SpokenSpan } from "./spoken.ts";

const require = createRequire(import.meta.url);
let registered = false;

/** Fonts of the package: machines that render have none. */
function fonts(): void {
  if (registered) return;
  GlobalFonts.registerFromPath(
    require.resolve("@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff2"),
    "Slate",
  );
  GlobalFonts.registerFromPath(require.resolve("@fontsource/inter/files/inter-latin-600-normal.woff2"), "Caption");
  registered = true;
}

/** Shot name, tier and running timecode above, size, angle, lens and movement below them; inside the safe area. */
export function drawSlate(c: SKRSContext2D, order: ShotOrder, frame: number): void {
  fonts();
  const { width, height } = order;
  const size = Math.max(9, Math.round(Math.min(width, height) * 0.037));
  const margin = Math.round(Math.min(width, height) * 0.04);
  const timecodeText = timecode(Math.max(0, order.startTimecodeFrames + frame - order.headFrames), order.rate);
  c.textBaseline = "top";
  const nameSize = fitting(c, order.shotName, { size, room: width - margin * 3 - size * 0.62 * timecodeText.length });
  label(c, order.shotName, { x: margin, y: margin, align: "left", size: nameSize });
  label(c, timecodeText, { x: width - margin, y: margin, align: "right", size });
  const words = slateWords(order);
  label(c, words, {
    x: margin,
    y: margin + size * 1.55,
    align: "left",
    size: fitting(c, words, { size: Math.round(size * 0.8), room: width - margin * 2 }),
  });
}

/** `ANIMATIC  MCU low 50mm  push-in slow` */
function slateWords({ intent, tier }: ShotOrder): string {
  const { framing, camera } = intent;
  const frame = [
    framing.size,
    framing.type,
    framing.angle,
    framing.lensMm === undefined ? undefined : `${framing.lensMm}mm`,
  ];
  const move = camera.movement === "static" ? [] : [camera.movement, camera.direction, camera.speed];
  const said = (list: readonly (string | undefined)[]): string => list.filter((word) => word !== undefined).join(" ");
  return [tier.toUpperCase(), said(frame), said(move)].filter((part) => part !== "").join("  ");
}

/** The largest size at which the text has room: long shot names in upright pictures. */
function fitting(
  c: SKRSContext2D,
  text: string,
  { size, room }: { readonly size: number; readonly room: number },
): number {
  c.font = `${size}px Slate`;
  const wide = c.measureText(text).width;
  return wide <= room ? size : Math.max(7, Math.floor((size * room) / wide));
}

interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly align: "left" | "right";
  readonly size: number;
}

function label(c: SKRSContext2D, text: string, { x, y, align, size }: LabelPlace): void {
  c.font = `${size}px Slate`;
  c.textAlign = align;
  const wide = c.measureText(text).width;
  c.fillStyle = "rgba(0,0,0,0.55)";
  c.fillRect(align === "left" ? x - size * 0.3 : x - wide - size * 0.3, y - size * 0.2, wide + size * 0.6, size * 1.4);
  c.fillStyle = "#f4efe4";
  c.fillText(text, x, y);
}

export function drawCaption(c: SKRSContext2D, order: ShotOrder, span: SpokenSpan): void {
  fonts();
  const { width, height } = order;
  const size = Math.round(Math.min(width, height) * 0.043);
  c.font = `${size}px Caption`;
  c.textAlign = "center";
  c.textBaseline = "alphabetic";
  const mark = span.line.kind === "voice-over" ? " (VO)" : span.line.kind === "off-screen" ? " (OS)" : "";
  const text = `${(span.line.character ?? "VO").toUpperCase()}${mark}: ${span.line.line}`;
  const rows = wrap(c, text, width * 0.82);
  const top = height * 0.93 - rows.length * size * 1.25;
  c.fillStyle = "rgba(0,0,0,0.4)";
  c.fillRect(width * 0.06, top - size * 1.05, width * 0.88, rows.length * size * 1.25 + size * 0.5);
  for (const [index, row] of rows.entries()) {
    c.fillStyle = "#ffffff";
    c.fillText(row, width / 2, top + index * size * 1.25);
  }
}

function wrap(c: SKRSContext2D, text: string, room: number): readonly string[] {
  const rows: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = rows.at(-1);
    if (last !== undefined && c.measureText(`${last} ${word}`).width <= room) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows.slice(0, 4);
}

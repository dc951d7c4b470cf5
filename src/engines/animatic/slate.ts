import { createRequire } from "node:module";
import { GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import type { SpokenLine } from "../../core/production.ts";
import { timecode } from "../../core/time.ts";

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

/** When each line is spoken, in seconds of the shot proper; lines share the shot by their length. */
export interface SpokenSpan {
  readonly line: SpokenLine;
  readonly from: number;
  readonly to: number;
}

export function spokenSpans(order: ShotOrder, shotSeconds: number): readonly SpokenSpan[] {
  const { dialogue } = order.intent;
  const total = dialogue.reduce((sum, line) => sum + line.line.length + 12, 0);
  const room = shotSeconds * 0.9;
  let from = shotSeconds * 0.05;
  return dialogue.map((line) => {
    const length = Math.min(
      (room * (line.line.length + 12)) / Math.max(1, total),
      Math.max(1.2, line.line.length / 13),
    );
    const span = { line, from, to: from + length };
    from = span.to + 0.15;
    return span;
  });
}

/** Shot name, tier and running timecode above, size and lens beside, the spoken line below; inside the safe area. */
export function drawSlate(c: SKRSContext2D, order: ShotOrder, frame: number): void {
  fonts();
  const { width, height, intent } = order;
  const size = Math.round(Math.min(width, height) * 0.03);
  const margin = Math.round(Math.min(width, height) * 0.045);
  c.font = `${size}px Slate`;
  c.textBaseline = "top";
  const lens = intent.framing.lensMm === undefined ? "" : ` ${intent.framing.lensMm}mm`;
  const move =
    intent.camera.movement === "static"
      ? ""
      : ` ${intent.camera.movement}${intent.camera.direction === undefined ? "" : ` ${intent.camera.direction}`}`;
  const tc = timecode(Math.max(0, order.startTimecodeFrames + frame - order.headFrames), order.rate);
  label(c, order.shotName, margin, margin, "left", size);
  label(c, tc, width - margin, margin, "right", size);
  c.font = `${Math.round(size * 0.8)}px Slate`;
  label(
    c,
    `ANIMATIC  ${intent.framing.size}${intent.framing.angle === undefined ? "" : ` ${intent.framing.angle}`}${lens}${move}`,
    margin,
    margin + size * 1.7,
    "left",
    Math.round(size * 0.8),
  );
}

function label(c: SKRSContext2D, text: string, x: number, y: number, align: "left" | "right", size: number): void {
  c.textAlign = align;
  const wide = c.measureText(text).width;
  c.fillStyle = "rgba(0,0,0,0.45)";
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

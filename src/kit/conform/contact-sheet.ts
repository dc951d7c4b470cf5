import { readFile, writeFile } from "node:fs/promises";
import { loadImage } from "@napi-rs/canvas";
import type { Cut, CutEntry } from "../../core/cut.ts";
import { formatSeconds, timecode } from "../../core/time.ts";
import { fitted, JPEG_QUALITY, MONO, paper, SANS } from "./lettering.ts";

const GAP = 12;
const CAPTION_HEIGHT = 44;
const HEADING_HEIGHT = 56;
/** A sheet of one or two shots still has room for its heading. */
const WIDTH_MIN = 2 * (320 + GAP) + GAP;
const LONG_FROM_SHOTS = 40;
const SAYS = { "not-made": "NOT MADE", "on-hold": "ON HOLD" } as const;

/** Width of a picture and pictures in a row: upright ones are narrower and stand closer. */
function grid(cut: Cut, shots: number): { readonly cellWidth: number; readonly columns: number } {
  const [cellWidth, columns] = cut.height > cut.width ? [264, 6] : [320, shots >= LONG_FROM_SHOTS ? 8 : 4];
  return { cellWidth, columns: Math.min(columns, Math.max(1, shots)) };
}

export interface SheetPicture {
  readonly entry: CutEntry;
  /** PNG; undefined for a shot that lies wholly in its dissolves. */
  readonly picture: string | undefined;
}

/** Every shot of the cut in order, with number, title, timecode and the take that stands there. */
export async function writeContactSheet(cut: Cut, pictures: readonly SheetPicture[], path: string): Promise<void> {
  const { cellWidth, columns } = grid(cut, pictures.length);
  const rows = Math.ceil(pictures.length / columns);
  const cellHeight = Math.round((cellWidth * cut.height) / cut.width);
  const width = Math.max(WIDTH_MIN, columns * (cellWidth + GAP) + GAP);
  const height = HEADING_HEIGHT + rows * (cellHeight + CAPTION_HEIGHT + GAP) + GAP;
  const { canvas, pen } = paper(width, height);
  pen.fillStyle = "#16181d";
  pen.fillRect(0, 0, width, height);
  heading(cut, pen, width);
  for (const [index, { entry, picture }] of pictures.entries()) {
    const x = GAP + (index % columns) * (cellWidth + GAP);
    const y = HEADING_HEIGHT + Math.floor(index / columns) * (cellHeight + CAPTION_HEIGHT + GAP);
    pen.fillStyle = "#000000";
    pen.fillRect(x, y, cellWidth, cellHeight);
    if (picture !== undefined) pen.drawImage(await loadImage(await readFile(picture)), x, y, cellWidth, cellHeight);
    caption(cut, entry, pen, { x, y: y + cellHeight, width: cellWidth });
  }
  await writeFile(path, canvas.toBuffer("image/jpeg", JPEG_QUALITY));
}

type Pen = ReturnType<typeof paper>["pen"];

function heading(cut: Cut, pen: Pen, width: number): void {
  pen.fillStyle = "#f4f1ea";
  pen.font = `22px ${SANS}`;
  pen.fillText(fitted(pen, `${cut.show} ${cut.episode}  ${cut.title}`, width - 280), GAP, 36);
  pen.fillStyle = "#9aa0aa";
  pen.font = `14px ${MONO}`;
  pen.textAlign = "right";
  pen.fillText(`${cut.tier}, ${formatSeconds(cut.frames, cut.rate)}`, width - GAP, 36);
  pen.textAlign = "left";
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function caption(cut: Cut, entry: CutEntry, pen: Pen, { x, y, width }: Place): void {
  pen.font = `15px ${SANS}`;
  pen.fillStyle = "#f4f1ea";
  pen.fillText(entry.shot, x, y + 18);
  const number = pen.measureText(entry.shot).width + 10;
  pen.fillStyle = "#c9ccd2";
  pen.fillText(fitted(pen, entry.title ?? "", width - number), x + number, y + 18);
  pen.font = `12px ${MONO}`;
  const { source } = entry;
  const temporary = source.kind === "slate" || source.temporary;
  pen.fillStyle = temporary ? "#e0b13c" : "#9aa0aa";
  const stands =
    source.kind === "slate" ? SAYS[source.reason] : `${source.temporary ? `TEMP ${source.tier} ` : ""}${source.take}`;
  const start = timecode(cut.startTimecodeFrames + entry.recordInFrames, cut.rate);
  // What stands there first: a narrow cell cuts the timecode, never the word TEMP.
  const line = `${stands}  ${formatSeconds(entry.durationFrames, cut.rate)}  ${start}`;
  pen.fillText(fitted(pen, line, width), x, y + 36);
}

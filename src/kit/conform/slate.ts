import type { Cut, CutEntry } from "../../core/cut.ts";
import { plainText } from "../../core/plain-text.ts";
import { formatSeconds } from "../../core/time.ts";
import { fitted, MONO, paper, SANS } from "./lettering.ts";

const SAYS = { "not-made": "NOT MADE YET", "on-hold": "ON HOLD" } as const;

/** The picture that stands in for a missing shot: which one, what it is called, how long it will be. */
export function slatePicture(cut: Cut, entry: CutEntry): Buffer {
  const { width, height, rate } = cut;
  const { canvas, pen } = paper(width, height);
  const unit = Math.min(width, height) / 18;
  pen.fillStyle = "#23262d";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#e0b13c";
  // The two bars of a clapper board, so that nobody takes the slate for a shot.
  for (let x = -2 * unit; x < width + 2 * unit; x += 4 * unit) {
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x + 2 * unit, 0);
    pen.lineTo(x + unit, unit);
    pen.lineTo(x - unit, unit);
    pen.fill();
  }
  pen.textAlign = "center";
  pen.fillStyle = "#f4f1ea";
  pen.font = `${3 * unit}px ${SANS}`;
  pen.fillText(entry.shot, width / 2, height / 2 - unit);
  pen.font = `${1.1 * unit}px ${SANS}`;
  pen.fillText(fitted(pen, entry.title ?? "", width - 2 * unit), width / 2, height / 2 + unit);
  pen.fillStyle = "#e0b13c";
  const reason = entry.source.kind === "slate" ? SAYS[entry.source.reason] : "";
  pen.fillText(reason, width / 2, height / 2 + 3 * unit);
  pen.fillStyle = "#9aa0aa";
  pen.font = `${0.8 * unit}px ${MONO}`;
  // No record timecode: a slate would then be made anew whenever a shot before it gets longer.
  const length = `${formatSeconds(entry.durationFrames, rate)}, ${entry.durationFrames} frames`;
  const line = `${plainText(entry.name)}   ${length}`;
  const isNarrow = pen.measureText(line).width > width - unit;
  if (isNarrow) pen.fillText(fitted(pen, entry.name, width - unit), width / 2, height - 2.7 * unit);
  pen.fillText(isNarrow ? length : line, width / 2, height - 1.5 * unit);
  return canvas.toBuffer("image/png");
}

/** Transparent picture laid over a take of a lower tier: TEMP in a corner, with what it is. */
export function temporaryMark(width: number, height: number, says: string): Buffer {
  const { canvas, pen } = paper(width, height);
  const unit = Math.min(width, height) / 24;
  pen.font = `${unit}px ${SANS}`;
  const text = fitted(pen, `TEMP ${says}`, width - 4 * unit);
  const box = pen.measureText(text).width + 1.2 * unit;
  pen.fillStyle = "rgba(178, 34, 34, 0.86)";
  pen.fillRect(width - box - unit, unit, box, 1.7 * unit);
  pen.fillStyle = "#ffffff";
  pen.fillText(text, width - box - unit + 0.6 * unit, unit + 1.2 * unit);
  return canvas.toBuffer("image/png");
}

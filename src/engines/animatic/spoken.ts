import type { ShotOrder } from "../../core/order.ts";
import type { SpokenLine } from "../../core/production.ts";

/** When a line is spoken, in seconds of the shot proper. */
export interface SpokenSpan {
  readonly line: SpokenLine;
  readonly from: number;
  readonly to: number;
}

/** Share of the shot that speech may fill, pause between lines, and characters a second of calm speech. */
const ROOM = 0.92;
const PAUSE_SECONDS = 0.18;
const PACE = 15;

/** Lines share the shot by their length, one after the other, and never run over its end. */
export function spokenSpans(order: ShotOrder, shotSeconds: number): readonly SpokenSpan[] {
  const { dialogue } = order.intent;
  if (dialogue.length === 0) return [];
  const pauses = PAUSE_SECONDS * (dialogue.length - 1);
  const room = Math.max(shotSeconds * ROOM - pauses, shotSeconds * 0.5);
  const wanted = dialogue.map((line) => Math.max(1.1, line.line.length / PACE));
  const total = wanted.reduce((sum, length) => sum + length, 0);
  const squeeze = Math.min(1, room / total);
  const pause =
    dialogue.length < 2 ? 0 : Math.min(PAUSE_SECONDS, (shotSeconds * ROOM - total * squeeze) / (dialogue.length - 1));
  let from = shotSeconds * 0.04;
  return dialogue.map((line, index) => {
    const span = { line, from, to: from + (wanted[index] ?? 1) * squeeze };
    from = span.to + Math.max(0, pause);
    return span;
  });
}

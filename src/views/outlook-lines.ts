import { formatMicros } from "../core/money.ts";
import type { Plan } from "../core/plan-steps.ts";
import { paint, type TextLook, table } from "./text-layout.ts";

/** What the four priorities would come to, a row each, and how long it takes at least; nothing for a free plan. */
export function outlookLines({ outlook, currency }: Plan, look: TextLook): string[] {
  if (outlook === undefined) return [];
  const head = ["if all shots were", "expected", "likely done in", "late"];
  const rows = outlook.priorities.map(({ priority, expectedMicros, likelyMs, lateMs }) => [
    priority,
    formatMicros(expectedMicros, currency),
    duration(likelyMs),
    duration(lateMs),
  ]);
  const [first = "", ...others] = table([head, ...rows], [1, 2, 3]);
  const least = `No schedule of this work is shorter than ${duration(outlook.lowerBoundMs)}.`;
  return [paint(first, "grey", look), ...others, paint(least, "grey", look)];
}

/** 5_400_000 -> `1 h 30 min`; rounded up to whole minutes. */
function duration(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

import type { CutEntry } from "../cut.ts";
import type { EpisodeState } from "../episode-state.ts";
import type { ShowFormat } from "../production.ts";
import type { MediaFacts } from "../take.ts";

/** Width that a cut made only of slates is drawn at. */
const SLATE_ONLY_WIDTH_MAX = 1280;
/** Lines by which a picture may miss the show's shape and still count as of that shape (2.39:1 has no whole lines). */
const SHAPE_LINES = 2;

/**
 * Picture of the cut: the show's shape, as large as the largest take in it and never above the show's format, so that a
 * draft is not blown up. A take of another shape counts as the picture it fits into. TEMP takes count only when there is
 * nothing else.
 */
export function pictureSize(
  format: ShowFormat,
  entries: readonly CutEntry[],
  state: EpisodeState,
): { readonly width: number; readonly height: number } {
  const { width, height } = format;
  const widths = (temporary: boolean): number[] =>
    entries.flatMap((entry) => {
      const source = entry.source;
      if (source.kind !== "take" || source.temporary !== temporary) return [];
      const take = state.shots[entry.shot]?.takes.find((candidate) => candidate.id === source.take);
      return take === undefined ? [] : [widthAround(take.facts, format)];
    });
  const own = widths(false);
  const largest = Math.max(0, ...(own.length > 0 ? own : widths(true)));
  const limited = Math.min(width, largest === 0 ? SLATE_ONLY_WIDTH_MAX : largest);
  if (limited === width) return { width, height };
  const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
  return { width: even(limited), height: even((limited * height) / width) };
}

/** Width of the show's shape that holds all of a picture. */
function widthAround({ width, height }: MediaFacts, format: ShowFormat): number {
  const heightOfShape = (width * format.height) / format.width;
  if (height <= heightOfShape + SHAPE_LINES) return width;
  return Math.round((height * format.width) / format.height);
}

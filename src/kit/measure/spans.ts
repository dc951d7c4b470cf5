/** Frames [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Runs of frames that have a property. */
export function spansOf<Frame>(
  frames: readonly Frame[],
  has: (frame: Frame, index: number) => boolean,
): readonly Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  for (const [index, frame] of frames.entries()) {
    if (has(frame, index)) from ??= index;
    else if (from !== undefined) {
      spans.push({ from, to: index });
      from = undefined;
    }
  }
  if (from !== undefined) spans.push({ from, to: frames.length });
  return spans;
}

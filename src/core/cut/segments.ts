import type { Cut, CutEntry } from "../cut.ts";
import type { Join } from "./joins.ts";

/** Frames of one entry of the cut, by their place in its file. */
export interface SegmentInput {
  readonly entry: CutEntry;
  readonly sourceInFrames: number;
}

/** A piece of the programme that is encoded by itself and then joined by copy. */
export interface Segment {
  /** `SH0010`, or `SH0010+SH0020` for the dissolve between them. */
  readonly name: string;
  readonly recordInFrames: number;
  readonly frames: number;
  /** One input, or the outgoing and the incoming shot of a join. */
  readonly inputs: readonly [SegmentInput] | readonly [SegmentInput, SegmentInput];
  readonly join?: Join["kind"];
  readonly fadeInFrames: number;
  readonly fadeOutFrames: number;
}

/**
 * The programme as pieces, in order, each frame in exactly one of them: a body for each shot, and between two bodies
 * the frames in which a dissolve or wipe shows both.
 */
export function segmentsOf(cut: Cut): Segment[] {
  const joins = new Map(cut.joins.map((join) => [join.after, join]));
  return cut.entries.flatMap((entry, index) => {
    const head = joins.get(index - 1)?.behindFrames ?? 0;
    const join = joins.get(index);
    const frames = entry.durationFrames - head - (join?.beforeFrames ?? 0);
    const next = cut.entries[index + 1];
    const body: Segment[] = frames > 0 ? [bodyOf(entry, head, frames)] : [];
    return join === undefined || next === undefined ? body : [...body, joinOf(entry, next, join)];
  });
}

function bodyOf(entry: CutEntry, head: number, frames: number): Segment {
  return {
    name: entry.shot,
    recordInFrames: entry.recordInFrames + head,
    frames,
    inputs: [{ entry, sourceInFrames: entry.sourceInFrames + head }],
    fadeInFrames: Math.min(entry.fadeInFrames, frames),
    fadeOutFrames: Math.min(entry.fadeOutFrames, frames),
  };
}

function joinOf(from: CutEntry, to: CutEntry, join: Join): Segment {
  return {
    name: `${from.shot}+${to.shot}`,
    recordInFrames: to.recordInFrames - join.beforeFrames,
    frames: join.beforeFrames + join.behindFrames,
    inputs: [
      { entry: from, sourceInFrames: from.sourceInFrames + from.durationFrames - join.beforeFrames },
      { entry: to, sourceInFrames: to.sourceInFrames - join.beforeFrames },
    ],
    join: join.kind,
    fadeInFrames: 0,
    fadeOutFrames: 0,
  };
}

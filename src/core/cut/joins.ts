import type { CutEntry } from "../cut.ts";
import type { Notice } from "../plan-steps.ts";
import type { Episode, Transition } from "../production.ts";
import { type ShotEnds, shotEnds } from "./transitions.ts";

/** A dissolve or wipe over the cut between two neighbours. */
export interface Join {
  /** Place of the outgoing entry in the cut; the incoming one is the next. */
  readonly after: number;
  readonly kind: "dissolve" | "wipe";
  /** Frames of it before the cut point (they use the incoming shot's head material). */
  readonly beforeFrames: number;
  /** Frames of it behind the cut point (they use the outgoing shot's tail material). */
  readonly behindFrames: number;
}

/** Joins of the cut, each centred on its cut point as far as the material goes, then shifted, then shortened. */
export function cutJoins(ends: readonly ShotEnds[], entries: readonly CutEntry[], notices: Notice[]): Join[] {
  const joins: Join[] = [];
  // Frames of the incoming shot that the join before it already uses.
  let used = entries[0]?.fadeInFrames ?? 0;
  for (let index = 0; index + 1 < entries.length; index += 1) {
    const [from, to, wish] = [entries[index], entries[index + 1], ends[index]?.joinNext];
    if (from === undefined || to === undefined) continue;
    // One frame of each shot at least stays its own, so that every take stands in the cut by itself.
    const free = Math.max(0, from.durationFrames - used - from.fadeOutFrames - 1);
    used = to.fadeInFrames;
    if (wish === undefined) continue;
    const beforeMax = Math.min(headFrames(to), free);
    const behindMax = Math.min(
      tailFrames(from),
      Math.max(0, to.durationFrames - to.fadeInFrames - to.fadeOutFrames - 1),
    );
    const before = Math.min(beforeMax, Math.max(Math.floor(wish.frames / 2), wish.frames - behindMax));
    const behind = Math.min(behindMax, wish.frames - before);
    if (before + behind < wish.frames) notices.push(shortened(from, to, wish, before + behind));
    if (before + behind === 0) continue;
    joins.push({
      after: index,
      kind: wish.kind === "wipe" ? "wipe" : "dissolve",
      beforeFrames: before,
      behindFrames: behind,
    });
    used += behind;
  }
  return joins;
}

/** Frames in the file before the shot's first in the cut; a slate has as many as anybody wants. */
function headFrames(entry: CutEntry): number {
  return entry.source.kind === "slate" ? Number.MAX_SAFE_INTEGER : entry.sourceInFrames;
}

function tailFrames(entry: CutEntry): number {
  if (entry.source.kind === "slate") return Number.MAX_SAFE_INTEGER;
  return entry.source.frames - entry.sourceInFrames - entry.durationFrames;
}

function shortened(from: CutEntry, to: CutEntry, wish: Transition, frames: number): Notice {
  const result = frames === 0 ? "it is a cut" : `it is ${frames} frames long`;
  const says = `${wish.kind} ${from.shot} to ${to.shot} wants ${wish.frames} frames of handles and there are too few: ${result}`;
  return { code: "dissolve-shortened", severity: "warning", says, shot: to.shot };
}

/**
 * Handles that the dissolves around a shot want, in frames. An engine that costs nothing can deliver them; a paid one
 * never gets a longer step for them.
 */
export function joinHandles(
  episode: Episode,
  shotId: string,
): { readonly headFrames: number; readonly tailFrames: number } {
  const shots = episode.shots.filter((shot) => shot.status !== "omit");
  const ends = shotEnds(shots, []);
  const index = shots.findIndex((shot) => shot.id === shotId);
  const head = ends[index - 1]?.joinNext?.frames ?? 0;
  const tail = ends[index]?.joinNext?.frames ?? 0;
  return { headFrames: Math.floor(head / 2), tailFrames: tail - Math.floor(tail / 2) };
}

import { editDistance } from "../nearest-word.ts";

const SUGGESTIONS_MAX = 3;

/** The known names nearest to a mistyped one: at most a third of its letters away, nearest first. */
export function nearestNames(name: string, known: readonly string[]): readonly string[] {
  const farthest = Math.max(1, Math.floor(name.length / 3));
  return known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= farthest && distance < candidate.length)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, SUGGESTIONS_MAX)
    .map(({ candidate }) => candidate);
}

import type { Shot } from "../production.ts";
import type { LintRequest } from "./lint-episode.ts";

/** Words before a name that say nothing about who it is. */
const TITLES = new Set([
  "the",
  "old",
  "young",
  "little",
  "dr",
  "mr",
  "mrs",
  "ms",
  "sir",
  "lady",
  "king",
  "queen",
  "uncle",
  "aunt",
]);

/** A character named in the action but not in the cast has no face that is held from shot to shot. */
export function lintNames({ episode, bible, file, findings }: LintRequest): void {
  for (const shot of episode.shots) {
    if (shot.status === "omit") continue;
    for (const { id, value } of bible.characters.values()) {
      if (shot.intent.cast.some((member) => member.character === id)) continue;
      const name = callName(value.name);
      const called = [name, id].find((word) => word !== undefined && isSaid(shot, word));
      if (called === undefined) continue;
      const who = name ?? id;
      findings.warning(
        "CHARACTER_NOT_IN_CAST",
        { file, pointer: `${shot.at.pointer}/action` },
        `${who} is in the action of ${shot.id} but not in its cast: the face will not be held`,
        `add ${id} to the cast, or leave the name out of the action`,
      );
    }
  }
}

/** `Josef the shoemaker` is called Josef. */
function callName(name: string | undefined): string | undefined {
  return name
    ?.split(/[\s,]+/)
    .find((word) => !TITLES.has(word.toLowerCase().replace(/\.$/, "")) && /^\p{Lu}/u.test(word));
}

/** The whole word, with its case when it is a name; possessives count: Josef's hand is in the picture. */
function isSaid(shot: Shot, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const flags = /^\p{Lu}/u.test(word) ? "u" : "iu";
  return new RegExp(`(?<![\\p{L}\\p{N}-])${escaped}(?![\\p{L}\\p{N}-])`, flags).test(shot.intent.action);
}

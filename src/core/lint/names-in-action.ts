import { callName } from "../call-name.ts";
import { quoted, wordAt } from "../resolve/findings.ts";
import type { LintRequest } from "./lint-episode.ts";

const NAMES_SHOWN_MAX = 6;
/** A character named in the action but not in the cast has no face that is held from shot to shot. */
export function lintNames({ episode, bible, file, findings }: LintRequest): void {
  warnOfStrangers({ episode, bible, file, findings });
  const people = [...bible.characters.values()].map(({ id, value }) => ({ id, name: callName(value.name) }));
  for (const { id: shot, status, intent, at } of episode.shots) {
    if (status === "omit") continue;
    for (const { id, name } of people) {
      if (intent.cast.some((member) => member.character === id)) continue;
      // Two people of one name: whoever is in the cast is meant.
      if (name !== undefined && people.some((other) => other.name === name && isCast(intent.cast, other.id))) continue;
      const said = namesOf(id, name).find((word) => isSaid(intent.action, word));
      if (said === undefined) continue;
      findings.warning(
        "CHARACTER_NOT_IN_CAST",
        wordAt({ file, pointer: `${at.pointer}/action` }, said),
        `${said} is in the action of ${shot} but not in its cast: the face will not be held`,
        `add ${id} to the cast, or leave the name out of the action`,
      );
    }
  }
}

/** A bible that describes places and things, and nobody: whoever is in the pictures looks different in each. */
function warnOfStrangers({
  episode,
  bible,
  file,
  findings,
}: Pick<LintRequest, "episode" | "bible" | "file" | "findings">): void {
  const isBible = bible.locations.size + bible.props.size + bible.styles.size > 0;
  if (!isBible || !bible.isWhole || bible.characters.size > 0) return;
  const shot = episode.shots.find(({ status, intent }) => status !== "omit" && intent.cast.length > 0);
  if (shot === undefined) return;
  const names = [...new Set(episode.shots.flatMap(({ intent }) => intent.cast.map((member) => member.character)))];
  findings.warning(
    "UNKNOWN_CHARACTER",
    { file, pointer: `${shot.at.pointer}/cast` },
    `the bible describes nobody: the faces of ${listed(names)} will not be held from shot to shot`,
    "describe them below characters: in bible/people.yaml",
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN_MAX).map((name) => quoted(name).slice(1, -1));
  return names.length > shown.length ? `${shown.join(", ")} and ${names.length - shown.length} more` : shown.join(", ");
}

function isCast(cast: readonly { readonly character: string }[], id: string): boolean {
  return cast.some((member) => member.character === id);
}

/** Name and id; an id that is only the name in small letters adds nothing but verbs (`will`, `mark`). */
function namesOf(id: string, name: string | undefined): readonly string[] {
  if (name === undefined) return [id];
  return name.toLowerCase() === id ? [name] : [name, id];
}

/** What of a person is seen in a picture that shows no more of it. */
const OF_BODY =
  "arms?|back|beard|body|chin|eyes?|face|feet|figure|fingers?|fists?|foot|hair|hands?|head|legs?|lips?|mouth|neck|nose|palms?|profile|reflection|shadow|shoulders?|silhouette|thumbs?";

/**
 * The whole word, with its case when it is a name. Josef's hand is in the picture with him; his workshop and his car may
 * be there without.
 */
function isSaid(action: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const flags = /^\p{Lu}/u.test(word) ? "u" : "iu";
  const owned = `(?!(?:'|\u2019)s(?! (?:\\p{L}+ )?(?:${OF_BODY})(?![\\p{L}])))`;
  return new RegExp(`(?<![\\p{L}\\p{N}-])${escaped}(?![\\p{L}\\p{N}-])${owned}`, flags).test(action);
}

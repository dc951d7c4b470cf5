import { didYouMean } from "../nearest-word.ts";
import { type Findings, type Place, quoted, within } from "../resolve/findings.ts";
import type { LintRequest } from "./lint-episode.ts";

/** A shot that uses a take of another shot of this episode: that shot is there, and makes takes of its own. */
export function lintSources({ episode, declared, siblings, findings }: LintRequest): void {
  const byId = new Map(declared.flatMap((shot) => (shot.id === undefined ? [] : [[shot.id, shot] as const])));
  for (const { id, source, at } of episode.shots) {
    if (source.kind !== "take") continue;
    const place = within(at, "source", "from");
    if (source.episode !== episode.id) {
      lintElsewhere(siblings, { ...source, id, own: episode.id, place }, findings);
      continue;
    }
    const other = byId.get(source.shot);
    if (other === undefined)
      findings.error(
        "UNKNOWN_SHOT",
        place,
        `${id} uses a take of ${source.shot}, which is not in this episode`,
        didYouMean(source.shot, [...byId.keys()]),
      );
    else if (source.shot === id) findings.error("UNKNOWN_SHOT", place, `${id} cannot use a take of itself`);
  }
}

interface TakeElsewhere {
  readonly id: string;
  readonly own: string;
  readonly episode: string;
  readonly shot: string;
  readonly place: Place;
}

/** A take of another episode of the same production. */
function lintElsewhere(
  siblings: LintRequest["siblings"],
  { id, own, episode, shot, place }: TakeElsewhere,
  findings: Findings,
): void {
  if (siblings === undefined) return;
  const shots = siblings.get(episode);
  if (shots === undefined) {
    const says = `${id} uses a take of episode ${quoted(episode)}, which is not in this production`;
    const others = [...siblings.keys()].filter((name) => name !== own);
    findings.error("UNKNOWN_SHOT", place, says, didYouMean(episode, others));
  } else if (!shots.has(shot)) {
    const says = `${id} uses a take of ${shot}, which is not in ${episode}`;
    findings.error("UNKNOWN_SHOT", place, says, didYouMean(shot, [...shots]));
  }
}

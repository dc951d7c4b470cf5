import { within } from "../resolve/findings.ts";
import type { LintRequest } from "./lint-episode.ts";

/** A shot that uses a take of another shot of this episode: that shot is there, and makes takes of its own. */
export function lintSources({ episode, declared, findings }: LintRequest): void {
  const byId = new Map(declared.flatMap((shot) => (shot.id === undefined ? [] : [[shot.id, shot] as const])));
  for (const { id, source, at } of episode.shots) {
    if (source.kind !== "take" || source.episode !== episode.id) continue;
    const place = within(at, "source", "from");
    const other = byId.get(source.shot);
    if (other === undefined)
      findings.error("UNKNOWN_SHOT", place, `${id} uses a take of ${source.shot}, which is not in this episode`);
    else if (source.shot === id) findings.error("UNKNOWN_SHOT", place, `${id} cannot use a take of itself`);
  }
}

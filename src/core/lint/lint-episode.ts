import type { EpisodeDocument } from "../../schema/generated/types.ts";
import type { Episode } from "../production.ts";
import type { Bible } from "../resolve/bible.ts";
import type { Findings } from "../resolve/findings.ts";
import { lintChains } from "./chains.ts";
import { lintIds } from "./ids.ts";
import { lintNames } from "./names-in-action.ts";
import { lintScreenDirection } from "./screen-direction.ts";
import { lintSequences } from "./sequences.ts";

export interface LintRequest {
  readonly episode: Episode;
  readonly document: EpisodeDocument;
  readonly file: string;
  readonly bible: Bible;
  readonly findings: Findings;
}

/** What a schema cannot say: ids, chains, who is seen, screen direction, something to make. */
export function lintEpisode(request: LintRequest): void {
  const { episode, file, findings } = request;
  const root = { file, pointer: "" };
  if (episode.shots.length === 0 && findings.list.length === 0)
    findings.error(
      "NO_SHOTS",
      root,
      "this episode has no shots",
      "a shot is four lines: id, framing, duration, action",
    );
  else if (episode.shots.length > 0 && episode.shots.every((shot) => shot.status !== "active"))
    findings.warning("NO_ACTIVE_SHOTS", root, "every shot is on hold or omitted: there is nothing to make");
  lintIds(request);
  lintSequences(request);
  lintChains(request);
  lintNames(request);
  lintScreenDirection(request);
  for (const shot of episode.shots)
    if (shot.options > shot.maxPaidTakes)
      findings.error(
        "OPTIONS_OVER_TAKES",
        { file, pointer: `${shot.at.pointer}/options` },
        `${shot.id} wants ${shot.options} options and may use ${shot.maxPaidTakes} takes`,
        "raise max_paid_takes or ask for fewer options",
      );
}

import type { EpisodeDocument, GateRules, ShowDocument } from "../../schema/generated/types.ts";
import type { KnownNames } from "../known-names.ts";
import type { Episode } from "../production.ts";
import type { Bible } from "../resolve/bible.ts";
import { type Findings, within } from "../resolve/findings.ts";
import { lintChains } from "./chains.ts";
import { type DeclaredShot, declaredShots } from "./declared-shots.ts";
import { lintEngines } from "./engines.ts";
import { lintGateNames } from "./gate-names.ts";
import { lintIds } from "./ids.ts";
import { lintNames } from "./names-in-action.ts";
import { lintScenes } from "./scenes.ts";
import { lintScreenDirection } from "./screen-direction.ts";
import { lintSources } from "./sources.ts";

export interface LintEpisode {
  readonly episode: Episode;
  readonly document: EpisodeDocument;
  readonly file: string;
  readonly bible: Bible;
  readonly show: { readonly file: string; readonly document: ShowDocument } | undefined;
  readonly known: KnownNames;
  /** Gates of the repository's configuration. */
  readonly gates: GateRules | undefined;
  /** Ids of the shots of every episode of this production, by the episode's id; undefined when they are not known. */
  readonly siblings: SiblingShots | undefined;
  readonly findings: Findings;
}
export type SiblingShots = ReadonlyMap<string, ReadonlySet<string>>;

export interface LintRequest extends LintEpisode {
  readonly declared: readonly DeclaredShot[];
}

/** What a schema cannot say: ids, chains, who is seen, screen direction, something to make. */
export function lintEpisode(given: LintEpisode): void {
  const request: LintRequest = { ...given, declared: declaredShots(given.document, given.file, given.episode) };
  lintAmount(request);
  lintIds(request);
  lintScenes(request);
  lintChains(request);
  lintSources(request);
  lintNames(request);
  lintScreenDirection(request);
  lintOptions(request);
  lintEngines(request);
  lintGateNames(request);
}

function lintAmount({ declared, document, episode, file, findings }: LintRequest): void {
  const root = { file, pointer: "" };
  if (declared.length === 0)
    findings.error(
      "NO_SHOTS",
      document.shots === undefined ? root : within(root, "shots"),
      "this episode has no shots",
      "a shot is four lines: id, framing, duration, action",
    );
  else if (declared.every((shot) => shot.status !== "active"))
    findings.warning(
      "NO_ACTIVE_SHOTS",
      root,
      "every shot is on hold or omitted: there is nothing to make",
      "status: active, or no status at all, makes a shot",
    );
  if (episode.status === "locked")
    findings.note(
      "EPISODE_LOCKED",
      within(root, "status"),
      `${episode.id} is locked: shots that are made keep the bible they were made with`,
      "a change of the bible reaches it again with status: open",
    );
}

function lintOptions({ episode, file, findings }: LintRequest): void {
  for (const { id, options, maxPaidTakes, at } of episode.shots)
    if (options > maxPaidTakes)
      findings.error(
        "OPTIONS_OVER_TAKES",
        within({ file, pointer: at.pointer }, "options"),
        `${id} wants ${options} options and may pay for ${maxPaidTakes} ${maxPaidTakes === 1 ? "take" : "takes"}`,
        "raise max_paid_takes or ask for fewer options",
      );
}

import type { GateRules, SceneEntry, ShotEntry, ShowDocument } from "../../schema/generated/types.ts";
import type { ShowFormat } from "../production.ts";
import type { Bible } from "./bible.ts";
import type { Findings, Place } from "./findings.ts";
import type { FileAnswers } from "./named-files.ts";

/** One authored shot with everything around it that it may take something from. */
export interface ShotRequest {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly scene: SceneEntry | undefined;
  readonly scenePlace: Place | undefined;
  readonly episodeStyle: string | undefined;
  /** Root of the episode's and of the show's document. */
  readonly episodePlace: Place;
  readonly showPlace: Place;
  readonly show: ShowDocument | undefined;
  readonly gates: GateRules | undefined;
  readonly bible: Bible;
  readonly answers: FileAnswers;
  readonly format: ShowFormat;
  readonly folder: string;
  readonly names: { readonly show: string; readonly episode: string };
  readonly findings: Findings;
}

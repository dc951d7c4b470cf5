import type { ShotEntry } from "../../schema/generated/types.ts";
import type { ShotSource } from "../production.ts";
import { parseShotAddress } from "../shot-address.ts";
import { type Findings, type Place, within } from "./findings.ts";
import type { FileAnswers } from "./named-files.ts";

/** Stands in for a file that is not there (a finding already); it never equals a real digest. */
const NO_FILE = `sha256:${"0".repeat(64)}` as const;

export interface SourceRequest {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly answers: FileAnswers;
  /** Folder of the production, where paths begin. */
  readonly folder: string;
  /** The episode the shot stands in: `from: SH0010` means one of its own. */
  readonly episode: string;
  readonly findings: Findings;
}

/** Generated, a person's own footage, or a take of another shot. */
export function shotSource({ entry, place, answers, folder, episode, findings }: SourceRequest): ShotSource {
  const { source } = entry;
  if (source === undefined) return { kind: "generated" };
  if (source.kind === "take") {
    const address = parseShotAddress(source.from ?? "");
    if (address.ok) return { kind: "take", episode: address.value.episode ?? episode, shot: address.value.shot };
    findings.error("ID_FORM", within(place, "source", "from"), address.error);
    return { kind: "generated" };
  }
  const path = source.path ?? "";
  const answer = answers.get(path);
  const sha256 = answer !== undefined && "sha256" in answer ? answer.sha256 : NO_FILE;
  return { kind: "provided", path: `${folder}/${path}`, sha256 };
}

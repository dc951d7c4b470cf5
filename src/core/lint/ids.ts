import type { SceneEntry } from "../../schema/generated/types.ts";
import { appearance } from "../resolve/bible.ts";
import { within } from "../resolve/findings.ts";
import type { LintRequest } from "./lint-episode.ts";

/** Shot numbers, scene ids and sequences stand once; an omitted number is never given again. */
export function lintIds({ episode, document, file, findings }: LintRequest): void {
  const first = new Map<string, (typeof episode.shots)[number]>();
  for (const shot of episode.shots) {
    const other = first.get(shot.id);
    if (other === undefined) {
      first.set(shot.id, shot);
      continue;
    }
    const place = { file, pointer: `${shot.at.pointer}/id` };
    if (other.status === "omit" || shot.status === "omit")
      findings.error(
        "NUMBER_REUSED",
        place,
        `${shot.id} was given to an omitted shot: its number is never used again`,
        `take a number between its neighbours, such as ${between(shot.id)}`,
      );
    else
      findings.error(
        "DUPLICATE_ID",
        place,
        `${shot.id} stands twice in this episode`,
        `numbers go up in tens; a shot in between is ${between(shot.id)}`,
      );
  }
  const root = { file, pointer: "" };
  lintList(
    document.scenes?.map((scene: SceneEntry) => String(scene.id)) ?? [],
    "scene",
    (index) => within(root, "scenes", index, "id"),
    findings,
  );
  lintList(
    document.sequences?.map((sequence) => sequence.id) ?? [],
    "sequence",
    (index) => within(root, "sequences", index, "id"),
    findings,
  );
}

function between(id: string): string {
  const number = Number(/\d+/.exec(id)?.[0] ?? 0);
  return `SH${String(number + 5).padStart(4, "0")}`;
}

function lintList(
  ids: readonly string[],
  kind: string,
  placeOf: (index: number) => { file: string; pointer: string },
  findings: LintRequest["findings"],
): void {
  const exact = new Map<string, number>();
  const alike = new Map<string, string>();
  for (const [index, id] of ids.entries()) {
    const shape = appearance(id);
    const other = alike.get(shape);
    if (exact.has(id))
      findings.error(
        "DUPLICATE_ID",
        placeOf(index),
        `the ${kind} "${id}" stands twice: 1 and "1" are the same`,
        "give it another id",
      );
    else if (other !== undefined)
      findings.warning("ID_CONFUSABLE", placeOf(index), `the ${kind}s "${id}" and "${other}" look alike`);
    exact.set(id, index);
    alike.set(shape, other ?? id);
  }
}

import { didYouMean } from "../nearest-word.ts";
import { type Place, quoted, within } from "../resolve/findings.ts";
import { reportUnknownCharacter, reportUnknownLook } from "../resolve/shot-cast.ts";
import type { LintRequest } from "./lint-episode.ts";

/** A scene's sequence is one of the listed ones, when any are listed; what it says of costumes fits the bible. */
export function lintScenes(request: LintRequest): void {
  const { document, file, findings } = request;
  const known = (document.sequences ?? []).map((sequence) => sequence.id);
  for (const [index, scene] of (document.scenes ?? []).entries()) {
    const place = within({ file, pointer: "" }, "scenes", index);
    if (scene.sequence !== undefined && known.length > 0 && !known.includes(scene.sequence))
      findings.error(
        "UNKNOWN_SEQUENCE",
        within(place, "sequence"),
        `there is no sequence ${quoted(scene.sequence)} in this episode`,
        didYouMean(scene.sequence, known) ?? `sequences: ${known.join(", ")}`,
      );
    lintLooks(request, scene.looks ?? {}, within(place, "looks"));
  }
}

function lintLooks({ bible, findings }: LintRequest, worn: Readonly<Record<string, string>>, place: Place): void {
  if (bible.characters.size === 0) return;
  for (const [id, look] of Object.entries(worn)) {
    const character = bible.characters.get(id)?.value;
    const looks = Object.keys(character?.looks ?? {});
    if (character === undefined) reportUnknownCharacter(id, within(place, id), bible, findings);
    else if (!looks.includes(look)) reportUnknownLook(id, look, looks, within(place, id), findings);
  }
}

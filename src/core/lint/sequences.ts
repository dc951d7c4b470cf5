import { didYouMean } from "../nearest-word.ts";
import { within } from "../resolve/findings.ts";
import type { LintRequest } from "./lint-episode.ts";

/** A scene's sequence is one of the listed ones, when sequences are listed at all. */
export function lintSequences({ document, file, findings }: LintRequest): void {
  const known = document.sequences?.map((sequence) => sequence.id) ?? [];
  if (known.length === 0) return;
  for (const [index, scene] of (document.scenes ?? []).entries())
    if (scene.sequence !== undefined && !known.includes(scene.sequence))
      findings.error(
        "UNKNOWN_SEQUENCE",
        within({ file, pointer: "" }, "scenes", index, "sequence"),
        `there is no sequence "${scene.sequence}" in this episode`,
        didYouMean(scene.sequence, known) ?? `sequences: ${known.join(", ")}`,
      );
}

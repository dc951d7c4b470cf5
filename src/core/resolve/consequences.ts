import type { DiagnosticCode } from "../diagnostic-codes.ts";
import type { PlacedFinding } from "./findings.ts";

/** Findings that say who is missing from a picture: worth nothing where it could not be read who is in it. */
const OF_PEOPLE: ReadonlySet<DiagnosticCode> = new Set([
  "CHARACTER_NOT_IN_CAST",
  "LINE_CROSSED",
  "SPEAKER_NOT_IN_CAST",
]);
/** Worth nothing where it could not be read what the people of a scene wear. */
const OF_LOOKS: ReadonlySet<DiagnosticCode> = new Set(["CAST_WITHOUT_LOOK"]);
/** A member of the cast that nobody knows may be the very person who is missed. */
const OF_CAST: ReadonlySet<DiagnosticCode> = new Set(["SHORT_FORM", "UNKNOWN_CHARACTER"]);

/**
 * One finding a mistake: without those that only follow from another. `doubtful`: pointers of shots and scenes whose cast
 * or looks could not be read at all.
 */
export function withoutConsequences(
  findings: readonly PlacedFinding[],
  file: string,
  doubtful: ReadonlySet<string>,
): readonly PlacedFinding[] {
  const unsure = new Set(doubtful);
  for (const { code, file: at, pointer } of findings) {
    const shot = at === file && OF_CAST.has(code) ? /^(.*)\/cast\/\d+$/.exec(pointer ?? "")?.[1] : undefined;
    if (shot !== undefined) unsure.add(shot);
  }
  if (unsure.size === 0) return findings;
  return findings.filter(({ code, file: at, pointer = "" }) => {
    if (at !== file || !(OF_PEOPLE.has(code) || OF_LOOKS.has(code))) return true;
    const codes = (part: string): ReadonlySet<DiagnosticCode> => (/\/shots\/\d+$/.test(part) ? OF_PEOPLE : OF_LOOKS);
    return ![...unsure].some((part) => pointer.startsWith(`${part}/`) && codes(part).has(code));
  });
}

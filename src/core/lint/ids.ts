import { type Findings, type Place, within } from "../resolve/findings.ts";
import { warnOfLookAlikes } from "../resolve/look-alikes.ts";
import type { DeclaredShot } from "./declared-shots.ts";
import type { LintRequest } from "./lint-episode.ts";

/** Shot numbers, scene ids and sequences stand once; an omitted number is never given again. */
export function lintIds({ declared, document, file, findings }: LintRequest): void {
  lintShotNumbers(declared, findings);
  const root: Place = { file, pointer: "" };
  const scenes = (document.scenes ?? []).map(({ id }, index) => ({
    id: String(id),
    place: within(root, "scenes", index, "id"),
  }));
  const sequences = (document.sequences ?? []).map(({ id }, index) => ({
    id,
    place: within(root, "sequences", index, "id"),
  }));
  lintList(scenes, "scene", findings);
  lintList(sequences, "sequence", findings);
}

function lintShotNumbers(declared: readonly DeclaredShot[], findings: Findings): void {
  const first = new Map<string, DeclaredShot>();
  const taken = new Set(declared.flatMap((shot) => shot.id ?? []));
  const distinct: { id: string; place: Place }[] = [];
  for (const shot of declared) {
    const { id } = shot;
    if (id === undefined) continue;
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, shot);
      distinct.push({ id: shot.written.toUpperCase(), place: within(shot.place, "id") });
    } else reportSecond(id, shot, other, freeNumber(id, taken), findings);
  }
  warnOfLookAlikes(distinct, findings);
}

/** Where one of the two is omitted, the finding stands at the other one: that is the number given anew. */
function reportSecond(id: string, shot: DeclaredShot, other: DeclaredShot, free: string, findings: Findings): void {
  const isOmitted = (one: DeclaredShot): boolean => one.status === "omit";
  if (isOmitted(other) !== isOmitted(shot))
    findings.error(
      "NUMBER_REUSED",
      within(isOmitted(shot) ? other.place : shot.place, "id"),
      `${id} was given to an omitted shot: its number is never used again`,
      `a shot in between takes a number in between, such as ${free}`,
    );
  else
    findings.error(
      "DUPLICATE_ID",
      within(shot.place, "id"),
      shot.written === other.written
        ? `${id} stands twice in this episode`
        : `"${shot.written}" and "${other.written}" are the same shot, ${id}`,
      `numbers go up in tens; a shot in between is ${free}`,
    );
}

/** The nearest free number behind a shot: in the middle of the ten first, as numbers are put in. */
function freeNumber(id: string, taken: ReadonlySet<string>): string {
  const number = Number(/\d+/.exec(id)?.[0] ?? 0);
  const steps = [5, 2, 8, 1, 3, 4, 6, 7, 9];
  const names = steps.map((step) => `SH${String(number + step).padStart(4, "0")}`);
  return names.find((name) => !taken.has(name)) ?? `${id.slice(0, 6)}A`;
}

function lintList(
  ids: readonly { readonly id: string; readonly place: Place }[],
  kind: string,
  findings: Findings,
): void {
  const seen = new Set<string>();
  for (const { id, place } of ids) {
    if (seen.has(id)) {
      const same = /^\d+$/.test(id) ? `: ${id} and "${id}" are the same` : "";
      findings.error("DUPLICATE_ID", place, `the ${kind} ${id} stands twice${same}`, "give it another id");
    }
    seen.add(id);
  }
  warnOfLookAlikes(ids, findings);
}

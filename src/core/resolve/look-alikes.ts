import type { Findings, Place } from "./findings.ts";

/** Letters and digits that a reader takes for one another; Greek and Cyrillic ones first among them. */
const SAME_SHAPE: readonly (readonly [RegExp, string])[] = [
  [/[0\u043e\u03bf]/g, "o"],
  [/[1il|\u0456\u03b9]/g, "l"],
  [/[5\u0455]/g, "s"],
  [/[\u0430\u03b1]/g, "a"],
  [/\u0435/g, "e"],
  [/[\u0440\u03c1]/g, "p"],
  [/\u0441/g, "c"],
  [/\u0445/g, "x"],
  [/\u0443/g, "y"],
  [/\u0432/g, "b"],
  [/\u043d/g, "h"],
  [/\u043c/g, "m"],
  [/\u0442/g, "t"],
  [/\u043a/g, "k"],
  [/[_.\s-]+/g, "-"],
];

/** How an id looks: equal for ids that are mixed up by eye. */
export function appearance(id: string): string {
  return SAME_SHAPE.reduce((text, [letters, one]) => text.replace(letters, one), id.normalize("NFKC").toLowerCase());
}

/** Warns of different ids of one list that look the same. */
export function warnOfLookAlikes(
  ids: readonly { readonly id: string; readonly place: Place }[],
  findings: Findings,
): void {
  const seen = new Map<string, string>();
  for (const { id, place } of ids) {
    const shape = appearance(id);
    const other = seen.get(shape);
    if (other === undefined) seen.set(shape, id);
    else if (other !== id)
      findings.warning(
        "ID_CONFUSABLE",
        { ...place, of: "name" },
        `"${id}" and "${other}" look alike`,
        "rename one: sooner or later the wrong one is written",
      );
  }
}

import type { Cause, Plan } from "../core/plan-steps.ts";
import { oneLine } from "./text-layout.ts";

/** Longest value that reads well inside a sentence. */
const SHORT_VALUE_CHARACTERS = 40;
const CAUSE_CHARACTERS_MAX = 120;
/** More changed words than this are a new description, not a new colour. */
const CHANGED_WORDS_MAX = 3;
/** Where the thing itself ends: `coat with brass buttons` is a coat. */
const AFTER_THE_THING = new Set(["with", "of", "in", "on", "and", "at", "over", "under", "to", "from"]);

/** Causes whose words are a sentence already, so that "because" may stand before them. */
const SENTENCES: ReadonlySet<Cause["code"]> = new Set([
  "retake-asked",
  "upstream-changed",
  "media-missing",
  "set-aside",
  "part-added",
  "part-removed",
  "options-missing",
]);

/** A cause as it goes on after "3 shots change": ` because Josef's leather apron is now black`, or `: ` and its words. */
export function plainReason(cause: Cause, names: Plan["names"]): string {
  const clothes = newClothes(cause, names);
  if (clothes !== undefined) return ` because ${clothes}`;
  const says = oneLine(cause.says, CAUSE_CHARACTERS_MAX);
  return SENTENCES.has(cause.code) ? ` because ${says}` : `: ${says}`;
}

function newClothes({ code, subject, was, now }: Cause, names: Plan["names"]): string | undefined {
  const clothes = /^character\/([^#]+)#look\.([^.]+)\.wardrobe$/.exec(subject);
  if (code !== "part-changed" || clothes === null || was === undefined || now === undefined) return undefined;
  const [, id = "", look = ""] = clothes;
  const who = oneLine(shortName(names?.[id] ?? id), SHORT_VALUE_CHARACTERS);
  const piece = changedPiece(was, now);
  if (piece !== undefined) {
    const thing = oneLine(piece.thing, SHORT_VALUE_CHARACTERS);
    return `${who}'s ${thing} ${isMany(piece.thing) ? "are" : "is"} now ${oneLine(piece.now, SHORT_VALUE_CHARACTERS)}`;
  }
  if ([...now].length > SHORT_VALUE_CHARACTERS) return undefined;
  return `${who}'s ${oneLine(look, SHORT_VALUE_CHARACTERS)} ${look.endsWith("s") ? "are" : "is"} now ${oneLine(now, SHORT_VALUE_CHARACTERS)}`;
}

/** `Josef the shoemaker` -> `Josef`: the name people use. */
function shortName(name: string): string {
  return name.split(/,| the /)[0]?.trim() || name;
}

/** The one piece of a list of clothes that got other words in front: `brown apron` -> `black apron`. */
function changedPiece(was: string, now: string): { readonly thing: string; readonly now: string } | undefined {
  const before = was.split(",").map((piece) => piece.trim());
  const after = now.split(",").map((piece) => piece.trim());
  if (before.length !== after.length) return undefined;
  const changed = after.flatMap((piece, index) => (piece === before[index] ? [] : [index]));
  const [index] = changed;
  if (index === undefined || changed.length > 1) return undefined;
  const old = (before[index] ?? "").split(/\s+/);
  const fresh = (after[index] ?? "").split(/\s+/);
  let tail = 0;
  while (tail < Math.min(old.length, fresh.length) && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const words = fresh.slice(0, fresh.length - tail);
  if (tail === 0 || words.length === 0 || words.length > CHANGED_WORDS_MAX) return undefined;
  return { thing: fresh.slice(fresh.length - tail).join(" "), now: words.join(" ") };
}

function isMany(thing: string): boolean {
  const words = thing.split(/\s+/);
  const end = words.findIndex((word) => AFTER_THE_THING.has(word));
  return /[^s]s$/.test((end === -1 ? words : words.slice(0, end)).at(-1) ?? "");
}

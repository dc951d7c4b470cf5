import type { Json, JsonObject } from "../json.ts";
import type { Cause } from "../plan-steps.ts";
import { inWords, isList, isObject, labelOf, quoted } from "./film-words.ts";
import { wordChange } from "./word-change.ts";

/** Who joined, who left, who changed clothes, place or mood. */
export function castCauses(was: Json | undefined, now: Json | undefined): Cause[] {
  const before = members(was);
  const after = members(now);
  const causes: Cause[] = [];
  for (const [name, member] of after) {
    const earlier = before.get(name);
    if (earlier === undefined) causes.push(castCause(`${name} joins the cast`, undefined, name));
    else causes.push(...memberCauses(name, earlier, member));
  }
  for (const name of before.keys()) if (!after.has(name)) causes.push(castCause(`${name} leaves the cast`, name));
  const order = causes.length === 0;
  if (order)
    causes.push(castCause("cast in another order", [...before.keys()].join(", "), [...after.keys()].join(", ")));
  return causes;
}

function castCause(says: string, was?: string, now?: string): Cause {
  return {
    code: "intent-changed",
    subject: "cast",
    says,
    ...(was === undefined ? {} : { was }),
    ...(now === undefined ? {} : { now }),
  };
}

function members(cast: Json | undefined): Map<string, JsonObject> {
  const all = new Map<string, JsonObject>();
  for (const member of (isList(cast) ? cast : []).filter(isObject)) {
    const name = inWords(member["character"]);
    let key = name;
    for (let copy = 2; all.has(key); copy += 1) key = `${name} (${copy})`;
    all.set(key, member);
  }
  return all;
}

function memberCauses(name: string, was: JsonObject, now: JsonObject): Cause[] {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return fields
    .filter((field) => field !== "character" && inWords(was[field]) !== inWords(now[field]))
    .map((field) => {
      const text = field === "emotion" || field === "visible";
      const says =
        field === "look"
          ? `${name} wears look ${inWords(now[field])}, was ${inWords(was[field])}`
          : `${name}, ${labelOf(field)} ${inWords(was[field], text)} -> ${inWords(now[field], text)}`;
      return castCause(says, inWords(was[field]), inWords(now[field]));
    });
}

/** Lines that were added, cut or reworded, by their place in the shot. */
export function dialogueCauses(was: Json | undefined, now: Json | undefined): Cause[] {
  const before = (isList(was) ? was : []).filter(isObject);
  const after = (isList(now) ? now : []).filter(isObject);
  const causes: Cause[] = [];
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const earlier = before[index];
    const later = after[index];
    const subject = "dialogue";
    if (earlier === undefined && later !== undefined)
      causes.push({ code: "intent-changed", subject, says: `new line of ${speaker(later)}: ${quoted(lineOf(later))}` });
    else if (earlier !== undefined && later === undefined)
      causes.push({
        code: "intent-changed",
        subject,
        says: `line of ${speaker(earlier)} cut: ${quoted(lineOf(earlier))}`,
      });
    else if (earlier !== undefined && later !== undefined) causes.push(...lineCauses(earlier, later));
  }
  return causes;
}

function lineCauses(was: JsonObject, now: JsonObject): Cause[] {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return fields
    .filter((field) => inWords(was[field]) !== inWords(now[field]))
    .map((field) => {
      const change =
        field === "line"
          ? `line of ${speaker(now)} ${wordChange(lineOf(was), lineOf(now))}`
          : `line of ${speaker(now)}, ${labelOf(field)} ${inWords(was[field], field === "delivery")} -> ${inWords(now[field], field === "delivery")}`;
      return {
        code: "intent-changed",
        subject: "dialogue",
        says: change,
        was: inWords(was[field]),
        now: inWords(now[field]),
      };
    });
}

function speaker(line: JsonObject): string {
  return line["character"] === undefined ? "the narrator" : inWords(line["character"]);
}

function lineOf(line: JsonObject): string {
  return inWords(line["line"]);
}

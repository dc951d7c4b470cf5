import type { Json, JsonObject } from "../json.ts";

/** Longest free text quoted in a cause; the full values stand in `was` and `now`. */
const QUOTE_CHARACTERS_MAX = 60;

/** One line in double quotes, shortened in the middle of nothing: cut at the end with an ellipsis. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...line];
  const short =
    characters.length <= QUOTE_CHARACTERS_MAX ? line : `${characters.slice(0, QUOTE_CHARACTERS_MAX - 3).join("")}...`;
  return `"${short}"`;
}

/** A value as a film person says it; free text is quoted, words from a closed list are not. */
export function inWords(value: Json | undefined, asText = false): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return asText ? quoted(value) : value;
  if (isList(value)) return value.length === 0 ? "none" : value.map((item) => inWords(item, asText)).join(", ");
  return quoted(
    Object.entries(value)
      .map(([key, item]) => `${labelOf(key)} ${inWords(item)}`)
      .join(", "),
  );
}

/** `timeOfDay` and `voice_id` -> `time of day`, `voice id`. */
export function labelOf(field: string): string {
  return field
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/[_-]+/g, " ");
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** What joined and what left a list of words. */
export function listChange(was: Json | undefined, now: Json | undefined): { joined: string[]; left: string[] } {
  const before = (isList(was) ? was : []).map((item) => inWords(item));
  const after = (isList(now) ? now : []).map((item) => inWords(item));
  return {
    joined: after.filter((item) => !before.includes(item)),
    left: before.filter((item) => !after.includes(item)),
  };
}

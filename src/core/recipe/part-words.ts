import type { JsonObject } from "../json.ts";
import type { Parts } from "../production.ts";

/** Texts of a bible part, as resolve wrote it; nothing when the part or the field is not there. */
export interface PartWords {
  text(part: string, field: string): string | undefined;
  list(part: string, field: string): readonly string[];
  /** `window left, bench centre` of a field that names places. */
  pairs(part: string, field: string): readonly string[];
  /** The one part whose key begins so: a location has one light in a shot. */
  keyLike(prefix: string): string | undefined;
}

export function partWords(parts: Parts): PartWords {
  const field = (part: string, name: string): JsonObject[string] | undefined => parts[part]?.[name];
  return {
    text(part, name) {
      const value = field(part, name);
      return typeof value === "string" && value !== "" ? value : undefined;
    },
    list(part, name) {
      const value = field(part, name);
      return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
    },
    pairs(part, name) {
      const value = field(part, name);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
      return Object.entries(value).flatMap(([key, said]) => (typeof said === "string" ? [`${key} ${said}`] : []));
    },
    keyLike: (prefix) =>
      Object.keys(parts)
        .sort()
        .find((key) => key.startsWith(prefix)),
  };
}

import type { JsonObject } from "../json.ts";

/**
 * The five kinds of shot that engines differ in. Read off the framing and who speaks, never off the words of the action,
 * so that it is the same for every language and every recipe.
 */
export const STAGINGS = ["close-up", "dialogue", "insert", "establishing", "action"] as const;
export type Staging = (typeof STAGINGS)[number];

const CLOSE_SIZES = new Set(["ECU", "BCU", "CU", "MCU"]);
const WIDE_SIZES = new Set(["LS", "ELS"]);

/** Staging of a shot's intent, also of one that an older version journaled: what is missing there reads as absent. */
export function stagingOf(intent: JsonObject | { readonly [field: string]: unknown }): Staging {
  const framing = objectOf(intent["framing"]);
  const type = framing["type"];
  if (type === "insert" || type === "cutaway") return "insert";
  const spoken = listOf(intent["dialogue"]).some((line) => objectOf(line)["kind"] === "dialogue");
  if (spoken) return "dialogue";
  if (type === "establishing" || type === "master") return "establishing";
  const size = String(framing["size"]);
  if (CLOSE_SIZES.has(size)) return "close-up";
  return WIDE_SIZES.has(size) && listOf(intent["cast"]).length === 0 ? "establishing" : "action";
}

/** `close-up` -> `close-ups`, for "31 of 40 close-ups". */
export function stagingPlural(staging: Staging): string {
  const words: { readonly [one in Staging]: string } = {
    "close-up": "close-ups",
    dialogue: "dialogue shots",
    insert: "inserts",
    establishing: "establishing shots",
    action: "action shots",
  };
  return words[staging];
}

function objectOf(value: unknown): { readonly [field: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [field: string]: unknown })
    : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

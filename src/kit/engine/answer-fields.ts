import type { Json, JsonObject } from "../../core/json.ts";

/** Reading vendors' answers: a field that is missing or of another kind is undefined, and never a surprise. */

export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

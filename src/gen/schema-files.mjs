import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every schema there is, by short name: `episode` -> the parsed schemas/episode.schema.json. Sorted by name. */
export function readSchemas(root) {
  const folder = join(root, "schemas");
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".schema.json"))
    .sort();
  return new Map(names.map((name) => [shortName(name), JSON.parse(readFileSync(join(folder, name), "utf8"))]));
}

/** `common.schema.json` -> `common`. */
export function shortName(file) {
  return file.replace(/\.schema\.json$/, "");
}

/** A copy of plain JSON in which `change` may replace any object, children first. */
export function mapObjects(value, change) {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (value === null || typeof value !== "object") return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapObjects(item, change)])));
}

import { stepsOf, valueAt } from "./subject.ts";
import { type DocumentKind, type ShapeError, shapeErrors } from "./validators.ts";

const ROUNDS_MAX = 3;
type Fields = Record<string, unknown>;

/**
 * A copy of a document with errors from which unknown fields and broken optional values are left out, and in which a
 * missing or broken value that is always needed is replaced by an example. It serves one purpose: that the rest can be
 * checked in the same run. Undefined when what is left still has not the shape.
 */
export function spareValue(kind: DocumentKind, value: unknown, errors: readonly ShapeError[]): unknown {
  const copy: unknown = structuredClone(value);
  let left = errors;
  // What is taken out may itself have been needed by the part around it, which then goes, too.
  for (let round = 0; round < ROUNDS_MAX && left.length > 0; round += 1) {
    for (const error of left) if (!spare(copy, error)) return undefined;
    left = shapeErrors(kind, copy);
  }
  return left.length === 0 ? copy : undefined;
}

/** False when this error cannot be taken out of the document without touching what other parts rely on. */
function spare(root: unknown, error: ShapeError): boolean {
  if (error.keyword === "if" || error.keyword === "propertyNames") return true;
  const fields = fieldsAt(root, error.instancePath);
  if (error.keyword === "required") {
    const name = String(error.params["missingProperty"]);
    if (fields === undefined) return true;
    if (Object.hasOwn(STAND_INS, name)) fields[name] = STAND_INS[name];
    return Object.hasOwn(STAND_INS, name) || takeOut(root, error.instancePath);
  }
  const name = error.propertyName ?? error.params["additionalProperty"];
  if (typeof name !== "string") return takeOut(root, error.instancePath);
  if (fields !== undefined) delete fields[name];
  return true;
}

/** Fields whose absence says nothing about other parts of the production. */
const LONE_FIELDS: ReadonlySet<string> = new Set([
  "title",
  "notes",
  "logline",
  "status",
  "due",
  "interior",
  "weather",
  "lighting",
  "mood",
  "ambience",
  "time_of_day",
  "camera",
  "seed",
  "importance",
  "approval",
  "options",
  "max_paid_takes",
  "max_cost",
  "handles",
  "priority",
  "on_refusal",
  "on_slow",
  "engine_lock",
  "score_floor",
  "burn_in",
  "loudness",
  "slate",
  "fps",
  "resolution",
  "aspect",
  "start_timecode",
  "movement",
  "direction",
  "speed",
  "rig",
  "type",
  "angle",
  "lens",
  "depth_of_field",
  "composition",
  "position",
  "facing",
  "emotion",
  "visible",
  "delivery",
  "kind",
  "lip_sync",
  "descriptor",
  "age",
  "build",
  "wardrobe",
  "hair",
  "makeup",
  "injuries",
  "language",
  "scale",
  "parallel",
  "default_tier",
  "in",
  "consent",
  "voice",
  "lora",
  "identity",
  "palette",
  "rules",
  "geography",
  "references",
  "distinguishing",
  "avoid",
  "format",
  "ceilings",
  "gates",
  "people",
  "audio",
  "transition",
  "trim",
  "dialogue",
  "start_frame",
  "end_frame",
  "out",
]);
const STAND_INS: Readonly<Record<string, unknown>> = {
  framing: "MS",
  duration: "1s",
  action: "...",
  size: "MS",
  movement: "static",
  line: "...",
};

/** Leaves out, or stands in for, the nearest part around a fault that can be missed. */
function takeOut(root: unknown, pointer: string): boolean {
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const name = stepsOf(at).at(-1) ?? "";
    const parent = fieldsAt(root, at.slice(0, at.lastIndexOf("/")));
    if (parent === undefined) return true;
    if (Array.isArray(parent)) continue;
    if (Object.hasOwn(STAND_INS, name)) {
      parent[name] = STAND_INS[name];
      return true;
    }
    if (LONE_FIELDS.has(name)) {
      delete parent[name];
      return true;
    }
  }
  return false;
}

function fieldsAt(root: unknown, pointer: string): Fields | undefined {
  const value = valueAt(root, pointer);
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

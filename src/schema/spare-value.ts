import { faultPointer } from "./shape-findings.ts";
import { stepsOf, valueAt } from "./subject.ts";
import { type DocumentKind, type SchemaPart, type ShapeError, shapeErrors } from "./validators.ts";

type Fields = Record<string, unknown>;

/**
 * A copy of a document with errors from which unknown fields and broken optional values are left out, and in which a
 * missing or broken value that is always needed is replaced by an example. It serves one purpose: that the rest can be
 * checked in the same run. Undefined when what is left still has not the shape.
 */
export function spareValue(kind: DocumentKind, value: unknown, errors: readonly ShapeError[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const error of errors) if (!spare(copy, error)) return undefined;
  return shapeErrors(kind, copy).length === 0 ? copy : undefined;
}

/** False when this error cannot be taken out of the document without touching more than it. */
function spare(root: unknown, error: ShapeError): boolean {
  if (error.keyword === "if") return true;
  if (error.keyword === "required")
    return standIn(fieldsAt(root, error.instancePath), error, String(error.params["missingProperty"]));
  if (error.keyword === "additionalProperties") {
    const fields = fieldsAt(root, error.instancePath);
    const name = String(error.params["additionalProperty"]);
    if (fields !== undefined) delete fields[name];
    return fields !== undefined;
  }
  return error.propertyName === undefined && LEAVES.has(error.keyword) && removeLeaf(root, faultPointer(error));
}

/** Complaints about one single value. */
const LEAVES: ReadonlySet<string> = new Set([
  "type",
  "enum",
  "const",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
]);

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

function removeLeaf(root: unknown, pointer: string): boolean {
  const name = stepsOf(pointer).at(-1) ?? "";
  const parent = fieldsAt(root, pointer.slice(0, pointer.lastIndexOf("/")));
  if (parent === undefined || Array.isArray(parent)) return false;
  if (Object.hasOwn(STAND_INS, name)) {
    parent[name] = STAND_INS[name];
    return true;
  }
  if (!LONE_FIELDS.has(name)) return false;
  delete parent[name];
  return true;
}

function standIn(fields: Fields | undefined, error: ShapeError, name: string): boolean {
  const known: SchemaPart | undefined = error.parentSchema?.properties?.[name];
  if (fields === undefined || known === undefined || !Object.hasOwn(STAND_INS, name)) return false;
  fields[name] = STAND_INS[name];
  return true;
}

function fieldsAt(root: unknown, pointer: string): Fields | undefined {
  const value = valueAt(root, pointer);
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

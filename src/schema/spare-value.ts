import { rewritten } from "./rewritten.ts";
import { stepsOf, valueAt } from "./subject.ts";
import { type DocumentKind, type ShapeError, shapeErrors } from "./validators.ts";

const ROUNDS_MAX = 3;
type Fields = Record<string, unknown>;

export interface SparedValue {
  readonly value: unknown;
  /** Pointers of the shots and scenes whose people are not known, because what was written there could not be read. */
  readonly doubtful: ReadonlySet<string>;
}

/**
 * A copy of a document with errors from which unknown fields and broken optional values are left out, and in which a
 * missing or broken value that is always needed is replaced by an example. It serves one purpose: that the rest can be
 * checked in the same run. Undefined when what is left still has not the shape.
 */
export function spareValue(kind: DocumentKind, value: unknown, errors: readonly ShapeError[]): SparedValue | undefined {
  const copy: unknown = structuredClone(value);
  const doubtful = new Set<string>();
  let left = errors;
  // What is taken out may itself have been needed by the part around it, which then goes, too.
  for (let round = 0; round < ROUNDS_MAX && left.length > 0; round += 1) {
    // Fields that are not known first: what is missing beside them may be what they meant.
    const isSurplus = (error: ShapeError): boolean => error.keyword === "additionalProperties";
    for (const error of [...left.filter(isSurplus), ...left.filter((one) => !isSurplus(one))])
      if (!spare(copy, error, doubtful)) return undefined;
    left = shapeErrors(kind, copy);
  }
  return left.length === 0 ? { value: copy, doubtful } : undefined;
}

/** False when this error cannot be taken out of the document without touching what other parts rely on. */
function spare(root: unknown, error: ShapeError, doubtful: Set<string>): boolean {
  if (error.keyword === "if" || error.keyword === "propertyNames") return true;
  const fields = fieldsAt(root, error.instancePath);
  if (error.keyword === "required") {
    const name = String(error.params["missingProperty"]);
    if (fields === undefined) return true;
    const standIn = name === "id" ? freeId(error.instancePath) : STAND_INS[name];
    if (standIn !== undefined) fields[name] = standIn;
    // Findings about people name their shot, and this number is nobody's.
    if (name === "id") doubtful.add(error.instancePath);
    return standIn !== undefined || takeOut(root, error.instancePath, doubtful);
  }
  const name = error.propertyName ?? error.params["additionalProperty"];
  if (typeof name !== "string") return asList(root, error) || takeOut(root, error.instancePath, doubtful);
  if (fields === undefined || !Object.hasOwn(fields, name)) return true;
  if (lookWritten(root, error.instancePath, name, fields[name])) return true;
  const renamed = error.propertyName === undefined ? undefined : rewritten(name, String(error.params["pattern"]));
  if (renamed !== undefined && !Object.hasOwn(fields, renamed)) fields[renamed] = fields[name];
  delete fields[name];
  return true;
}

/** `- josef: workday` in a cast is josef/workday. */
function lookWritten(root: unknown, pointer: string, character: string, look: unknown): boolean {
  if (!/\/cast\/\d+$/.test(pointer) || typeof look !== "string") return false;
  const cast = fieldsAt(root, pointer.slice(0, pointer.lastIndexOf("/")));
  if (cast === undefined) return false;
  cast[stepsOf(pointer).at(-1) ?? ""] = `${character}/${look}`;
  return true;
}

/** Number of a shot, or name of a scene, that nothing in the document has. */
function freeId(pointer: string): string | undefined {
  const steps = stepsOf(pointer);
  const index = Number(steps.at(-1) ?? 0);
  if (steps.at(-2) === "shots") return `SH${9999 - index - 500 * (steps.length > 2 ? Number(steps[1]) % 10 : 0)}`;
  if (steps.at(-2) === "scenes") return `?${index + 1}`;
  if (steps.at(-2) === "sequences") return `SQ${9999 - index}`;
  return undefined;
}

/** One word for a list of one, words with commas between, and `name: {...}` for entries with an id. */
function asList(root: unknown, { keyword, params, instancePath, data }: ShapeError): boolean {
  if (keyword !== "type" || params["type"] !== "array") return false;
  const parent = fieldsAt(root, instancePath.slice(0, instancePath.lastIndexOf("/")));
  const name = stepsOf(instancePath).at(-1) ?? "";
  if (parent === undefined) return false;
  if (typeof data === "string" && WORD_LISTS.has(name)) {
    parent[name] = data.split(",").map((word) => word.trim());
    return true;
  }
  if ((name !== "scenes" && name !== "shots") || typeof data !== "object" || data === null) return false;
  if (Object.keys(data).length === 0) return false;
  parent[name] = Object.entries(data).map(([id, entry]) => ({ id, ...(typeof entry === "object" ? entry : {}) }));
  return true;
}

const WORD_LISTS: ReadonlySet<string> = new Set(["cast", "props", "engines", "deny", "require", "avoid", "references"]);

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
  "cast",
  "props",
  "scene",
  "chain",
  "location",
  "style",
  "source",
  "engine",
  "engines",
  "deny",
  "require",
  "conform",
  "sequence",
  "looks",
]);
/** Without these it is not known who is in the picture, and in which costume. */
const OF_PEOPLE: ReadonlySet<string> = new Set(["cast", "looks"]);
const STAND_INS: Readonly<Record<string, unknown>> = {
  framing: "MS",
  duration: "1s",
  action: "...",
  size: "MS",
  movement: "static",
  line: "...",
};

/** Leaves out, or stands in for, the nearest part around a fault that can be missed. */
function takeOut(root: unknown, pointer: string, doubtful: Set<string>): boolean {
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const name = stepsOf(at).at(-1) ?? "";
    const parent = fieldsAt(root, at.slice(0, at.lastIndexOf("/")));
    if (parent === undefined) return true;
    if (Array.isArray(parent)) continue;
    if (Object.hasOwn(STAND_INS, name)) {
      parent[name] = STAND_INS[name];
      return true;
    }
    const isOfBible = stepsOf(at)[0] === "characters";
    if (LONE_FIELDS.has(name) && !(isOfBible && OF_PEOPLE.has(name))) {
      delete parent[name];
      if (OF_PEOPLE.has(name)) doubtful.add(at.slice(0, at.lastIndexOf("/")));
      return true;
    }
  }
  return false;
}

function fieldsAt(root: unknown, pointer: string): Fields | undefined {
  const value = valueAt(root, pointer);
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

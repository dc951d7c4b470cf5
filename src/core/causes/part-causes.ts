import type { Basis } from "../basis.ts";
import { canonicalJson } from "../digest.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Cause } from "../plan-steps.ts";
import { inWords, isList, isObject, labelOf, listChange } from "./film-words.ts";
import { wordChange } from "./word-change.ts";

/** Free text longer than this is shown as a word difference instead of twice in full. */
const WHOLE_TEXT_CHARACTERS_MAX = 40;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Changed, added and removed bible parts, named as the bible's owner would say it. */
export function partCauses(was: Basis["parts"], now: Basis["parts"]): Cause[] {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return keys.flatMap((key) => {
    const before = was[key];
    const after = now[key];
    if (before === undefined) return [{ code: "part-added", subject: key, says: `${partName(key)} is new here` }];
    if (after === undefined)
      return [{ code: "part-removed", subject: key, says: `${partName(key)} is no longer used` }];
    if (before.digest === after.digest) return [];
    if (key.startsWith("upstream/")) return [upstreamChange(key, before.value, after.value)];
    return valueCauses(key, before.value, after.value);
  });
}

/** `character/elf-tam#look.new-clothes` -> `elf-tam, look new-clothes`. */
export function partName(key: string): string {
  const [, kind = "", id = key, aspect] = /^([^/]+)\/([^#]+)(?:#(.+))?$/.exec(key) ?? [];
  if (kind === "upstream") return `last frame of ${id}`;
  if (kind === "source") return id === "provided" ? "the footage that was provided" : "the take it is taken from";
  const owner = kind === "style" ? `style ${id}` : kind === "prop" ? `prop ${id}` : id;
  if (aspect === undefined) return owner;
  if (aspect === "identity") return owner;
  if (aspect === "lora") return `LoRA of ${owner}`;
  if (aspect === "voice") return `voice of ${owner}`;
  if (aspect === "references") return `reference pictures of ${owner}`;
  const dot = aspect.indexOf(".");
  const group = dot === -1 ? aspect : aspect.slice(0, dot);
  const name = dot === -1 ? "" : ` ${aspect.slice(dot + 1)}`;
  return `${owner}, ${group}${name}`;
}

function upstreamChange(key: string, was: JsonObject, now: JsonObject): Cause {
  const shot = key.slice("upstream/".length);
  return {
    code: "upstream-changed",
    subject: key,
    says: `${shot} ends on another picture`,
    was: inWords(was["frame"]),
    now: inWords(now["frame"]),
  };
}

function valueCauses(key: string, was: JsonObject, now: JsonObject): Cause[] {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  const causes = fields.flatMap((field) => fieldCauses(key, field, was[field], now[field]));
  // Two values can only differ in digest and not in a field when a stored value was damaged: say at least that much.
  return causes.length > 0 ? causes : [{ code: "part-changed", subject: key, says: `${partName(key)} changed` }];
}

function fieldCauses(key: string, field: string, was: Json | undefined, now: Json | undefined): Cause[] {
  if (same(was, now)) return [];
  if (holdsFiles(was) || holdsFiles(now)) return fileCauses(key, was, now);
  const name = partName(key);
  const subject = `${key}.${field}`;
  if (isList(was) || isList(now)) {
    const { joined, left } = listChange(was, now);
    const words = [...joined.map((item) => `+ ${item}`), ...left.map((item) => `- ${item}`)];
    return [
      partCause(
        subject,
        `${name}, ${labelOf(field)} ${words.length === 0 ? "in another order" : words.join(", ")}`,
        was,
        now,
      ),
    ];
  }
  if (isObject(was) || isObject(now)) {
    const before = isObject(was) ? was : {};
    const after = isObject(now) ? now : {};
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .sort()
      .filter((inner) => !same(before[inner], after[inner]))
      .map((inner) =>
        partCause(
          `${subject}.${inner}`,
          `${name}, ${labelOf(field)}, ${change(inner, before[inner], after[inner])}`,
          before[inner],
          after[inner],
        ),
      );
  }
  if (isFingerprint(was) || isFingerprint(now)) return [partCause(subject, fileSays(key, undefined), was, now)];
  // `workshop, light night "one candle" -> ...`: the part's own name says what the field is.
  const told = key.includes("#light.") ? change("", was, now).trim() : `, ${change(field, was, now)}`;
  return [partCause(subject, told.startsWith(",") ? `${name}${told}` : `${name} ${told}`, was, now)];
}

function change(field: string, was: Json | undefined, now: Json | undefined): string {
  const long = (value: Json | undefined): boolean =>
    typeof value === "string" && value.length > WHOLE_TEXT_CHARACTERS_MAX;
  if (typeof was === "string" && typeof now === "string" && (long(was) || long(now)))
    return `${labelOf(field)} ${wordChange(was, now)}`;
  return `${labelOf(field)} ${inWords(was, true)} -> ${inWords(now, true)}`;
}

/** Files are told apart by view, then path, then place in the list. */
function fileCauses(key: string, was: Json | undefined, now: Json | undefined): Cause[] {
  const before = filesByName(was);
  const after = filesByName(now);
  const causes: Cause[] = [];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const earlier = before.get(name);
    const later = after.get(name);
    if (earlier === later) continue;
    const what = earlier === undefined ? "is new" : later === undefined ? "is gone" : "changed";
    causes.push(partCause(key, fileSays(key, name).replace(/changed$/, what), earlier, later));
  }
  return causes.length > 0 ? causes : [partCause(key, `${partName(key)} in another order`, undefined, undefined)];
}

function fileSays(key: string, name: string | undefined): string {
  const detail = name === undefined ? "" : ` (${name})`;
  if (key.startsWith("source/") || key.endsWith("#lora")) return `${partName(key)} changed`;
  const owner = partName(key.endsWith("#references") ? key.slice(0, -"#references".length) : key);
  return `reference picture of ${owner}${detail} changed`;
}

function filesByName(value: Json | undefined): Map<string, string> {
  const list = isList(value) ? value : value === undefined ? [] : [value];
  const files = new Map<string, string>();
  for (const [index, file] of list.entries()) {
    const label = isObject(file) ? (file["view"] ?? file["path"]) : undefined;
    const name = label === undefined || label === null ? String(index + 1) : inWords(label);
    files.set(
      files.has(name) ? `${name}, ${index + 1}` : name,
      isObject(file) ? inWords(file["sha256"]) : inWords(file),
    );
  }
  return files;
}

function holdsFiles(value: Json | undefined): boolean {
  if (isList(value)) return value.some(holdsFiles) || (value.length > 0 && value.every(isFingerprint));
  return isObject(value) && isFingerprint(value["sha256"]);
}

function isFingerprint(value: Json | undefined): boolean {
  return typeof value === "string" && DIGEST.test(value);
}

function partCause(subject: string, says: string, was: Json | undefined, now: Json | undefined): Cause {
  return {
    code: "part-changed",
    subject,
    says,
    ...(was === undefined ? {} : { was: inWords(was) }),
    ...(now === undefined ? {} : { now: inWords(now) }),
  };
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}

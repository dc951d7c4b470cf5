import { canonicalJson } from "../digest.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Cause } from "../plan-steps.ts";
import { formatSeconds, parseRate } from "../time.ts";
import { castCauses, dialogueCauses } from "./cast-causes.ts";
import { inWords, isObject, labelOf, listChange } from "./film-words.ts";
import { wordChange } from "./word-change.ts";

/** How a film person names a field that the digest knows by a programmer's name. */
const NAMES: { readonly [field: string]: string } = {
  "framing.size": "framing",
  "framing.type": "shot type",
  "framing.lensMm": "lens",
  "framing.depthOfField": "depth of field",
  "framing.angle": "angle",
  "framing.composition": "composition",
  "camera.movement": "camera",
  "camera.direction": "camera direction",
  "camera.speed": "camera speed",
  "camera.rig": "rig",
  rate: "frame rate",
};
const FREE_TEXT = new Set(["framing.composition", "action", "weather", "lighting", "mood", "ambience", "location"]);
const LISTS: { readonly [field: string]: string } = { props: "props", avoid: "avoid", soundEffects: "sound effects" };

/** Every difference of two intents, named in film words; sorted by field, so the same change always reads the same. */
export function intentCauses(was: JsonObject, now: JsonObject): Cause[] {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return fields
    .filter((field) => !equal(was[field], now[field]))
    .flatMap((field) => fieldCauses(field, was[field], now[field], now));
}

function fieldCauses(field: string, was: Json | undefined, now: Json | undefined, intent: JsonObject): Cause[] {
  if (field === "cast") return castCauses(was, now);
  if (field === "dialogue") return dialogueCauses(was, now);
  if (field === "framing" || field === "camera") return nestedCauses(field, was, now);
  if (field === "startFrame" || field === "endFrame") return [frameCause(field, was, now)];
  if (field === "chain") return [chainCause(was, now)];
  if (LISTS[field] !== undefined) return [listCause(field, was, now)];
  return [plainCause(field, was, now, intent)];
}

function nestedCauses(field: string, was: Json | undefined, now: Json | undefined): Cause[] {
  const before = isObject(was) ? was : {};
  const after = isObject(now) ? now : {};
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter((key) => !equal(before[key], after[key]))
    .map((key) => plainCause(`${field}.${key}`, before[key], after[key], {}));
}

function plainCause(field: string, was: Json | undefined, now: Json | undefined, intent: JsonObject): Cause {
  const name = NAMES[field] ?? labelOf(field.replace(/^.*\./, ""));
  const change =
    FREE_TEXT.has(field) && typeof was === "string" && typeof now === "string"
      ? wordChange(was, now)
      : `${spoken(field, was, intent)} -> ${spoken(field, now, intent)}`;
  return changed(field, `${fieldLabel(field, name)} ${change}`, was, now);
}

function fieldLabel(field: string, name: string): string {
  if (field === "durationFrames") return "duration";
  return field === "interior" ? "set" : field === "handleFrames" ? "handles" : name;
}

function spoken(field: string, value: Json | undefined, intent: JsonObject): string {
  if (field === "durationFrames" && typeof value === "number") return seconds(value, intent);
  if (field === "framing.lensMm" && typeof value === "number") return `${value} mm`;
  if (field === "handleFrames") return typeof value === "number" ? `${value} frames` : "auto";
  if (field === "interior") return value === undefined ? "not said" : value === true ? "interior" : "exterior";
  return inWords(value, FREE_TEXT.has(field));
}

function seconds(frames: number, intent: JsonObject): string {
  const rate = parseRate(String(intent["rate"]));
  if (rate === undefined) return `${frames} frames`;
  const text = formatSeconds(frames, rate);
  // A change of a few frames would read `5.0 s -> 5.0 s`.
  return (frames * rate.denominator * 10) % rate.numerator === 0 ? text : `${text} (${frames} frames)`;
}

function frameCause(field: string, was: Json | undefined, now: Json | undefined): Cause {
  const name = field === "startFrame" ? "start frame" : "end frame";
  const words = (wish: Json | undefined): string => {
    if (!isObject(wish)) return "none";
    return wish["words"] === undefined ? `picture ${inWords(wish["path"])}` : inWords(wish["words"], true);
  };
  const sameFile = isObject(was) && isObject(now) && was["path"] !== undefined && was["path"] === now["path"];
  return changed(
    field,
    sameFile ? `${name}: ${words(now)} changed` : `${name} ${words(was)} -> ${words(now)}`,
    was,
    now,
  );
}

function chainCause(was: Json | undefined, now: Json | undefined): Cause {
  const from = (chain: Json | undefined): string => (isObject(chain) ? inWords(chain["from"]) : "none");
  const says =
    now === undefined
      ? `no longer starts from the last frame of ${from(was)}`
      : `starts from the last frame of ${from(now)}${was === undefined ? "" : `, was ${from(was)}`}`;
  return changed("chain", says, was, now);
}

function listCause(field: string, was: Json | undefined, now: Json | undefined): Cause {
  const { joined, left } = listChange(was, now);
  const words = [...joined.map((item) => `+ ${item}`), ...left.map((item) => `- ${item}`)];
  return changed(
    field,
    `${LISTS[field] ?? field} ${words.length === 0 ? "in another order" : words.join(", ")}`,
    was,
    now,
  );
}

function changed(subject: string, says: string, was: Json | undefined, now: Json | undefined): Cause {
  return {
    code: "intent-changed",
    subject,
    says,
    ...(was === undefined ? {} : { was: plain(was) }),
    ...(now === undefined ? {} : { now: plain(now) }),
  };
}

function plain(value: Json): string {
  return typeof value === "string" ? value : canonicalJson(value);
}

function equal(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}

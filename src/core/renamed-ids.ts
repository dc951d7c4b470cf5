import type { Basis } from "./basis.ts";
import { isObject } from "./causes/film-words.ts";
import { digestOf } from "./digest.ts";
import type { Json, JsonObject } from "./json.ts";

/** Kinds of bible entries that people give ids to, and the intent's fields that hold them. */
const KINDS = ["character", "location", "prop", "style"] as const;
type Kind = (typeof KINDS)[number];

/** Former id -> id of today, within one kind; looks as `character/tam#look.old` -> `character/tam#look.new`. */
type Renames = ReadonlyMap<string, string>;

/**
 * `made` under the ids that the bible has today. An id is only a label: an entry that is gone and a new one whose every
 * part has the same digest are one entry with another id, and no take is stale for that. An entry without any words or
 * pictures of its own is not renamed, because then the id itself is all that is known of it.
 */
export function withRenamedIds(made: Basis, wanted: Basis): Basis {
  let renamed = made;
  for (const kind of KINDS) renamed = renameEntries(renamed, wanted, kind);
  return renameLooks(renamed, wanted);
}

function renameEntries(made: Basis, wanted: Basis, kind: Kind): Basis {
  const renames = matches(entriesOf(made, kind), entriesOf(wanted, kind));
  if (renames.size === 0) return made;
  return rewritten(made, (key) => renamedKey(key, kind, renames), intentRenamer(kind, renames));
}

function renameLooks(made: Basis, wanted: Basis): Basis {
  const renames = matches(looksOf(made), looksOf(wanted), (from, to) => ownerOf(from) === ownerOf(to));
  if (renames.size === 0) return made;
  return rewritten(
    made,
    (key) => renames.get(key) ?? key,
    (intent) => withCast(intent, "cast", (member) => renamedLook(member, renames)),
  );
}

/** Entries of one side that the other does not have, paired where all their parts are equal. */
function matches(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  mayPair: (from: string, to: string) => boolean = () => true,
): Renames {
  const renames = new Map<string, string>();
  const fresh = [...after].filter(([id]) => !before.has(id));
  for (const [from, content] of before) {
    if (after.has(from) || content === "") continue;
    const found = fresh.find(
      ([to, other]) => other === content && mayPair(from, to) && ![...renames.values()].includes(to),
    );
    if (found !== undefined) renames.set(from, found[0]);
  }
  return renames;
}

/** Id -> all its parts as one text; empty for an entry that says nothing. */
function entriesOf({ parts }: Basis, kind: Kind): ReadonlyMap<string, string> {
  const entries = new Map<string, string[]>();
  const telling = new Set<string>();
  for (const [key, part] of Object.entries(parts)) {
    const id = entryId(key, kind);
    if (id === undefined) continue;
    const aspect = key.slice(`${kind}/${id}`.length);
    entries.set(id, [...(entries.get(id) ?? []), `${aspect} ${part.digest}`]);
    if (Object.keys(part.value).length > 0) telling.add(id);
  }
  return new Map([...entries].map(([id, lines]) => [id, telling.has(id) ? lines.sort().join("\n") : ""]));
}

function looksOf({ parts }: Basis): ReadonlyMap<string, string> {
  const looks = Object.entries(parts).filter(([key]) => /^character\/[^#]+#look\./.test(key));
  return new Map(looks.map(([key, part]) => [key, Object.keys(part.value).length > 0 ? part.digest : ""]));
}

function ownerOf(key: string): string {
  return key.slice(0, key.indexOf("#"));
}

function entryId(key: string, kind: Kind): string | undefined {
  if (!key.startsWith(`${kind}/`)) return undefined;
  const [id = ""] = key.slice(kind.length + 1).split("#");
  return id;
}

function renamedKey(key: string, kind: Kind, renames: Renames): string {
  const id = entryId(key, kind);
  const to = id === undefined ? undefined : renames.get(id);
  return id === undefined || to === undefined ? key : `${kind}/${to}${key.slice(kind.length + 1 + id.length)}`;
}

function rewritten(made: Basis, keyOf: (key: string) => string, intentOf: (intent: JsonObject) => JsonObject): Basis {
  const value = intentOf(made.intent.value);
  const parts = Object.entries(made.parts).map(([key, part]) => [keyOf(key), part] as const);
  return {
    ...made,
    intent: { digest: digestOf(value), value },
    parts: Object.fromEntries(parts.sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

function intentRenamer(kind: Kind, renames: Renames): (intent: JsonObject) => JsonObject {
  const now = (id: Json | undefined): Json | undefined => (typeof id === "string" ? (renames.get(id) ?? id) : id);
  const named = (member: JsonObject): JsonObject => withField(member, "character", now(member["character"]));
  switch (kind) {
    case "character":
      return (intent) => withCast(withCast(intent, "cast", named), "dialogue", named);
    case "prop":
      return (intent) => {
        const props = intent["props"];
        return Array.isArray(props) ? { ...intent, props: props.map((id: Json) => now(id) ?? id) } : intent;
      };
    default:
      return (intent) => withField(intent, kind, now(intent[kind]));
  }
}

function renamedLook(member: JsonObject, renames: Renames): JsonObject {
  const to = renames.get(`character/${String(member["character"])}#look.${String(member["look"])}`);
  return to === undefined ? member : { ...member, look: to.slice(to.indexOf("#look.") + "#look.".length) };
}

function withField(value: JsonObject, field: string, content: Json | undefined): JsonObject {
  return content === undefined ? value : { ...value, [field]: content };
}

function withCast(
  intent: JsonObject,
  field: "cast" | "dialogue",
  rename: (member: JsonObject) => JsonObject,
): JsonObject {
  const list = intent[field];
  if (!Array.isArray(list)) return intent;
  return { ...intent, [field]: list.map((member: Json) => (isObject(member) ? rename(member) : member)) };
}

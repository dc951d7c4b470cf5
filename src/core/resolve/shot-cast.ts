import type { CastEntry, SceneEntry, ShotEntry } from "../../schema/generated/types.ts";
import { didYouMean, nearestWord } from "../nearest-word.ts";
import type { CastMember, SpokenLine } from "../production.ts";
import { type Bible, lookOf, usualLook } from "./bible.ts";
import { parseCastEntry } from "./cast-entry.ts";
import { type Findings, type Place, quoted, within } from "./findings.ts";
import { plainName } from "./plain-name.ts";
import { parseSpokenLine } from "./spoken-line.ts";

export interface CastRequest {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly scene: SceneEntry | undefined;
  readonly bible: Bible;
  readonly findings: Findings;
}

/** The cast with identity and look looked up; a production without a bible may name whom it likes. */
export function shotCast(request: CastRequest): readonly CastMember[] {
  const cast: CastMember[] = [];
  for (const [index, entry] of (request.entry.cast ?? []).entries()) {
    const place = within(request.place, "cast", index);
    const member = castMember(request, entry, place);
    if (member === undefined) continue;
    if (cast.some(({ character, look }) => character === member.character && look === member.look))
      request.findings.warning(
        "CAST_TWICE",
        place,
        `${member.character} stands twice in the cast of this shot`,
        "delete one; a double or a reflection is described in the action",
      );
    cast.push(member);
  }
  return cast;
}

function castMember(request: CastRequest, entry: CastEntry, place: Place): CastMember | undefined {
  const parsed = parseCastEntry(entry);
  if (!parsed.ok) {
    request.findings.error("SHORT_FORM", place, parsed.error.says, parsed.error.hint);
    return undefined;
  }
  const { character, look: given, ...others } = parsed.value;
  const look = wornLook(request, character, given, place);
  return { character, ...(look === undefined ? {} : { look }), ...others };
}

/** The look written here, else the scene's, else the character's usual one. */
function wornLook(request: CastRequest, id: string, given: string | undefined, place: Place): string | undefined {
  const { bible, scene, findings } = request;
  if (bible.characters.size === 0) return given;
  const character = bible.characters.get(id)?.value;
  if (character === undefined) {
    reportUnknownCharacter(id, place, bible, findings);
    return given;
  }
  const looks = Object.keys(character.looks ?? {});
  const ofScene = scene?.looks !== undefined && Object.hasOwn(scene.looks, id) ? scene.looks[id] : undefined;
  const look = given ?? ofScene ?? usualLook(character);
  if (look === undefined) {
    if (looks.length > 0)
      findings.error(
        "CAST_WITHOUT_LOOK",
        place,
        `${id} has the looks ${looks.join(", ")} and nobody says which one is worn`,
        `write ${id}/${looks[0]}, or looks: in the scene, or default: true in the bible`,
      );
    return undefined;
  }
  if (lookOf(character, look) !== undefined) return look;
  // What the scene says wrongly is reported once, at the scene.
  if (given !== undefined) reportUnknownLook(id, look, looks, place, findings);
  return undefined;
}

export function reportUnknownCharacter(id: string, place: Place, bible: Bible, findings: Findings): void {
  if (!bible.isWhole) return;
  const ids = [...bible.characters.keys()];
  findings.error(
    "UNKNOWN_CHARACTER",
    place,
    `there is no character ${quoted(id)} in the bible`,
    withMore(id, bible) ?? calledSo(id, bible) ?? didYouMean(id, ids) ?? `characters: ${ids.slice(0, 10).join(", ")}`,
  );
}

/** `anna (coat)`, `anna left facing right`: a look stands behind a stroke, what else is said of a person has fields. */
function withMore(text: string, bible: Bible): string | undefined {
  const [, id = "", more = ""] = /^([^\s(:]+)[\s(:]+(.+?)\)?$/.exec(text) ?? [];
  const character = bible.characters.get(id)?.value;
  if (character === undefined) return undefined;
  return lookOf(character, more) === undefined
    ? `write { character: ${id}, position: left, facing: right }`
    : `write ${id}/${more}`;
}

/** Whoever has this name, or whose id is the same but for capitals, marks and blanks. */
function calledSo(text: string, bible: Bible): string | undefined {
  const id = spelledAs(text, [...bible.characters.keys()]);
  if (id !== undefined) return `did you mean \`${id}\`?`;
  const wanted = plainName(text);
  const named = [...bible.characters.values()].filter(({ value }) => {
    const name = plainName(value.name ?? "");
    return wanted.length > 1 && (name === wanted || name.split("-").includes(wanted));
  });
  const [one, another] = named;
  if (one === undefined || another !== undefined) return undefined;
  return `did you mean \`${one.id}\`? That is ${one.value.name}`;
}

/** The id that is written in another way: `ELF TAM` for `elf-tam`, as scripts write who speaks. */
function spelledAs(text: string, ids: readonly string[]): string | undefined {
  return ids.find((id) => id === text) ?? ids.find((id) => plainName(id) === plainName(text));
}

export function reportUnknownLook(
  id: string,
  look: string,
  looks: readonly string[],
  place: Place,
  findings: Findings,
): void {
  const all = looks.length > 0 ? `looks: ${looks.join(", ")}` : `${id} has no looks in the bible`;
  findings.error("UNKNOWN_LOOK", place, `${id} has no look ${quoted(look)}`, didYouMean(look, looks) ?? all);
}

/** Spoken lines; who speaks in the picture should stand in it. */
export function shotDialogue(request: CastRequest, cast: readonly CastMember[]): readonly SpokenLine[] {
  return (request.entry.dialogue ?? []).flatMap((said, index) => {
    const place = within(request.place, "dialogue", index);
    const read = parseSpokenLine(said);
    const line = read === undefined ? undefined : speltLine(read, cast, request.bible);
    if (line === undefined) {
      const hint = '- shoemaker: "Let us stay up.", or character: and line:';
      request.findings.error("SHORT_FORM", place, "this is no spoken line", hint);
      return [];
    }
    checkSpeaker(request, line, cast, place);
    return [line];
  });
}

/** A script writes who speaks in capitals: the same person is meant. */
function speltLine(line: SpokenLine, cast: readonly CastMember[], bible: Bible): SpokenLine {
  if (line.character === undefined) return line;
  const ids = [...bible.characters.keys(), ...cast.map((member) => member.character)];
  return { ...line, character: spelledAs(line.character, ids) ?? line.character };
}

function checkSpeaker(
  { bible, findings }: CastRequest,
  line: SpokenLine,
  cast: readonly CastMember[],
  place: Place,
): void {
  const { character, kind } = line;
  if (character === undefined) return;
  const ids = [...bible.characters.keys()];
  const isKnown = ids.length === 0 || bible.characters.has(character);
  if (!isKnown && kind === "dialogue") {
    if (!bible.isWhole) return;
    const heard = `somebody who is only heard: ${quotedWords(character)} (VO) or ${quotedWords(character)} (OS)`;
    const hint = calledSo(character, bible) ?? didYouMean(character, ids) ?? heard;
    findings.error("UNKNOWN_CHARACTER", place, `there is no character ${quoted(character)} in the bible`, hint);
  } else if (!isKnown && bible.isWhole && nearestWord(character, ids) !== undefined)
    findings.warning(
      "UNKNOWN_CHARACTER",
      place,
      `${quoted(character)} is heard but is not in the bible, so no voice is held`,
      didYouMean(character, ids),
    );
  else if (kind === "dialogue" && (ids.length > 0 || cast.length > 0) && !isIn(cast, character))
    findings.warning(
      "SPEAKER_NOT_IN_CAST",
      place,
      `${character} speaks in this shot but is not in its cast`,
      `add ${character} to the cast, or write "${character} (OS)" or "${character} (VO)"`,
    );
}

/** A name inside a hint, cut short. */
function quotedWords(text: string): string {
  return quoted(text).slice(1, -1);
}

function isIn(cast: readonly CastMember[], character: string): boolean {
  return cast.some((member) => member.character === character);
}

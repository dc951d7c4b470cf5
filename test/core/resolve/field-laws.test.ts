import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { basisOf } from "../../../src/core/basis-of.ts";
import type { Shot } from "../../../src/core/production.ts";
import { normalShotId } from "../../../src/core/shot-address.ts";
import type { EpisodeDocument, ShotEntry } from "../../../src/schema/generated/types.ts";
import { type Documents, read, resolveDocuments } from "./from-text.ts";
import { schemaFields, type WrittenField, writtenFields } from "./schema-fields.ts";

/**
 * The one field table as a law: for every field that the schemas know, does a change of it make a shot again? A field
 * that is new in a schema fails the first test until it is classed here.
 */

/** Hold other fields, which are changed one by one, or are the same in every document. */
const HOLDERS = `
  BibleCharacter.looks BibleCharacter.lora BibleDocument.characters BibleDocument.locations BibleDocument.props
  BibleDocument.schema BibleDocument.styles EpisodeDocument.scenes EpisodeDocument.schema EpisodeDocument.sequences
  EpisodeDocument.shots GateRules.lighting ImportanceRules.filler ImportanceRules.hero ImportanceRules.normal
  SceneEntry.shots ShotChain.mode ShotEntry.audio ShotEntry.source ShotSourceEntry.kind ShowDocument.ceilings
  ShowDocument.conform ShowDocument.defaults ShowDocument.engines ShowDocument.format ShowDocument.gates
  ShowDocument.importance ShowDocument.people ShowDocument.schema`;

/** What is seen or heard: a change makes a shot again. */
const INTENT = `
  BibleCharacter.identity BibleCharacter.references BibleCharacter.voice BibleLocation.descriptor
  BibleLocation.geography BibleLocation.lighting BibleLocation.references BibleLook.default BibleLook.hair
  BibleLook.injuries BibleLook.makeup BibleLook.references BibleLook.wardrobe BibleProp.descriptor BibleProp.references
  BibleStyle.avoid BibleStyle.descriptor BibleStyle.palette BibleStyle.references BibleStyle.rules
  CameraEntry.direction CameraEntry.movement CameraEntry.rig CameraEntry.speed CastEntry.character CastEntry.emotion
  CastEntry.facing CastEntry.look CastEntry.position CastEntry.visible CharacterIdentity.age CharacterIdentity.build
  CharacterIdentity.descriptor CharacterIdentity.distinguishing CharacterLora.base CharacterLora.path
  CharacterLora.scale CharacterLora.trigger CharacterVoice.delivery CharacterVoice.description CharacterVoice.engine
  CharacterVoice.language CharacterVoice.voice_id EpisodeDocument.style FormatRules.aspect FormatRules.fps
  FormatRules.resolution FramePicture.file FramingEntry.angle FramingEntry.composition FramingEntry.depth_of_field
  FramingEntry.lens FramingEntry.size FramingEntry.type ReferenceEntry.path ReferenceEntry.view SceneEntry.ambience
  SceneEntry.interior SceneEntry.lighting SceneEntry.location SceneEntry.looks SceneEntry.mood SceneEntry.slugline
  SceneEntry.style SceneEntry.time_of_day SceneEntry.weather ShotAudio.ambience ShotAudio.effects ShotChain.from
  ShotDefaults.avoid ShotDefaults.handles ShotDefaults.style ShotEntry.action ShotEntry.avoid ShotEntry.camera
  ShotEntry.cast ShotEntry.chain ShotEntry.dialogue ShotEntry.duration ShotEntry.end_frame ShotEntry.framing
  ShotEntry.handles ShotEntry.interior ShotEntry.lighting ShotEntry.location ShotEntry.mood ShotEntry.props
  ShotEntry.scene ShotEntry.seed ShotEntry.start_frame ShotEntry.style ShotEntry.time_of_day ShotEntry.weather
  ShotSourceEntry.from ShotSourceEntry.path SpokenLineEntry.character SpokenLineEntry.delivery SpokenLineEntry.kind
  SpokenLineEntry.line SpokenLineEntry.lip_sync`;

/** Labels, the cut, the desk, money and the way of making: free. */
const FREE = `
  BibleCharacter.consent BibleCharacter.name BibleCharacter.notes BibleDocument.notes BibleLocation.name
  BibleLocation.notes BibleProp.name BibleProp.notes BibleStyle.name BibleStyle.notes CeilingRules.auto
  CeilingRules.currency CeilingRules.episode CeilingRules.month CeilingRules.run CeilingRules.shot CeilingRules.waste
  CharacterConsent.attested_at CharacterConsent.attested_by CharacterConsent.file CharacterConsent.scope
  CharacterConsent.type CharacterVoice.consent ConformRules.loudness ConformRules.slate EngineChoice.allow
  EngineChoice.deny EpisodeDocument.due EpisodeDocument.id EpisodeDocument.logline EpisodeDocument.notes
  EpisodeDocument.status EpisodeDocument.title FormatRules.start_timecode GateOverride.allow GateOverride.limits
  GateOverride.score_floor GateRules.allow GateRules.limits GateRules.score_floor ImportanceLevel.approval
  ImportanceLevel.max_cost ImportanceLevel.max_paid_takes ImportanceLevel.options ImportanceLevel.priority
  PeopleRules.director PeopleRules.legal PeopleRules.producer SceneEntry.engine_lock SceneEntry.id SceneEntry.notes
  SceneEntry.sequence SceneEntry.title SequenceEntry.id SequenceEntry.notes SequenceEntry.title ShotDefaults.approval
  ShotDefaults.deny ShotDefaults.importance ShotDefaults.max_paid_takes ShotDefaults.on_refusal ShotDefaults.on_slow
  ShotDefaults.options ShotDefaults.priority ShotDefaults.require ShotEntry.approval ShotEntry.deny ShotEntry.engine
  ShotEntry.engines ShotEntry.gates ShotEntry.id ShotEntry.importance ShotEntry.max_cost ShotEntry.max_paid_takes
  ShotEntry.notes ShotEntry.on_refusal ShotEntry.on_slow ShotEntry.options ShotEntry.priority ShotEntry.require
  ShotEntry.status ShotEntry.title ShotEntry.transition ShotEntry.trim ShotTransitions.in ShotTransitions.out
  ShotTrim.in ShotTrim.out ShowDocument.burn_in ShowDocument.id ShowDocument.notes ShowDocument.source
  ShowDocument.title TransitionEntry.duration TransitionEntry.kind`;

/** Another value where not any will do; undefined: this place is not the one to try it at. */
const OTHER: Readonly<Record<string, (value: unknown) => unknown>> = {
  "BibleCharacter.consent": () => ({ type: "public-domain" }),
  "BibleCharacter.identity": () => "somebody else",
  "BibleCharacter.voice": () => "loud",
  "BibleLocation.geography": () => ({ window: "right" }),
  "BibleLocation.lighting": (value) =>
    Object.fromEntries(Object.entries(value as object).map(([time, light]) => [time, `${light}, but brighter`])),
  "BibleStyle.palette": () => ["#111111"],
  "CastEntry.character": () => "porter",
  "CastEntry.look": () => "jacket",
  "CeilingRules.currency": () => "CHF",
  "CharacterConsent.attested_at": () => "2026-01-02",
  "CharacterLora.scale": () => 0.5,
  "CharacterVoice.engine": () => "kling",
  "CharacterVoice.language": () => "fr",
  "EngineChoice.allow": () => ["veo"],
  "EpisodeDocument.due": () => "2027-01-02T10:00:00Z",
  "EpisodeDocument.id": () => "E77",
  "EpisodeDocument.style": () => "dream",
  "FormatRules.aspect": () => "4:3",
  "FormatRules.fps": () => 30,
  "FormatRules.resolution": () => "1440x1080",
  "FormatRules.start_timecode": () => "02:00:00:00",
  "FramingEntry.lens": () => "50mm",
  "GateOverride.allow": () => ["noise"],
  "GateOverride.limits": () => ({ "black.share_max": 0.7 }),
  "GateOverride.score_floor": () => 0.1,
  "GateRules.allow": () => ["noise"],
  "GateRules.limits": () => ({ "black.share_max": 0.7 }),
  "GateRules.score_floor": () => 0.1,
  "ImportanceLevel.max_cost": () => 3,
  "PeopleRules.director": () => ["zoe"],
  "PeopleRules.legal": () => ["zoe"],
  "PeopleRules.producer": () => ["zoe"],
  "SceneEntry.id": (value) => (Number(value) === 2 ? undefined : "77"),
  "SceneEntry.location": () => "cafe",
  "SceneEntry.looks": (value) => ("kira" in (value as object) ? { kira: "wet" } : undefined),
  "SceneEntry.sequence": () => "SQ777",
  "SceneEntry.slugline": () => "EXT. SOMEWHERE ELSE - MIDNIGHT",
  "SceneEntry.style": () => "dream",
  "SequenceEntry.id": () => "SQ777",
  "ShotChain.from": () => "SH0010",
  "ShotDefaults.handles": () => 9,
  "ShotDefaults.require": () => ["lora"],
  "ShotDefaults.style": () => "dream",
  "ShotEntry.camera": () => "tilt down slow drone",
  "ShotEntry.chain": () => "SH0010",
  "ShotEntry.dialogue": () => [{ "nobody (VO)": "Never." }],
  "ShotEntry.duration": () => "77f",
  "ShotEntry.end_frame": () => "an empty street",
  "ShotEntry.engine": () => "kling",
  "ShotEntry.engines": () => ["luma"],
  "ShotEntry.framing": () => "BCU hip 77mm",
  "ShotEntry.gates": () => ({ allow: ["noise"] }),
  "ShotEntry.handles": () => 77,
  "ShotEntry.id": () => "SH0777",
  "ShotEntry.location": () => "cafe",
  "ShotEntry.max_cost": () => 3,
  "ShotEntry.props": () => [],
  "ShotEntry.require": () => ["lora"],
  "ShotEntry.scene": () => 1,
  "ShotEntry.seed": () => 77,
  "ShotEntry.style": () => "noir",
  "ShotEntry.transition": () => ({ in: "wipe 2f" }),
  "ShotEntry.trim": () => ({ in: "1f" }),
  "ShotSourceEntry.from": () => "E01/SH0120",
  "ShotTransitions.in": () => "wipe 2f",
  "ShotTransitions.out": () => "wipe 2f",
  "ShotTrim.in": () => "1f",
  "ShotTrim.out": () => "1f",
  "ShowDocument.id": () => "XYZ",
  "ShowDocument.source": () => ({ work: "another" }),
  "SpokenLineEntry.character": () => "paul",
  "TransitionEntry.duration": () => "3f",
};

/** What else says the same and would win: taken away before and after the change. */
const ALONE: Readonly<Record<string, (documents: Documents) => void>> = {
  "ShotDefaults.style": ({ episode }) => {
    delete episode.style;
    for (const scene of episode.scenes ?? []) delete scene.style;
  },
  // A slugline finds its place by that name.
  "BibleLocation.name": ({ episode }) => {
    for (const scene of episode.scenes ?? []) delete scene.slugline;
  },
};

const FOLDER = fileURLToPath(new URL("../../fixtures/lint", import.meta.url));
const PRODUCTIONS = readdirSync(FOLDER).filter((name) => name.startsWith("good-"));

const READ = new Map<string, Documents>(PRODUCTIONS.map((production) => [production, readDocuments(production)]));
const UNCHANGED = new Map([...READ].map(([production, documents]) => [production, digests(documents)]));

/** A copy to change. */
function documentsOf(production: string): Documents {
  return structuredClone(READ.get(production)) as Documents;
}

function readDocuments(production: string): Documents {
  const folder = `${FOLDER}/${production}`;
  const text = (path: string): string => readFileSync(`${folder}/${path}`, "utf8");
  const [episode = ""] = readdirSync(`${folder}/episodes`);
  return {
    show: read("show", "show.yaml", text("show.yaml")),
    bible: readdirSync(`${folder}/bible`).map((name) => read("bible", name, text(`bible/${name}`))),
    episode: read("episode", episode, text(`episodes/${episode}`)),
  };
}

function fieldsIn({ show, bible, episode }: Documents): readonly WrittenField[] {
  return [
    ...writtenFields("show", show),
    ...bible.flatMap((document) => writtenFields("bible", document)),
    ...writtenFields("episode", episode),
  ];
}

/** Shot id -> digest of everything a take of it is made from. */
function digests(documents: Documents): ReadonlyMap<string, string> {
  const resolved = resolveDocuments("productions/law", documents);
  return new Map(resolved.episode.shots.map((shot) => [shot.id, digestOfShot(shot)]));
}

function digestOfShot(shot: Shot): string {
  const { intent, parts } = basisOf(shot, {});
  return JSON.stringify([intent.digest, Object.entries(parts).map(([key, part]) => [key, part.digest])]);
}

/** Any other value that has the same form. */
function another(value: unknown, words: readonly unknown[] | undefined): unknown {
  if (words !== undefined) return words.find((word) => word !== value);
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return /\.\w{3,12}$/.test(value) ? value.replace("/", "/other-") : `${value} changed`;
  if (Array.isArray(value)) return [...value].reverse().concat(["bible/other.png"]);
  throw new Error(`another value for ${JSON.stringify(value)}`);
}

/** The shots that hold a part of the episode: the one it stands in, or those of its scene; undefined for all others. */
function shotsAround(episode: EpisodeDocument, part: object): ReadonlySet<string> | undefined {
  const holds = (value: unknown): boolean =>
    typeof value === "object" && value !== null && (value === part || Object.values(value).some(holds));
  const idOf = (shot: ShotEntry): string => normalShotId(String(shot.id)) ?? "";
  const scenes = episode.scenes ?? [];
  const flat = episode.shots ?? [];
  const shot = [...scenes.flatMap((scene) => scene.shots ?? []), ...flat].find(holds);
  if (shot !== undefined) return new Set([idOf(shot)]);
  const scene = scenes.find(holds);
  if (scene === undefined) return undefined;
  const named = flat.filter((one) => String(one.scene) === String(scene.id));
  return new Set([...(scene.shots ?? []), ...named].map(idOf));
}

interface Change {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly around: ReadonlySet<string> | undefined;
}

/** Places of one production at which one field is tried. */
const PLACES_MAX = 3;

/** The first places of each production at which a field stands, with that one field changed. */
function changesOf(field: string): readonly Change[] {
  return PRODUCTIONS.flatMap((production) => {
    const places = fieldsIn(documentsOf(production)).filter((written) => written.field === field).length;
    return Array.from({ length: Math.min(places, PLACES_MAX) }, (_, index) => index).flatMap(
      (index): readonly Change[] => {
        const documents = documentsOf(production);
        ALONE[field]?.(documents);
        const written = fieldsIn(documents).filter((one) => one.field === field)[index];
        if (written === undefined) return [];
        const { holder, name, words } = written;
        const value = holder[name];
        const to = OTHER[field] === undefined ? another(value, words) : OTHER[field](value);
        if (to === undefined) return [];
        const around = shotsAround(documents.episode, holder);
        const before = ALONE[field] === undefined ? UNCHANGED.get(production) : digests(documents);
        if (before === undefined) return [];
        holder[name] = to;
        return [{ before, after: digests(documents), around }];
      },
    );
  });
}

const names = (list: string): readonly string[] => list.trim().split(/\s+/);
const sorted = (map: ReadonlyMap<string, string>): readonly string[] => [...map.values()].sort();

describe("every field of the schemas", () => {
  test("is classed: intent, free, or a holder of others", () => {
    const classed = [...names(HOLDERS), ...names(INTENT), ...names(FREE)];
    expect(classed.length).toBe(new Set(classed).size);
    expect([...classed].sort()).toEqual(schemaFields());
  });

  test("stands in one of the three good productions", () => {
    const used = new Set(PRODUCTIONS.flatMap((name) => fieldsIn(documentsOf(name)).map((written) => written.field)));
    expect(schemaFields().filter((field) => !used.has(field))).toEqual([]);
  });

  test.each(names(INTENT))("%s makes the shots it touches again, and no other", (field) => {
    const changes = changesOf(field);
    const made = changes.map(({ before, after, around }) => {
      const changed = [...before].filter(([id, digest]) => after.get(id) !== digest).map(([id]) => id);
      if (around !== undefined) expect(changed.filter((id) => !around.has(id))).toEqual([]);
      return changed.length;
    });
    expect(Math.max(0, ...made), `${changes.length} places`).toBeGreaterThan(0);
  });

  test.each(names(FREE))("%s makes nothing again", (field) => {
    const changes = changesOf(field);
    expect(changes.length).toBeGreaterThan(0);
    for (const { before, after } of changes) expect(sorted(after)).toEqual(sorted(before));
  });
});

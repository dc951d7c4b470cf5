import { callName } from "../call-name.ts";
import type { CastMember, Parts, ShotIntent, SpokenLine } from "../production.ts";
import {
  ANGLE_PHRASES,
  DEPTH_PHRASES,
  FACING_PHRASES,
  LINE_PHRASES,
  MOVEMENT_PHRASES,
  POSITION_PHRASES,
  RIG_PHRASES,
  SIZE_PHRASES,
  SPEED_PHRASES,
  TIME_PHRASES,
  TYPE_PHRASES,
} from "./film-phrases.ts";
import { type PartWords, partWords } from "./part-words.ts";

/** What is to be told. Names are labels: one is said only where the author's own words use it, so that both are one person. */
export interface PromptScene {
  readonly intent: ShotIntent;
  readonly parts: Parts;
  readonly names?: { readonly [character: string]: string };
}

/** How an endpoint wants to be told. */
export interface PromptDialect {
  /** It makes sound: then lines, effects and ambience are said. */
  readonly sound: boolean;
  /** It has a field of its own for what to avoid. */
  readonly avoidField: boolean;
  /** Words that wake a LoRA, by character. */
  readonly triggers?: { readonly [character: string]: string };
}

export interface Prompt {
  readonly text: string;
  /** For the field of its own; absent where there is none, or nothing to avoid. */
  readonly avoid?: string;
}

/**
 * A shot as one text: picture first, then camera, what happens, who, where, light, sound, style. Everything the shot says
 * is in it; whether it is too long is for the router to say, nothing is ever cut.
 */
export function writePrompt(scene: PromptScene, dialect: PromptDialect): Prompt {
  const { intent } = scene;
  const words = partWords(scene.parts);
  const sentences = [
    framing(intent),
    camera(intent),
    intent.startFrame !== undefined && "words" in intent.startFrame ? `it begins on: ${intent.startFrame.words}` : "",
    intent.action,
    intent.endFrame !== undefined && "words" in intent.endFrame ? `it ends on: ${intent.endFrame.words}` : "",
    ...intent.cast.map((member) => person(member, scene, words, dialect)),
    ...intent.props.map((prop) => words.text(`prop/${prop}`, "descriptor") ?? plainId(prop)),
    place(intent, words),
    light(intent, words),
    ...(dialect.sound ? sound(scene) : silentSpeech(scene)),
    ...style(intent, words),
    ...(dialect.avoidField || intent.avoid.length === 0 ? [] : [`avoid ${intent.avoid.join(", ")}`]),
  ];
  return {
    text: sentences
      .filter((text) => text !== "")
      .map(sentence)
      .join(" "),
    ...(dialect.avoidField && intent.avoid.length > 0 ? { avoid: intent.avoid.join(", ") } : {}),
  };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  const first = trimmed.slice(0, 1).toUpperCase() + trimmed.slice(1);
  return /[.!?\u2026"\u201d]$/u.test(first) ? first : `${first}.`;
}

function listed(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}

function framing({ framing: { size, type, angle, lensMm, depthOfField, composition } }: ShotIntent): string {
  return listed([
    SIZE_PHRASES[size],
    type === undefined ? undefined : TYPE_PHRASES[type],
    angle === undefined ? undefined : ANGLE_PHRASES[angle],
    lensMm === undefined ? undefined : `${lensMm}mm lens`,
    depthOfField === undefined ? undefined : DEPTH_PHRASES[depthOfField],
    composition,
  ]);
}

function camera({ camera: { movement, direction, speed, rig } }: ShotIntent): string {
  const moves = MOVEMENT_PHRASES[movement].replace("{direction}", direction === undefined ? "" : ` ${direction}`);
  const said = direction === undefined || moves.includes(direction) ? moves : `${moves} ${direction}`;
  const how = [speed === undefined ? "" : ` ${SPEED_PHRASES[speed]}`, rig === undefined ? "" : ` ${RIG_PHRASES[rig]}`];
  return `${said}${how.join("")}`;
}

/** `lean man with a kind, tired face, aged 60, wearing a cream linen shirt, in the centre, facing left, weary` */
function person(member: CastMember, scene: PromptScene, words: PartWords, dialect: PromptDialect): string {
  const owner = `character/${member.character}`;
  const identity = `${owner}#identity`;
  const look = `${owner}#look.${member.look ?? ""}`;
  const age = words.text(identity, "age");
  const wardrobe = words.text(look, "wardrobe");
  const described = listed([
    dialect.triggers?.[member.character],
    words.text(identity, "descriptor") ?? plainId(member.character),
    age === undefined ? undefined : /^\d+$/.test(age) ? `aged ${age}` : age,
    words.text(identity, "build"),
    ...words.list(identity, "distinguishing"),
    wardrobe === undefined ? undefined : `wearing ${wardrobe}`,
    ...["hair", "makeup", "injuries"].map((field) => lookWords(field, words.text(look, field))),
    member.position === undefined ? undefined : POSITION_PHRASES[member.position],
    member.facing === undefined ? undefined : FACING_PHRASES[member.facing],
    member.emotion,
  ]);
  const name = nameSaid(member.character, scene);
  const whole = name === undefined ? described : `${name}: ${described}`;
  return member.visible === undefined ? whole : `only the ${member.visible} in the picture: ${whole}`;
}

function lookWords(field: string, said: string | undefined): string | undefined {
  return said === undefined ? undefined : `${field} ${said}`;
}

/** The name by which the author's own words call somebody, and only then. */
function nameSaid(character: string, { intent, names }: PromptScene): string | undefined {
  const name = callName(names?.[character]);
  if (name === undefined) return undefined;
  const said = [intent.action, intent.framing.composition, ...intent.dialogue.map((line) => line.line)];
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const asWord = new RegExp(`(?<![\\p{L}\\p{N}-])${escaped}(?![\\p{L}\\p{N}-])`, "u");
  return said.some((text) => text !== undefined && asWord.test(text)) ? name : undefined;
}

function place({ location, interior, timeOfDay }: ShotIntent, words: PartWords): string {
  const part = `location/${location ?? ""}`;
  return listed([
    interior === undefined ? undefined : interior ? "interior" : "exterior",
    timeOfDay === undefined ? undefined : TIME_PHRASES[timeOfDay],
    words.text(part, "descriptor") ?? (location === undefined ? undefined : plainId(location)),
    ...words.pairs(part, "geography"),
  ]);
}

function light({ location, lighting, weather, mood }: ShotIntent, words: PartWords): string {
  const part = words.keyLike(`location/${location ?? ""}#light.`);
  return listed([
    lighting ?? (part === undefined ? undefined : words.text(part, "light")),
    weather,
    mood === undefined ? undefined : `mood: ${mood}`,
  ]);
}

function sound(scene: PromptScene): readonly string[] {
  const { dialogue, ambience, soundEffects } = scene.intent;
  return [
    ...dialogue.map((line) => spoken(line, scene)),
    ambience === undefined ? "" : `ambience: ${ambience}`,
    soundEffects.length === 0 ? "" : `sounds: ${soundEffects.join(", ")}`,
  ];
}

function spoken(line: SpokenLine, scene: PromptScene): string {
  const delivery = line.delivery === undefined ? "" : `, ${line.delivery}`;
  const voice = partWords(scene.parts).text(`character/${line.character ?? ""}#voice`, "description");
  const how = voice === undefined ? "" : ` in a voice ${voice}`;
  return `${speaker(line, scene)} ${LINE_PHRASES[line.kind]}${how}${delivery}: "${line.line}"`;
}

/** Without sound the mouth of who speaks in the picture still moves. */
function silentSpeech(scene: PromptScene): readonly string[] {
  const speakers = scene.intent.dialogue.filter((line) => line.kind === "dialogue").map((line) => speaker(line, scene));
  return [...new Set(speakers)].map((who) => `${who} speaks`);
}

function speaker({ character }: SpokenLine, scene: PromptScene): string {
  if (character === undefined) return "a voice";
  const member = scene.intent.cast.find((one) => one.character === character);
  const name = nameSaid(character, scene);
  if (name !== undefined) return name;
  if (member?.position !== undefined) return `the one ${POSITION_PHRASES[member.position]}`;
  return `the ${plainId(character)}`;
}

function style({ style: id }: ShotIntent, words: PartWords): readonly string[] {
  if (id === undefined) return [];
  const part = `style/${id}`;
  const palette = words.list(part, "palette");
  return [
    words.text(part, "descriptor") ?? plainId(id),
    palette.length === 0 ? "" : `palette ${palette.join(" ")}`,
    ...words.list(part, "rules"),
  ];
}

/** An id that nobody described is still a word: `old-harbour` is an old harbour. */
function plainId(id: string): string {
  return id.replace(/[-_]+/g, " ");
}

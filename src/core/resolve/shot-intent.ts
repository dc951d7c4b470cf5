import { didYouMean } from "../nearest-word.ts";
import type { CastMember, FrameWish, ReferenceFile, ShotIntent, SpokenLine } from "../production.ts";
import { normalShotId, parseShotAddress } from "../shot-address.ts";
import { formatRate } from "../time.ts";
import { parseCamera } from "./camera.ts";
import { parseDuration, parseFrameCount } from "./duration.ts";
import { type Place, quoted, within, wordAt, words } from "./findings.ts";
import { parseFraming, type WordFault } from "./framing.ts";
import { shotCast, shotDialogue } from "./shot-cast.ts";
import { type ShotPlace, shotPlace } from "./shot-place.ts";
import type { ShotRequest } from "./shot-request.ts";

/** Spare frames that somebody may ask for at either end. */
const HANDLE_FRAMES_MAX = 240;

/** What a shot takes from the bible, before it is looked up. */
export interface ShotNeeds {
  readonly cast: readonly CastMember[];
  readonly dialogue: readonly SpokenLine[];
  readonly props: readonly string[];
  readonly where: ShotPlace;
  readonly style: string | undefined;
}

/** Cast, lines, props, place and style, each checked against the bible. */
export function shotNeeds(request: ShotRequest): ShotNeeds {
  const cast = shotCast(request);
  return {
    cast,
    dialogue: shotDialogue(request, cast),
    props: propsOf(request),
    where: shotPlace(request),
    style: styleOf(request),
  };
}

export interface IntentResult {
  /** Absent when framing, camera or duration cannot be read: there is no shot without them. */
  readonly intent?: ShotIntent;
  readonly handles: "auto" | number;
  /** Files of the first and last picture. */
  readonly pictures: readonly ReferenceFile[];
}

/** The hashed value of a shot: short forms opened, defaults of show and scene folded in. */
export function shotIntent(request: ShotRequest, id: string, needs: ShotNeeds): IntentResult {
  const { entry, scene, format } = request;
  const [framing, camera, duration] = [framingOf(request), cameraOf(request), durationOf(request)];
  const [first, last] = [frameOf(request, "start_frame", id), frameOf(request, "end_frame", id)];
  const handles = handlesOf(request);
  const chain = chainOf(request);
  const pictures = [first, last].flatMap((frame) => frame?.file ?? []);
  if (framing === undefined || camera === undefined || duration === undefined) return { handles, pictures };
  const intent: ShotIntent = {
    durationFrames: duration,
    rate: formatRate(format.rate),
    aspect: format.aspect,
    resolution: `${format.width}x${format.height}`,
    ...(handles === "auto" ? {} : { handleFrames: handles }),
    framing,
    camera,
    cast: needs.cast,
    props: needs.props,
    ...needs.where,
    ...textOf("weather", entry.weather ?? scene?.weather),
    ...textOf("lighting", entry.lighting ?? scene?.lighting),
    ...textOf("mood", entry.mood ?? scene?.mood),
    action: words(entry.action),
    ...(first === undefined ? {} : { startFrame: first.wish }),
    ...(last === undefined ? {} : { endFrame: last.wish }),
    dialogue: needs.dialogue,
    ...textOf("ambience", entry.audio?.ambience ?? scene?.ambience),
    soundEffects: (entry.audio?.effects ?? []).map(words),
    ...(needs.style === undefined ? {} : { style: needs.style }),
    avoid: avoidOf(request, needs.style),
    ...(entry.seed === undefined ? {} : { seed: String(entry.seed) }),
    ...(chain === undefined ? {} : { chain }),
  };
  return { intent, handles, pictures };
}

function framingOf(request: ShotRequest): ShotIntent["framing"] | undefined {
  const framing = parseFraming(request.entry.framing);
  if (framing.ok) return framing.value;
  reportWords(request, "framing", framing.error);
  return undefined;
}

function cameraOf(request: ShotRequest): ShotIntent["camera"] | undefined {
  const camera = parseCamera(request.entry.camera);
  if (camera.ok) return camera.value;
  reportWords(request, "camera", camera.error);
  return undefined;
}

/** Words that a short form does not know, each at its own place; a person among them belongs to the cast. */
function reportWords(
  { place, bible, findings }: ShotRequest,
  field: "framing" | "camera",
  faults: readonly WordFault[],
): void {
  for (const { says, hint, word } of faults) {
    const at = within(place, field);
    const isPerson = word !== undefined && bible.characters.has(word.toLowerCase());
    findings.error(
      "SHORT_FORM",
      word === undefined ? at : wordAt(at, word),
      says,
      isPerson ? "who is in the picture stands in cast:" : hint,
    );
  }
}

function durationOf({ entry, place, format, findings }: ShotRequest): number | undefined {
  const duration = parseDuration(entry.duration, format.rate);
  if (duration.ok) return duration.value;
  const { kind, says, hint } = duration.error;
  findings.error(kind === "range" ? "DURATION_RANGE" : "SHORT_FORM", within(place, "duration"), says, hint);
  return undefined;
}

function textOf<Key extends string>(key: Key, text: string | undefined): { readonly [name in Key]?: string } {
  return (text === undefined ? {} : { [key]: words(text) }) as { readonly [name in Key]?: string };
}

/** The nearest word counts: shot, scene, episode, show. */
function styleOf(request: ShotRequest): string | undefined {
  const { entry, place, scene, scenePlace, episodeStyle, episodePlace, show, showPlace, bible, findings } = request;
  const said: readonly (readonly [string | undefined, Place])[] = [
    [entry.style, within(place, "style")],
    [scene?.style, within(scenePlace ?? place, "style")],
    [episodeStyle, within(episodePlace, "style")],
    [show?.defaults?.style, within(showPlace, "defaults", "style")],
  ];
  const nearest = said.find(([style]) => style !== undefined);
  const [style, at] = nearest ?? [undefined, place];
  if (style === undefined || bible.styles.has(style) || !bible.isWhole) return style;
  const ids = [...bible.styles.keys()];
  const all = ids.length > 0 ? `styles: ${ids.join(", ")}` : "describe it below styles: in the bible";
  const says = `there is no style ${quoted(style)} in the bible`;
  findings.error("UNKNOWN_STYLE", at, says, didYouMean(style, ids) ?? all);
  return style;
}

function propsOf({ entry, place, bible, findings }: ShotRequest): readonly string[] {
  const ids = [...bible.props.keys()];
  return (entry.props ?? []).map((prop, index) => {
    if (ids.length > 0 && bible.isWhole && !bible.props.has(prop))
      findings.error(
        "UNKNOWN_PROP",
        within(place, "props", index),
        `there is no prop ${quoted(prop)} in the bible`,
        didYouMean(prop, ids) ?? `props: ${ids.join(", ")}`,
      );
    return words(prop);
  });
}

function avoidOf({ entry, show, bible }: ShotRequest, style: string | undefined): readonly string[] {
  const inherited = style === undefined ? undefined : bible.styles.get(style)?.value.avoid;
  const all = [...(show?.defaults?.avoid ?? []), ...(inherited ?? []), ...(entry.avoid ?? [])];
  return [...new Set(all.map(words))].sort();
}

/** Only the bytes of a picture are intent: its path is a label, kept beside. */
function frameOf(
  request: ShotRequest,
  key: "start_frame" | "end_frame",
  owner: string,
): { readonly wish: FrameWish; readonly file?: ReferenceFile } | undefined {
  const picture = request.entry[key];
  if (picture === undefined) return undefined;
  if (typeof picture === "string") return { wish: { words: words(picture) } };
  const answer = request.answers.get(picture.file);
  if (answer === undefined || !("sha256" in answer)) return undefined;
  const { sha256 } = answer;
  const role = key === "start_frame" ? "start-frame" : "end-frame";
  return { wish: { sha256 }, file: { owner, role, path: `${request.folder}/${picture.file}`, sha256 } };
}

function chainOf({ entry, place, findings }: ShotRequest): ShotIntent["chain"] | undefined {
  if (entry.chain === undefined) return undefined;
  const written = String(typeof entry.chain === "object" ? entry.chain.from : entry.chain);
  const from = normalShotId(written);
  if (from !== undefined) return { from, mode: "last-frame" };
  const elsewhere = parseShotAddress(written);
  const isElsewhere = elsewhere.ok && elsewhere.value.episode !== undefined;
  findings.error(
    "ID_FORM",
    within(place, "chain"),
    isElsewhere ? `${quoted(written)} is a shot of another episode` : `${quoted(written)} is no shot number`,
    isElsewhere ? "a chain stays inside its episode; a picture from elsewhere is start_frame:" : "write chain: SH0030",
  );
  return undefined;
}

function handlesOf({ entry, show, place, showPlace, format, findings }: ShotRequest): "auto" | number {
  const value = entry.handles ?? show?.defaults?.handles ?? "auto";
  if (value === "auto") return "auto";
  const frames = parseFrameCount(value, format.rate);
  if (frames !== undefined && frames <= HANDLE_FRAMES_MAX) return frames;
  const at = entry.handles === undefined ? within(showPlace, "defaults", "handles") : within(place, "handles");
  const hint = `write auto, or a number of frames up to ${HANDLE_FRAMES_MAX}: 8f; 0 is none`;
  findings.error("SHORT_FORM", at, `${quoted(value)} are no handles`, hint);
  return "auto";
}

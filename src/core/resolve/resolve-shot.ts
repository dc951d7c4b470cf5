import type { FramePicture, GateRules, SceneEntry, ShotEntry, ShowDocument } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import type { Editorial, FrameWish, ReferenceFile, Shot, ShotIntent, ShotSource, ShowFormat } from "../production.ts";
import { normalShotId } from "../shot-address.ts";
import { formatRate } from "../time.ts";
import type { Bible } from "./bible.ts";
import { parseCamera } from "./camera.ts";
import { parseDuration, parseFrameCount } from "./duration.ts";
import { type Findings, type Place, within, words } from "./findings.ts";
import { parseFraming } from "./framing.ts";
import type { FileAnswers } from "./named-files.ts";
import { shotCast, shotDialogue } from "./shot-cast.ts";
import { shotParts } from "./shot-parts.ts";
import { type ShotPlace, shotPlace } from "./shot-place.ts";
import { shotRules } from "./shot-rules.ts";
import { parseTransition } from "./transition.ts";

export interface ShotRequest {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly scene: SceneEntry | undefined;
  readonly scenePlace: Place | undefined;
  readonly episodeStyle: string | undefined;
  readonly show: ShowDocument | undefined;
  readonly gates: GateRules | undefined;
  readonly bible: Bible;
  readonly answers: FileAnswers;
  readonly format: ShowFormat;
  readonly folder: string;
  readonly names: { readonly show: string; readonly episode: string };
  readonly findings: Findings;
}

/** One authored shot with short forms opened, defaults folded in and the bible looked up; undefined when it is too broken to go on. */
export function resolveShot(request: ShotRequest): Shot | undefined {
  const { entry, place, scene } = request;
  const basics = basicsOf(request);
  const material = materialOf(request);
  if (basics === undefined) return undefined;
  const { parts, frames, handles } = material;
  const light = [
    entry.lighting ?? scene?.lighting,
    ...Object.entries(parts).flatMap(([key, part]) => (key.includes("#light.") ? [String(part["light"] ?? "")] : [])),
  ].join(" ");
  const { show, episode } = request.names;
  return {
    id: basics.id,
    name: [show, episode, scene?.sequence, basics.id].filter((part) => part !== undefined).join("_"),
    ...(scene?.sequence === undefined ? {} : { sequence: scene.sequence }),
    ...(scene === undefined ? {} : { scene: String(scene.id) }),
    status: entry.status ?? "active",
    intent: intentOf(request, basics, material),
    parts,
    references: [...material.references, ...frames.flatMap((frame) => frame?.file ?? [])],
    handles,
    source: sourceOf(request),
    ...shotRules({ entry, show: request.show, gates: request.gates, light, sceneLock: scene?.engine_lock }),
    editorial: editorialOf(request, basics.durationFrames),
    at: { file: place.file, pointer: place.pointer },
  };
}

type Basics = Pick<ShotIntent, "framing" | "camera" | "durationFrames"> & { readonly id: string };

/** The four lines that make a shot; undefined when one of them cannot be read. */
function basicsOf({ entry, place, findings, format }: ShotRequest): Basics | undefined {
  const id = normalShotId(String(entry.id));
  if (id === undefined)
    findings.error("ID_FORM", within(place, "id"), `"${String(entry.id)}" is no shot number`, "write SH0040");
  const framing = parseFraming(entry.framing);
  if (!framing.ok)
    for (const fault of framing.error) findings.error("SHORT_FORM", within(place, "framing"), fault.says, fault.hint);
  const camera = parseCamera(entry.camera);
  if (!camera.ok)
    for (const fault of camera.error) findings.error("SHORT_FORM", within(place, "camera"), fault.says, fault.hint);
  const duration = parseDuration(entry.duration, format.rate);
  if (!duration.ok) {
    const code = duration.error.kind === "range" ? "DURATION_RANGE" : "SHORT_FORM";
    findings.error(code, within(place, "duration"), duration.error.says);
  }
  if (id === undefined || !framing.ok || !camera.ok || !duration.ok) return undefined;
  return { id, framing: framing.value, camera: camera.value, durationFrames: duration.value };
}

interface Material {
  readonly cast: ShotIntent["cast"];
  readonly dialogue: ShotIntent["dialogue"];
  readonly props: readonly string[];
  readonly where: ShotPlace;
  readonly style: string | undefined;
  readonly parts: Shot["parts"];
  readonly references: readonly ReferenceFile[];
  /** First and last picture. */
  readonly frames: readonly [WishedFrame | undefined, WishedFrame | undefined];
  readonly handles: "auto" | number;
}

/** Who and what is in the picture and where, looked up in the bible. */
function materialOf(request: ShotRequest): Material {
  const { entry, place, scene, bible, findings } = request;
  const cast = shotCast(request);
  const dialogue = shotDialogue(request, cast);
  const where = shotPlace(entry, place, scene, request.scenePlace, bible, findings);
  const style = styleOf(request);
  const props = propsOf(request);
  const { location, timeOfDay } = where;
  const { parts, references } = shotParts({ ...request, cast, dialogue, props, location, timeOfDay, style });
  const frames = [frameOf(request, "start_frame"), frameOf(request, "end_frame")] as const;
  return { cast, dialogue, props, where, style, parts, references, frames, handles: handlesOf(request) };
}

function intentOf(request: ShotRequest, basics: Basics, material: Material): ShotIntent {
  const { entry, scene, format } = request;
  const { cast, dialogue, props, where, style, handles } = material;
  const [startFrame, endFrame] = material.frames;
  return {
    durationFrames: basics.durationFrames,
    rate: formatRate(format.rate),
    aspect: format.aspect,
    resolution: `${format.width}x${format.height}`,
    ...(handles === "auto" ? {} : { handleFrames: handles }),
    framing: basics.framing,
    camera: basics.camera,
    cast,
    props,
    ...where,
    ...textOf("weather", entry.weather ?? scene?.weather),
    ...textOf("lighting", entry.lighting ?? scene?.lighting),
    ...textOf("mood", entry.mood ?? scene?.mood),
    action: words(entry.action),
    ...(startFrame === undefined ? {} : { startFrame: startFrame.wish }),
    ...(endFrame === undefined ? {} : { endFrame: endFrame.wish }),
    dialogue,
    ...textOf("ambience", entry.audio?.ambience ?? scene?.ambience),
    soundEffects: (entry.audio?.effects ?? []).map(words),
    ...(style === undefined ? {} : { style }),
    avoid: avoidOf(request, style),
    ...(entry.seed === undefined ? {} : { seed: String(entry.seed) }),
    ...chainOf(request),
  };
}

function textOf<Key extends string>(key: Key, text: string | undefined): { readonly [name in Key]?: string } {
  return (text === undefined ? {} : { [key]: words(text) }) as { readonly [name in Key]?: string };
}

function styleOf({ entry, place, scene, episodeStyle, show, bible, findings }: ShotRequest): string | undefined {
  const style = entry.style ?? scene?.style ?? episodeStyle ?? show?.defaults?.style;
  if (style === undefined || bible.styles.has(style)) return style;
  const at = entry.style === undefined ? place : within(place, "style");
  findings.error(
    "UNKNOWN_STYLE",
    at,
    `there is no style "${style}" in the bible`,
    didYouMean(style, [...bible.styles.keys()]),
  );
  return style;
}

function propsOf({ entry, place, bible, findings }: ShotRequest): readonly string[] {
  const ids = [...bible.props.keys()];
  return (entry.props ?? []).map((prop, index) => {
    if (ids.length > 0 && !bible.props.has(prop))
      findings.error(
        "UNKNOWN_PROP",
        within(place, "props", index),
        `there is no prop "${prop}" in the bible`,
        didYouMean(prop, ids) ?? `props: ${ids.join(", ")}`,
      );
    return words(prop);
  });
}

function avoidOf({ entry, show, bible }: ShotRequest, style: string | undefined): readonly string[] {
  const inherited = style === undefined ? undefined : bible.styles.get(style)?.value.avoid;
  return [
    ...new Set([...(show?.defaults?.avoid ?? []), ...(inherited ?? []), ...(entry.avoid ?? [])].map(words)),
  ].sort();
}

interface WishedFrame {
  readonly wish: FrameWish;
  readonly file?: ReferenceFile;
}

function frameOf(request: ShotRequest, key: "start_frame" | "end_frame"): WishedFrame | undefined {
  const picture: FramePicture | undefined = request.entry[key];
  if (picture === undefined) return undefined;
  if (typeof picture === "string") return { wish: { words: words(picture) } };
  const answer = request.answers.get(picture.file);
  if (answer === undefined || !("sha256" in answer)) return undefined;
  const path = `${request.folder}/${picture.file}`;
  const role = key === "start_frame" ? "start-frame" : "end-frame";
  // Only the bytes are intent: the path is a label, kept beside.
  return {
    wish: { sha256: answer.sha256 },
    file: { owner: String(request.entry.id), role, path, sha256: answer.sha256 },
  };
}

function chainOf({ entry, place, findings }: ShotRequest): Pick<ShotIntent, "chain"> {
  if (entry.chain === undefined) return {};
  const from = normalShotId(String(typeof entry.chain === "object" ? entry.chain.from : entry.chain));
  if (from === undefined) {
    findings.error("ID_FORM", within(place, "chain"), "this is no shot number", "write chain: SH0030");
    return {};
  }
  return { chain: { from, mode: "last-frame" } };
}

function handlesOf({ entry, show, place, format, findings }: ShotRequest): "auto" | number {
  const value = entry.handles ?? show?.defaults?.handles ?? "auto";
  if (value === "auto") return "auto";
  const frames = parseFrameCount(value, format.rate);
  if (frames !== undefined) return frames;
  findings.error(
    "SHORT_FORM",
    within(place, "handles"),
    `"${String(value)}" are no handles`,
    "write auto, or a number of frames: 8f",
  );
  return "auto";
}

function sourceOf({ entry, answers }: ShotRequest): ShotSource {
  const { source } = entry;
  if (source === undefined) return { kind: "generated" };
  if (source.kind === "take") {
    const [episode = "", shot = ""] = (source.from ?? "").split("/", 2);
    return { kind: "take", episode, shot: normalShotId(shot) ?? shot };
  }
  const answer = answers.get(source.path ?? "");
  // A missing file is a finding already; the zero digest never equals a real one.
  const sha256 = answer !== undefined && "sha256" in answer ? answer.sha256 : (`sha256:${"0".repeat(64)}` as const);
  return { kind: "provided", path: source.path ?? "", sha256 };
}

function editorialOf(request: ShotRequest, durationFrames: number): Editorial {
  const { entry, place, format, findings } = request;
  const transition = (side: "in" | "out") => {
    const parsed = parseTransition(entry.transition?.[side], format.rate);
    if (parsed.ok && parsed.value.frames < durationFrames) return parsed.value;
    const at = within(place, "transition", side);
    if (parsed.ok)
      findings.error(
        "TRANSITION_RANGE",
        at,
        `the ${parsed.value.kind} of ${parsed.value.frames} frames is not shorter than the shot's ${durationFrames}`,
      );
    else findings.error("SHORT_FORM", at, parsed.error.says, parsed.error.hint);
    return { kind: "cut" as const, frames: 0 };
  };
  const trim = (side: "in" | "out"): number => {
    const value = entry.trim?.[side];
    const frames = value === undefined ? 0 : parseFrameCount(value, format.rate);
    if (frames !== undefined) return frames;
    findings.error("SHORT_FORM", within(place, "trim", side), `"${String(value)}" is no number of frames`, "write 4f");
    return 0;
  };
  const [trimInFrames, trimOutFrames] = [trim("in"), trim("out")];
  if (trimInFrames + trimOutFrames >= durationFrames)
    findings.error(
      "TRIM_RANGE",
      within(place, "trim"),
      `trims of ${trimInFrames + trimOutFrames} frames leave nothing of the shot's ${durationFrames}`,
    );
  return {
    ...(entry.title === undefined ? {} : { title: words(entry.title) }),
    ...(entry.notes === undefined ? {} : { notes: words(entry.notes) }),
    transitionIn: transition("in"),
    transitionOut: transition("out"),
    trimInFrames,
    trimOutFrames,
  };
}

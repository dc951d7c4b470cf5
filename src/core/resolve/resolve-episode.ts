import type {
  CeilingRules,
  EpisodeDocument,
  GateRules,
  SceneEntry,
  ShowDocument,
} from "../../schema/generated/types.ts";
import type { JsonObject } from "../json.ts";
import type { KnownNames } from "../known-names.ts";
import { lintEpisode, type SiblingShots } from "../lint/lint-episode.ts";
import { didYouMean } from "../nearest-word.ts";
import type { Episode, Scene, Shot } from "../production.ts";
import type { Bible } from "./bible.ts";
import { withoutConsequences } from "./consequences.ts";
import { collectFindings, type Findings, type Place, type PlacedFinding, quoted, within, words } from "./findings.ts";
import { ceilingsOf, checkCeilings, showFormat } from "./format.ts";
import { type FileAnswers, flatShots } from "./named-files.ts";
import { resolveShot } from "./resolve-shot.ts";
import { showCodeOf } from "./show-code.ts";

/** -16 LUFS: what the web's players expect of a programme. */
const LOUDNESS_LUFS = -16;

const CONFIG_FILE = "shotlock.config.yaml";
/** What may stand in the name of a shot and of its files. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

export interface EpisodeRequest {
  /** Folder of the production, relative to the repository root: `productions/elves`. */
  readonly folder: string;
  readonly show?: { readonly file: string; readonly document: ShowDocument };
  readonly bible: Bible;
  readonly episode: { readonly file: string; readonly document: EpisodeDocument };
  readonly answers: FileAnswers;
  /** Engines and gates that exist; names are not checked without it. */
  readonly known?: KnownNames;
  readonly siblings?: SiblingShots;
  /** Pointers of shots and scenes whose cast or looks could not be read. */
  readonly doubtful?: ReadonlySet<string>;
  /** Gates and ceilings of the configuration: the show may only be stricter. */
  readonly gates?: GateRules;
  readonly ceilings?: CeilingRules;
  /** Further ceilings of a show that is not on the main branch yet. */
  readonly newShow?: CeilingRules;
  /** Engines that the configuration allows and refuses: show and shot only narrow it. */
  readonly engines?: { readonly allow?: readonly string[]; readonly deny?: readonly string[] };
  /** People who may spend, by the configuration. */
  readonly approvers?: readonly string[];
}

export interface ResolvedEpisode {
  /** Present also beside findings; a shot that is too broken is left out. */
  readonly episode: Episode;
  readonly diagnostics: readonly PlacedFinding[];
}

function repositoryRules(engines: EpisodeRequest["engines"]): Pick<Episode["engines"], "repository"> {
  if (engines?.allow === undefined && engines?.deny === undefined) return {};
  const { allow, deny = [] } = engines;
  return { repository: { ...(allow === undefined ? {} : { allow }), deny } };
}

/** Show, bible and episode documents -> the resolved episode, with every finding of sense (shape was checked before). */
export function resolveEpisode(request: EpisodeRequest): ResolvedEpisode {
  const findings = collectFindings();
  const { folder, episode, bible } = request;
  const show = request.show?.document;
  const showPlace: Place = { file: request.show?.file ?? episode.file, pointer: "" };
  const format = showFormat(show, showPlace, findings);
  checkCeilings(show?.ceilings, within(showPlace, "ceilings"), findings);
  checkCeilings(request.ceilings, { file: CONFIG_FILE, pointer: "/ceilings" }, findings);
  checkCeilings(request.newShow, { file: CONFIG_FILE, pointer: "/new_show" }, findings);
  const showId = show?.id ?? showCodeOf(folder);
  const id = episode.document.id ?? episodeIdOf(episode.file);
  const names = { show: showId, episode: id };
  if (!NAME.test(id)) {
    const says = `the file name gives ${quoted(id)}, which is no part of a shot's name`;
    findings.error("ID_FORM", { file: episode.file, pointer: "" }, says, "name it E101.yaml, or write id: E101");
  }
  checkDay(episode.document.due, { file: episode.file, pointer: "/due" }, findings);
  const shots = resolveShots({ request, names, format, showPlace, findings });
  const resolved: Episode = {
    id,
    title: words(episode.document.title ?? id),
    show: { id: showId, title: words(show?.title ?? showId) },
    status: episode.document.status ?? "open",
    ...dueOf(episode.document.due),
    format,
    scenes: (episode.document.scenes ?? []).map(sceneOf),
    shots,
    engines: {
      ...(show?.engines?.allow === undefined ? {} : { allow: show.engines.allow }),
      deny: show?.engines?.deny ?? [],
      ...repositoryRules(request.engines),
    },
    ceilings: ceilingsOf({ show: show?.ceilings, config: request.ceilings, newShow: request.newShow }),
    ...approversOf(show?.people?.producer, request.approvers),
    conform: { loudnessLufs: show?.conform?.loudness ?? LOUDNESS_LUFS, slate: show?.conform?.slate ?? true },
    burnIn: show?.burn_in ?? true,
    folder,
    file: episode.file,
    consents: consentsOf(bible),
    characterNames: namesOf(bible),
  };
  lintEpisode({
    episode: resolved,
    document: episode.document,
    file: episode.file,
    bible,
    show: request.show,
    known: request.known ?? {},
    gates: request.gates,
    siblings: request.siblings,
    findings,
  });
  const doubtful = request.doubtful ?? new Set();
  return { episode: resolved, diagnostics: withoutConsequences(findings.list, episode.file, doubtful) };
}

/** The form was checked; the 45th of a month has the form of a day. */
function checkDay(text: string | undefined, place: Place, findings: Findings): void {
  if (text === undefined) return;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text
    .split(/[-T:]/, 5)
    .map((part) => Number.parseInt(part, 10));
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > days || hour > 23 || minute > 59)
    findings.error(
      "VALUE_RANGE",
      place,
      `${quoted(text)} is no day and hour of the calendar`,
      "2026-12-20T18:00:00+01:00",
    );
}

/** A day that the calendar does not have is told of elsewhere; it hurries nobody. */
function dueOf(text: string | undefined): { dueMs?: number } {
  const dueMs = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(dueMs) ? {} : { dueMs };
}

/** `productions/elves/episodes/E101.yaml` -> `E101`. */
export function episodeIdOf(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/\.ya?ml$/i, "");
}

interface ShotsRequest {
  readonly request: EpisodeRequest;
  readonly names: { readonly show: string; readonly episode: string };
  readonly format: Episode["format"];
  readonly showPlace: Place;
  readonly findings: Findings;
}

function resolveShots({ request, names, format, showPlace, findings }: ShotsRequest): readonly Shot[] {
  const { document, file } = request.episode;
  const scenes = document.scenes ?? [];
  const root: Place = { file, pointer: "" };
  return flatShots(request.episode).flatMap(({ entry, place, sceneIndex }) => {
    const index = sceneIndex ?? sceneNamed(scenes, entry.scene, within(place, "scene"), findings);
    const scene = index === undefined ? undefined : scenes[index];
    if (sceneIndex !== undefined && entry.scene !== undefined && String(entry.scene) !== String(scene?.id))
      findings.error(
        "SCENE_MISMATCH",
        within(place, "scene"),
        `this shot stands under scene ${quoted(scene?.id ?? "")} and says it belongs to ${quoted(entry.scene)}`,
        "move the shot, or leave scene: out",
      );
    const shot = resolveShot({
      entry,
      place,
      scene,
      scenePlace: index === undefined ? undefined : within(root, "scenes", index),
      episodeStyle: document.style,
      episodePlace: root,
      showPlace,
      show: request.show?.document,
      gates: request.gates,
      bible: request.bible,
      answers: request.answers,
      format,
      folder: request.folder,
      names,
      findings,
    });
    return shot ?? [];
  });
}

function sceneNamed(
  scenes: readonly SceneEntry[],
  wanted: string | number | undefined,
  place: Place,
  findings: Findings,
): number | undefined {
  if (wanted === undefined) return undefined;
  const index = scenes.findIndex((scene) => String(scene.id) === String(wanted));
  if (index >= 0) return index;
  findings.error(
    "UNKNOWN_SCENE",
    place,
    `there is no scene ${quoted(wanted)} in this episode`,
    didYouMean(
      String(wanted),
      scenes.map((scene) => String(scene.id)),
    ) ?? "write the scene below scenes:, or leave scene: out",
  );
  return undefined;
}

function sceneOf(scene: SceneEntry): Scene {
  return {
    id: String(scene.id),
    ...(scene.slugline === undefined ? {} : { slugline: words(scene.slugline) }),
    ...(scene.sequence === undefined ? {} : { sequence: scene.sequence }),
  };
}

function namesOf(bible: Bible): { readonly [character: string]: string } {
  return Object.fromEntries(
    [...bible.characters.values()].flatMap(({ id, value }) =>
      value.name === undefined ? [] : [[id, words(value.name)]],
    ),
  );
}

function consentsOf(bible: Bible): { readonly [character: string]: JsonObject } {
  return Object.fromEntries(
    [...bible.characters.values()].flatMap(({ id, value }) =>
      value.consent === undefined
        ? []
        : [[id, Object.fromEntries(Object.entries(value.consent).map(([key, text]) => [key, String(text)]))]],
    ),
  );
}

/** The show may only be stricter: who is to spend stands in both lists. */
function approversOf(
  show: readonly string[] | undefined,
  config: readonly string[] | undefined,
): { readonly approvers?: readonly string[] } {
  const approvers =
    config === undefined ? show : show === undefined ? config : config.filter((name) => show.includes(name));
  return approvers === undefined ? {} : { approvers };
}

import { type Cut, cutInputs, cutOf } from "../core/cut.ts";
import type { Digest } from "../core/digest.ts";
import type { EpisodeState } from "../core/episode-state.ts";
import type { ConformRecord, JournalEvent } from "../core/journal-events.ts";
import type { Notice } from "../core/plan-steps.ts";
import type { Episode, Tier } from "../core/production.ts";
import { episodeManifest, type PersonDecision } from "../core/provenance/episode-manifest.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { Take } from "../core/take.ts";
import { formatSeconds } from "../core/time.ts";
import type { Assembler, Assembly } from "../ports/assembler.ts";
import type { Clock } from "../ports/clock.ts";
import type { ReportProgress } from "../ports/progress.ts";
import type { SignedFile, Signer, SignIngredient } from "../ports/signer.ts";
import type { Store } from "../ports/store.ts";

export interface ConformDesk {
  readonly assembler: Assembler;
  readonly signer: Signer;
  readonly store: Store;
  readonly clock: Clock;
  /** Appends one event durably; the caller keeps head and fencing. */
  readonly append: (event: JournalEvent) => Promise<Result<unknown, ConformFailure>>;
  /** Puts a copy of a finished file where people look for it. */
  readonly copy: (from: string, to: string) => Promise<void>;
  readonly report: ReportProgress;
  readonly signal: AbortSignal;
}

export interface ConformRequest {
  readonly episode: Episode;
  readonly state: EpisodeState;
  readonly tier: Tier;
  /** Id of this run and the person in whose name it works. */
  readonly run: string;
  readonly operator: string;
  /** Persons' words on the takes used, for the manifest. */
  readonly decisions: readonly PersonDecision[];
  readonly tool: { readonly version: string };
  readonly joinedWith: { readonly name: string; readonly version: string };
  /** Scratch folder, and the folder of pieces that outlives it. */
  readonly directory: string;
  readonly cache: string;
  /** Path of the copy for people; absent = none. */
  readonly output?: string;
}

export interface ConformOutcome {
  readonly record: ConformRecord;
  /** Nothing had changed since the last conform. */
  readonly unchanged: boolean;
  readonly notices: readonly Notice[];
  /** One line for people. */
  readonly says: string;
  /** Local path of the contact sheet; absent when nothing was made and the last one is not in the store. */
  readonly contactSheet?: string;
}

export interface ConformFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Cuts the episode together from its circled takes, signs it with each of them as an ingredient, stores and journals it. */
export async function conformEpisode(
  desk: ConformDesk,
  request: ConformRequest,
): Promise<Result<ConformOutcome, ConformFailure>> {
  const cut = cutOf(request.episode, request.state, request.tier);
  const inputs = cutInputs(cut);
  for (const notice of cut.notices) desk.report({ kind: "note", says: notice.says });
  const standing = await standingEpisode(desk, request, cut, inputs);
  if (standing !== undefined) return ok(standing);
  const assembly = await desk.assembler.assemble(cut, {
    directory: request.directory,
    cache: request.cache,
    fileOf: (sha256) => desk.store.pathOf(sha256),
    signal: desk.signal,
    progress: (done, total, says) => desk.report({ kind: "conform", done, total, says }),
  });
  if (!assembly.ok) return assembly;
  const at = new Date(desk.clock.now()).toISOString();
  const { pieces } = assembly.value;
  desk.report({ kind: "conform", done: pieces, total: pieces, says: "signing" });
  const signed = await signEpisode(desk, request, cut, assembly.value, at);
  if (!signed.ok) return signed;
  const record = await stored(desk, assembly.value, signed.value, inputs);
  if (!record.ok) return record;
  const appended = await desk.append(conformedEvent(request, record.value, at));
  if (!appended.ok) return appended;
  if (request.output !== undefined) await desk.copy(signed.value.path, request.output);
  return ok({
    record: record.value,
    unchanged: false,
    notices: cut.notices,
    says: summary(cut, assembly.value),
    contactSheet: assembly.value.contactSheet,
  });
}

/** The last conform when nothing changed since and its file is whole; people get their copies again. */
async function standingEpisode(
  desk: ConformDesk,
  request: ConformRequest,
  cut: Cut,
  inputs: Digest,
): Promise<ConformOutcome | undefined> {
  const last = request.state.conformed[request.tier];
  if (last === undefined || last.inputs !== inputs) return undefined;
  const path = await desk.store.pathOf(last.media);
  if (path === undefined) return undefined;
  if (request.output !== undefined) await desk.copy(path, request.output);
  const contactSheet = last.contactSheet === undefined ? undefined : await desk.store.pathOf(last.contactSheet);
  return {
    record: last,
    unchanged: true,
    notices: cut.notices,
    says: `${cut.episode} ${cut.tier}: nothing changed since the last cut`,
    ...(contactSheet === undefined ? {} : { contactSheet }),
  };
}

async function signEpisode(
  desk: ConformDesk,
  request: ConformRequest,
  cut: Cut,
  assembly: Assembly,
  at: string,
): Promise<Result<SignedFile, ConformFailure>> {
  const { episode, state } = request;
  const takes: Record<string, Take | undefined> = {};
  for (const entry of assembly.entries)
    takes[entry.shot] = state.shots[entry.shot]?.takes.find((take) => take.id === entry.take);
  const manifest = episodeManifest({
    tool: request.tool,
    at,
    show: episode.show,
    episode: { id: episode.id, title: episode.title },
    tier: request.tier,
    rate: cut.rate,
    frames: assembly.frames,
    entries: assembly.entries,
    takes,
    decisions: request.decisions,
    joinedWith: request.joinedWith,
  });
  const ingredients: SignIngredient[] = [];
  for (const { shot, media, definition } of manifest.ingredients) {
    const path = await desk.store.pathOf(media);
    if (path === undefined) return fail(ingredientMissing(shot, media));
    ingredients.push({ path, mimeType: "video/mp4", definition });
  }
  return desk.signer.sign({
    source: assembly.path,
    target: `${assembly.path}.signed.mp4`,
    mimeType: "video/mp4",
    definition: manifest.definition,
    thumbnail: assembly.contactSheet,
    ingredients,
    signal: desk.signal,
  });
}

function ingredientMissing(shot: string, media: Digest): ConformFailure {
  return {
    code: "ASSEMBLY_MEDIA_MISSING",
    message: `the signed take of ${shot} (${media.slice(0, 19)}) is not in the store`,
    hint: "bring it back from another copy of the store, or ask for a retake",
  };
}

async function stored(
  desk: ConformDesk,
  assembly: Assembly,
  signed: SignedFile,
  inputs: Digest,
): Promise<Result<ConformRecord, ConformFailure>> {
  const media = await desk.store.put(signed.path);
  if (media.sha256 !== signed.sha256)
    return fail({
      code: "STORE_DIFFERS",
      message: "the store holds other bytes than were signed",
      hint: "run it again",
    });
  const sheet = await desk.store.put(assembly.contactSheet);
  return ok({
    media: media.sha256,
    bytes: media.bytes,
    frames: assembly.frames,
    manifestUrn: signed.manifestUrn,
    manifestSha256: signed.manifestSha256,
    inputs,
    entries: assembly.entries,
    contactSheet: sheet.sha256,
  });
}

function conformedEvent(request: ConformRequest, record: ConformRecord, at: string): JournalEvent {
  return {
    type: "episode.conformed",
    at,
    run: request.run,
    operator: request.operator,
    show: request.episode.show.id,
    episode: request.episode.id,
    tier: request.tier,
    record,
  };
}

function summary(cut: Cut, assembly: Assembly): string {
  const temporary = cut.entries.filter((entry) => entry.source.kind === "take" && entry.source.temporary).length;
  const slates = cut.entries.filter((entry) => entry.source.kind === "slate").length;
  const parts = [
    `${cut.entries.length} shots`,
    formatSeconds(cut.frames, cut.rate),
    `${assembly.remade} of ${assembly.pieces} pieces cut anew`,
    ...(temporary > 0 ? [`${temporary} TEMP`] : []),
    ...(slates > 0 ? [`${slates} ${slates === 1 ? "slate" : "slates"}`] : []),
    assembly.loudnessMilli === undefined ? "silent" : `${tenths(assembly.loudnessMilli)} LUFS`,
  ];
  return `${cut.episode} ${cut.tier}: ${parts.join(", ")}`;
}

function tenths(milli: number): string {
  const rounded = Math.round(Math.abs(milli) / 100);
  return `${milli < 0 ? "-" : ""}${Math.floor(rounded / 10)}.${rounded % 10}`;
}

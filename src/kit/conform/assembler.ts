import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Segment, segmentsOf } from "../../core/cut/segments.ts";
import type { Cut } from "../../core/cut.ts";
import type { ConformEntry } from "../../core/journal-events.ts";
import { plainText } from "../../core/plain-text.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Assembler, Assembly, AssemblyDesk, AssemblyFailure, PosterRequest } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { writeContactSheet } from "./contact-sheet.ts";
import { writeJpeg } from "./lettering.ts";
import { loudnessFilters } from "./loudness.ts";
import { type Piece, type PiecesUnderWay, sharedPiece } from "./piece.ts";
import { ticksPerFrame, timescaleOf } from "./recipe.ts";
import { writeSoundtrack } from "./soundtrack.ts";
import { runFfmpeg } from "./tools.ts";

/** Two pieces at a time: x264 keeps two cores busy, and WASM keeps one. */
const PIECES_AT_ONCE = 2;
const MILLI = 1000;

/** The assembler that joins pieces by copy with ffmpeg, native or WASM. */
export function createAssembler(media: MediaTools): Assembler {
  return {
    assemble: (cut, desk) => assemble(media, cut, desk),
    poster: (request) => poster(media, request),
  };
}

async function assemble(media: MediaTools, cut: Cut, desk: AssemblyDesk): Promise<Result<Assembly, AssemblyFailure>> {
  if (cut.entries.length === 0)
    return fail({ code: "ASSEMBLY_EMPTY", message: "the cut has no shots", hint: "every shot is omitted or left out" });
  await mkdir(desk.directory, { recursive: true });
  const pieces = await makePieces(media, cut, segmentsOf(cut), desk);
  if (!pieces.ok) return pieces;
  const soundtrack = join(desk.directory, "soundtrack.wav");
  await writeSoundtrack(cut, pieces.value, soundtrack);
  const sound = await loudnessFilters(media, soundtrack, Math.round(cut.loudnessLufs * MILLI), desk.signal);
  if (!sound.ok) return sound;
  const joined = await joinPieces(media, cut, pieces.value, { soundtrack, filters: sound.value.filters }, desk);
  if (!joined.ok) return joined;
  const contactSheet = join(desk.directory, "contact-sheet.jpg");
  await writeContactSheet(cut, sheetPictures(cut, pieces.value), contactSheet);
  const { integratedMilli } = sound.value.loudness;
  return ok({
    path: joined.value,
    contactSheet,
    frames: cut.frames,
    entries: pieces.value.map(entryOf),
    ...(integratedMilli === undefined ? {} : { loudnessMilli: integratedMilli }),
    remade: pieces.value.filter((piece) => !piece.fromCache).length,
    pieces: pieces.value.length,
  });
}

async function makePieces(
  media: MediaTools,
  cut: Cut,
  segments: readonly Segment[],
  desk: AssemblyDesk,
): Promise<Result<Piece[], AssemblyFailure>> {
  const pieces: Piece[] = [];
  const underWay: PiecesUnderWay = new Map();
  let next = 0;
  let done = 0;
  let failure: AssemblyFailure | undefined;
  const work = async (): Promise<void> => {
    while (failure === undefined && next < segments.length) {
      const index = next;
      next += 1;
      const segment = segments[index];
      if (segment === undefined) return;
      const piece = await sharedPiece(media, cut, segment, desk, underWay);
      if (!piece.ok) {
        failure = failure ?? piece.error;
        return;
      }
      pieces[index] = piece.value;
      done += 1;
      desk.progress(done, segments.length, `${segment.name} ${piece.value.fromCache ? "unchanged" : "cut"}`);
    }
  };
  await Promise.all(Array.from({ length: PIECES_AT_ONCE }, work));
  return failure === undefined ? ok(pieces) : fail(failure);
}

interface Sound {
  readonly soundtrack: string;
  readonly filters: readonly string[];
}

/** Picture by copy with exact time stamps, sound encoded once, a chapter for each shot, index at the front. */
async function joinPieces(
  media: MediaTools,
  cut: Cut,
  pieces: readonly Piece[],
  sound: Sound,
  desk: AssemblyDesk,
): Promise<Result<string, AssemblyFailure>> {
  const list = join(desk.directory, "pieces.txt");
  const chapters = join(desk.directory, "chapters.txt");
  await writeFile(list, `${pieces.map((piece) => `file '${piece.video.replaceAll("'", "'\\''")}'`).join("\n")}\n`);
  await writeFile(chapters, chapterText(cut));
  const part = join(desk.directory, "episode.part.mp4");
  const path = join(desk.directory, "episode.mp4");
  const ticks = ticksPerFrame(cut.rate);
  const run = await runFfmpeg(
    media,
    [
      ...["-v", "error", "-f", "concat", "-safe", "0", "-i", list, "-i", sound.soundtrack, "-i", chapters],
      ...["-map", "0:v:0", "-map", "1:a:0", "-map_metadata", "2", "-map_chapters", "2", "-c:v", "copy"],
      // Durations of the list are rounded to microseconds; without this a long episode's frames would drift.
      ...["-bsf:v", `setts=pts=N*${ticks}:dts=N*${ticks}:duration=${ticks}`],
      ...(sound.filters.length === 0 ? [] : ["-af", sound.filters.join(",")]),
      ...["-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-video_track_timescale", String(timescaleOf(cut.rate))],
      ...["-fflags", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4", part],
    ],
    desk.signal,
    "episode",
  );
  if (!run.ok) return run;
  await rename(part, path);
  return ok(path);
}

function chapterText(cut: Cut): string {
  const escaped = (text: string): string => plainText(text.replace(/\s+/g, " ")).replace(/[=;#\\]/g, "\\$&");
  const chapters = cut.entries.map((entry) => {
    const title = `${entry.shot}${entry.title === undefined ? "" : ` ${entry.title}`}`;
    const end = entry.recordInFrames + entry.durationFrames;
    return `[CHAPTER]\nTIMEBASE=${cut.rate.denominator}/${cut.rate.numerator}\nSTART=${entry.recordInFrames}\nEND=${end}\ntitle=${escaped(title)}`;
  });
  return `;FFMETADATA1\ntitle=${escaped(`${cut.show} ${cut.episode} ${cut.title}`)}\n${chapters.join("\n")}\n`;
}

function entryOf(piece: Piece): ConformEntry {
  const { segment } = piece;
  const base = {
    mezzanine: piece.sha256,
    essence: piece.essence,
    recordInFrames: segment.recordInFrames,
    durationFrames: segment.frames,
  };
  const temporary = segment.inputs.some(({ entry }) => entry.source.kind === "take" && entry.source.temporary);
  const source = segment.join === undefined ? segment.inputs[0].entry.source : undefined;
  if (source?.kind !== "take") return { shot: segment.name, ...base, temporary };
  return { shot: segment.name, take: source.take, tier: source.tier, media: source.media, ...base, temporary };
}

function sheetPictures(cut: Cut, pieces: readonly Piece[]) {
  const bodies = new Map(pieces.map((piece) => [piece.segment.name, piece.thumbnail]));
  return cut.entries.map((entry) => ({ entry, picture: bodies.get(entry.shot) }));
}

async function poster(
  media: MediaTools,
  request: PosterRequest,
): Promise<Result<{ readonly path: string }, AssemblyFailure>> {
  const { rate } = request;
  const chain = [
    `fps=${rate.numerator}/${rate.denominator}:start_time=0`,
    `select=eq(n\\,${request.frame})`,
    `scale=${request.width}:-2`,
  ];
  const picture = `${request.target}.png`;
  const args = ["-v", "error", "-i", request.source, "-vf", chain.join(","), "-frames:v", "1", "-f", "image2", picture];
  const run = await runFfmpeg(media, args, request.signal, "poster");
  if (!run.ok) return run;
  await writeJpeg(picture, request.target);
  await rm(picture, { force: true });
  return ok({ path: request.target });
}

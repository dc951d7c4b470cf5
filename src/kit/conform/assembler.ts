import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Segment, segmentsOf } from "../../core/cut/segments.ts";
import type { Cut } from "../../core/cut.ts";
import type { ConformEntry } from "../../core/journal-events.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Assembler, Assembly, AssemblyDesk, AssemblyFailure, PosterRequest } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { writeContactSheet } from "./contact-sheet.ts";
import { makeEpisodeFile } from "./episode-file.ts";
import { writeJpeg } from "./lettering.ts";
import { type Piece, type PieceWork, pieceOf } from "./piece.ts";
import { tidyPieces } from "./piece-cache.ts";
import { rateText } from "./recipe.ts";
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
  await mkdir(desk.cache, { recursive: true });
  const pieces = await makePieces({ media, cut, desk, underWay: new Map() }, segmentsOf(cut));
  if (!pieces.ok) return pieces;
  const episode = await makeEpisodeFile(media, cut, pieces.value, desk);
  if (!episode.ok) return episode;
  const contactSheet = join(desk.directory, "contact-sheet.jpg");
  await writeContactSheet(cut, sheetPictures(cut, pieces.value), contactSheet);
  await tidyPieces(desk.cache, new Set(pieces.value.map((piece) => piece.key)));
  const { path, integratedLufs } = episode.value;
  return ok({
    path,
    contactSheet,
    frames: cut.frames,
    entries: pieces.value.map(entryOf),
    ...(integratedLufs === undefined ? {} : { loudnessMilli: Math.round(integratedLufs * MILLI) }),
    remade: pieces.value.filter((piece) => !piece.fromCache).length,
    pieces: pieces.value.length,
  });
}

async function makePieces(work: PieceWork, segments: readonly Segment[]): Promise<Result<Piece[], AssemblyFailure>> {
  const pieces: Piece[] = [];
  let next = 0;
  let done = 0;
  let failure: AssemblyFailure | undefined;
  const makeSome = async (): Promise<void> => {
    while (failure === undefined && next < segments.length) {
      const index = next;
      next += 1;
      const segment = segments[index];
      if (segment === undefined) return;
      const piece = await pieceOf(work, segment);
      if (!piece.ok) {
        failure = failure ?? piece.error;
        return;
      }
      pieces[index] = piece.value;
      done += 1;
      work.desk.progress(done, segments.length, `${segment.name} ${piece.value.fromCache ? "unchanged" : "cut"}`);
    }
  };
  await Promise.all(Array.from({ length: PIECES_AT_ONCE }, makeSome));
  return failure === undefined ? ok(pieces) : fail(failure);
}

function entryOf(piece: Piece): ConformEntry {
  const { segment } = piece;
  const base = {
    mezzanine: piece.record.video,
    essence: piece.record.essence,
    recordInFrames: segment.recordInFrames,
    durationFrames: segment.frames,
  };
  const temporary = segment.inputs.some(({ entry }) => entry.source.kind === "take" && entry.source.temporary);
  const source = segment.join === undefined ? segment.inputs[0].entry.source : undefined;
  if (source?.kind !== "take") return { shot: segment.name, ...base, temporary };
  return { shot: segment.name, take: source.take, tier: source.tier, media: source.media, ...base, temporary };
}

function sheetPictures(cut: Cut, pieces: readonly Piece[]) {
  const bodies = new Map(pieces.map((piece) => [piece.segment.name, piece.files.thumbnail]));
  return cut.entries.map((entry) => ({ entry, picture: bodies.get(entry.shot) }));
}

async function poster(
  media: MediaTools,
  request: PosterRequest,
): Promise<Result<{ readonly path: string }, AssemblyFailure>> {
  const chain = [
    "setpts=PTS-STARTPTS",
    `fps=${rateText(request.rate)}:start_time=0`,
    `select=eq(n\\,${request.frame})`,
    `scale=${request.width}:-2`,
  ];
  const picture = `${request.target}.png`;
  const args = ["-v", "error", "-i", request.source, "-vf", chain.join(","), "-frames:v", "1", "-f", "image2", picture];
  const run = await runFfmpeg(media, args, request.signal, "poster");
  if (!run.ok) return run;
  if (!existsSync(picture))
    return fail({
      code: "ASSEMBLY_WRONG_FRAMES",
      message: `${request.source} has no frame ${request.frame}`,
      hint: "the file may be shorter than it says: `shotlock verify`",
    });
  await writeJpeg(picture, request.target);
  await rm(picture, { force: true });
  return ok({ path: request.target });
}

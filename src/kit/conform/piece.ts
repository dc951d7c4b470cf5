import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Segment, SegmentInput } from "../../core/cut/segments.ts";
import type { Cut } from "../../core/cut.ts";
import { digestOf } from "../../core/digest.ts";
import type { Json } from "../../core/json.ts";
import { essenceOfFrames } from "../../core/provenance/essence.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { AssemblyDesk, AssemblyFailure } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { FRAME_HASHES, hashesOf, packetsOf } from "./essence.ts";
import { type PieceInput, pieceArguments } from "./piece-arguments.ts";
import {
  fileDigest,
  filesIn,
  keepPiece,
  type PieceFiles,
  type PieceRecord,
  pieceScratch,
  readPiece,
} from "./piece-cache.ts";
import {
  BYTES_PER_SAMPLE_FRAME,
  RECIPE_VERSION,
  rateText,
  samplesOfPiece,
  secondsText,
  THUMBNAIL_SIDE,
} from "./recipe.ts";
import { slatePicture, temporaryMark } from "./slate.ts";
import { sourceFacts } from "./source-facts.ts";
import { runFfmpeg, stopped } from "./tools.ts";

/** A finished piece of the programme: picture that joins by copy, sound as raw samples, middle frame as a picture. */
export interface Piece {
  readonly segment: Segment;
  readonly key: string;
  readonly files: PieceFiles;
  readonly record: PieceRecord;
  readonly fromCache: boolean;
}

/** What all pieces of one conform share. */
export interface PieceWork {
  readonly media: MediaTools;
  readonly cut: Cut;
  readonly desk: AssemblyDesk;
  /** Pieces under way: the same picture twice in a cut is made once. */
  readonly underWay: Map<string, Promise<Result<Piece, AssemblyFailure>>>;
}

/** The piece from the cache, or made anew; shared between segments that want the very same piece. */
export async function pieceOf(work: PieceWork, segment: Segment): Promise<Result<Piece, AssemblyFailure>> {
  const key = pieceKey(work, segment);
  const running = work.underWay.get(key) ?? findOrMake(work, segment, key);
  work.underWay.set(key, running);
  const piece = await running;
  return piece.ok ? ok({ ...piece.value, segment }) : piece;
}

async function findOrMake(work: PieceWork, segment: Segment, key: string): Promise<Result<Piece, AssemblyFailure>> {
  const { cache } = work.desk;
  const known = await readPiece(cache, key);
  if (known !== undefined)
    return ok({ segment, key, files: filesIn(join(cache, key)), record: known, fromCache: true });
  const scratch = await pieceScratch(cache, key);
  try {
    const made = await makePiece(work, segment, scratch);
    if (!made.ok) return made;
    const files = await keepPiece(cache, key, scratch, made.value);
    return ok({ segment, key, files, record: made.value, fromCache: false });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Encodes the piece, decodes it again, and says what it is. */
async function makePiece(
  { media, cut, desk }: PieceWork,
  segment: Segment,
  scratch: string,
): Promise<Result<PieceRecord, AssemblyFailure>> {
  const inputs = await inputsOf({ media, cut, desk }, segment, scratch);
  if (!inputs.ok) return inputs;
  const files = filesIn(scratch);
  const { signal } = desk;
  const run = await runFfmpeg(media, pieceArguments(cut, segment, inputs.value, files), signal, segment.name);
  if (!run.ok) return run;
  const thumbnail = await runFfmpeg(media, thumbnailArguments(cut, segment, files), signal, segment.name);
  if (!thumbnail.ok) return thumbnail;
  return recordOf(media, { segment, cut, files, scratch, signal });
}

/**
 * The middle frame, from the finished piece: a sparse second output of one run never ends in the
 * WASM build, and its JPEG encoder fails on some sizes, so the picture is a PNG.
 */
function thumbnailArguments(cut: Cut, segment: Segment, files: PieceFiles): string[] {
  const seek = ["-ss", secondsText(Math.floor(segment.frames / 2), cut.rate)];
  const size = cut.width >= cut.height ? `${THUMBNAIL_SIDE}:-2` : `-2:${THUMBNAIL_SIDE}`;
  const picture = ["-frames:v", "1", "-vf", `scale=${size}`, "-fflags", "+bitexact"];
  return ["-v", "error", ...seek, "-i", files.video, ...picture, "-f", "image2", files.thumbnail];
}

/** Everything a piece depends on, and nothing of where it stands in the programme. */
function pieceKey({ media, cut }: PieceWork, segment: Segment): string {
  const value: Json = {
    recipe: RECIPE_VERSION,
    tool: [media.kind, media.version],
    picture: [cut.width, cut.height, rateText(cut.rate)],
    frames: segment.frames,
    join: segment.join ?? null,
    fades: [segment.fadeInFrames, segment.fadeOutFrames],
    inputs: segment.inputs.map((input) => inputKey(input)),
  };
  return digestOf(value).slice("sha256:".length, "sha256:".length + 32);
}

function inputKey({ entry, sourceInFrames }: SegmentInput): Json {
  if (entry.source.kind === "slate")
    return { slate: [entry.shot, entry.name, entry.title ?? "", entry.source.reason, entry.durationFrames] };
  const { media, temporary, tier, take } = entry.source;
  return { media, from: sourceInFrames, mark: temporary ? `${tier} ${take}` : null };
}

async function inputsOf(
  { media, cut, desk }: Omit<PieceWork, "underWay">,
  segment: Segment,
  scratch: string,
): Promise<Result<PieceInput[], AssemblyFailure>> {
  const inputs: PieceInput[] = [];
  await mkdir(join(scratch, "in"), { recursive: true });
  for (const [index, { entry, sourceInFrames }] of segment.inputs.entries()) {
    const base = join(scratch, "in", String(index));
    if (entry.source.kind === "slate") {
      const path = `${base}-slate.png`;
      await writeFile(path, slatePicture(cut, entry));
      inputs.push({ path, fromFrame: 0 });
      continue;
    }
    const { temporary, tier, take } = entry.source;
    const path = await desk.fileOf(entry.source.media);
    if (path === undefined) return fail(mediaMissing(entry.shot, take));
    const film = await sourceFacts(media, path, cut.rate, desk.signal);
    if (film === undefined) return fail(desk.signal.aborted ? stopped() : notReadable(entry.shot, take));
    const mark = `${base}-temp.png`;
    if (temporary) await writeFile(mark, temporaryMark(cut.width, cut.height, `${tier} ${take}`));
    inputs.push({ path, film, fromFrame: sourceInFrames, ...(temporary ? { mark } : {}) });
  }
  return ok(inputs);
}

function mediaMissing(shot: string, take: string): AssemblyFailure {
  return {
    code: "ASSEMBLY_MEDIA_MISSING",
    message: `the file of ${shot} ${take} is not in the store, or it is damaged`,
    hint: `bring it back from another copy of the store, or ask for \`shotlock retake ${shot}\``,
  };
}

function notReadable(shot: string, take: string): AssemblyFailure {
  return {
    code: "ASSEMBLY_TOOL_FAILED",
    message: `the file of ${shot} ${take} has no picture that can be read`,
    hint: "run `shotlock doctor`; if ffmpeg and ffprobe are fine, ask for a retake",
  };
}

interface MadePiece {
  readonly segment: Segment;
  readonly cut: Cut;
  readonly files: PieceFiles;
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** Decodes what was encoded; a piece with other frames than the cut wants is never kept. */
async function recordOf(media: MediaTools, made: MadePiece): Promise<Result<PieceRecord, AssemblyFailure>> {
  const { segment, cut, files, scratch, signal } = made;
  const listing = join(scratch, "in", "packets.txt");
  const picture = ["-map", "0:v:0"];
  const decode = [...picture, "-fps_mode", "passthrough", ...FRAME_HASHES, "-"];
  const copy = [...picture, "-c", "copy", ...FRAME_HASHES, listing];
  const run = await runFfmpeg(media, ["-v", "error", "-i", files.video, ...decode, ...copy], signal, segment.name);
  if (!run.ok) return run;
  const hashes = hashesOf(run.value.stdout);
  const packets = packetsOf(await readFile(listing, "utf8"));
  const soundBytes = (await stat(files.sound)).size;
  const wanted = samplesOfPiece(segment.frames, cut.rate) * BYTES_PER_SAMPLE_FRAME;
  if (hashes.length !== segment.frames || packets.hashes.length !== segment.frames || soundBytes !== wanted)
    return fail({
      code: "ASSEMBLY_WRONG_FRAMES",
      message: `${segment.name} came out with ${hashes.length} of ${segment.frames} frames and ${soundBytes} of ${wanted} bytes of sound`,
      hint: "the take's file may be shorter than it says: `shotlock verify`",
    });
  await rm(join(scratch, "in"), { recursive: true, force: true });
  return ok({
    video: await fileDigest(files.video),
    sound: await fileDigest(files.sound),
    thumbnail: await fileDigest(files.thumbnail),
    frames: segment.frames,
    essence: essenceOfFrames(hashes),
    packets: essenceOfFrames(packets.hashes),
    parameters: packets.parameters,
  });
}

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Segment, SegmentInput } from "../../core/cut/segments.ts";
import type { Cut } from "../../core/cut.ts";
import { type Digest, digestOf } from "../../core/digest.ts";
import type { Json } from "../../core/json.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { AssemblyDesk, AssemblyFailure } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { essenceOf } from "./essence.ts";
import { type PieceInput, pieceArguments } from "./piece-arguments.ts";
import { BYTES_PER_SAMPLE_FRAME, RECIPE_VERSION, rateText, samplesAt, secondsText, THUMBNAIL_WIDTH } from "./recipe.ts";
import { slatePicture, temporaryMark } from "./slate.ts";
import { runFfmpeg } from "./tools.ts";

/** A finished piece of the programme: picture that joins by copy, sound as raw samples, middle frame as a picture. */
export interface Piece {
  readonly segment: Segment;
  readonly video: string;
  readonly sound: string;
  readonly thumbnail: string;
  readonly sha256: Digest;
  /** SHA-256 over the hashes of the decoded frames. */
  readonly essence: Digest;
  readonly fromCache: boolean;
}

/** What is written beside a piece when it is whole; a piece without it is made again. */
interface PieceRecord {
  readonly sha256: Digest;
  readonly essence: Digest;
  readonly frames: number;
  readonly soundBytes: number;
}

/** Pieces under way in one conform: the same picture twice in a cut is made once. */
export type PiecesUnderWay = Map<string, Promise<Result<Piece, AssemblyFailure>>>;

/** As `makePiece`, and shared between segments that want the very same piece. */
export async function sharedPiece(
  media: MediaTools,
  cut: Cut,
  segment: Segment,
  desk: AssemblyDesk,
  underWay: PiecesUnderWay,
): Promise<Result<Piece, AssemblyFailure>> {
  const key = pieceKey(media, cut, segment);
  const running = underWay.get(key) ?? makePiece(media, cut, segment, desk);
  underWay.set(key, running);
  const piece = await running;
  return piece.ok ? ok({ ...piece.value, segment }) : piece;
}

/** The piece from the cache, or made anew. Files appear under their name only when they are whole. */
async function makePiece(
  media: MediaTools,
  cut: Cut,
  segment: Segment,
  desk: AssemblyDesk,
): Promise<Result<Piece, AssemblyFailure>> {
  const key = pieceKey(media, cut, segment);
  const files = {
    video: join(desk.cache, `${key}.mp4`),
    sound: join(desk.cache, `${key}.pcm`),
    thumbnail: join(desk.cache, `${key}.png`),
  };
  const record = join(desk.cache, `${key}.json`);
  const known = await readRecord(record, files.sound);
  if (known !== undefined && known.frames === segment.frames)
    return ok({ segment, ...files, sha256: known.sha256, essence: known.essence, fromCache: true });
  const inputs = await inputsOf(cut, segment, desk);
  if (!inputs.ok) return inputs;
  await mkdir(desk.cache, { recursive: true });
  // Beside the cache, so that the last step is a rename within one file system.
  const scratch = join(desk.cache, `${key}.part`);
  await mkdir(scratch, { recursive: true });
  const parts = {
    video: join(scratch, "piece.mp4"),
    sound: join(scratch, "piece.pcm"),
    thumbnail: join(scratch, "piece.png"),
  };
  const run = await runFfmpeg(media, pieceArguments(cut, segment, inputs.value, parts), desk.signal, segment.name);
  if (!run.ok) return run;
  const thumbnail = await runFfmpeg(media, thumbnailArguments(cut, segment, parts), desk.signal, segment.name);
  if (!thumbnail.ok) return thumbnail;
  const made = await recordOf(media, segment, cut, parts, desk.signal);
  if (!made.ok) return made;
  for (const name of ["video", "sound", "thumbnail"] as const) await rename(parts[name], files[name]);
  await writeFile(`${record}.part`, JSON.stringify(made.value));
  await rename(`${record}.part`, record);
  await rm(scratch, { recursive: true, force: true });
  return ok({ segment, ...files, sha256: made.value.sha256, essence: made.value.essence, fromCache: false });
}

/**
 * The middle frame, from the finished piece: a sparse second output of one run never ends in the
 * WASM build, and its JPEG encoder fails on some sizes, so the picture is a PNG.
 */
function thumbnailArguments(
  cut: Cut,
  segment: Segment,
  parts: { readonly video: string; readonly thumbnail: string },
): string[] {
  const seek = ["-ss", secondsText(Math.floor(segment.frames / 2), cut.rate)];
  const picture = ["-frames:v", "1", "-vf", `scale=${THUMBNAIL_WIDTH}:-2`, "-fflags", "+bitexact"];
  return ["-v", "error", ...seek, "-i", parts.video, ...picture, "-f", "image2", parts.thumbnail];
}

/** Everything a piece depends on, and nothing of where it stands in the programme. */
function pieceKey(media: MediaTools, cut: Cut, segment: Segment): string {
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
  const { media, audio, temporary, tier, take } = entry.source;
  return { media, audio, from: sourceInFrames, mark: temporary ? `${tier} ${take}` : null };
}

async function inputsOf(
  cut: Cut,
  segment: Segment,
  desk: AssemblyDesk,
): Promise<Result<PieceInput[], AssemblyFailure>> {
  const inputs: PieceInput[] = [];
  for (const [index, { entry, sourceInFrames }] of segment.inputs.entries()) {
    const base = join(desk.directory, `${segment.name.replace("+", "-")}-${segment.recordInFrames}-${index}`);
    await mkdir(desk.directory, { recursive: true });
    if (entry.source.kind === "slate") {
      const path = `${base}-slate.png`;
      await writeFile(path, slatePicture(cut, entry));
      inputs.push({ path, still: true, audio: false, fromFrame: 0 });
      continue;
    }
    const path = await desk.fileOf(entry.source.media);
    if (path === undefined) return fail(mediaMissing(entry.shot, entry.source.take));
    const { audio, temporary, tier, take } = entry.source;
    const mark = `${base}-temp.png`;
    if (temporary) await writeFile(mark, temporaryMark(cut.width, cut.height, `${tier} ${take}`));
    inputs.push({ path, still: false, audio, fromFrame: sourceInFrames, ...(temporary ? { mark } : {}) });
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

async function recordOf(
  media: MediaTools,
  segment: Segment,
  cut: Cut,
  parts: { readonly video: string; readonly sound: string },
  signal: AbortSignal,
): Promise<Result<PieceRecord, AssemblyFailure>> {
  const decoded = await essenceOf(media, parts.video, signal);
  if (!decoded.ok) return decoded;
  const soundBytes = (await stat(parts.sound)).size;
  const wanted = samplesAt(segment.frames, cut.rate) * BYTES_PER_SAMPLE_FRAME;
  if (decoded.value.frames !== segment.frames || soundBytes !== wanted) {
    const message = `${segment.name} came out with ${decoded.value.frames} of ${segment.frames} frames and ${soundBytes} of ${wanted} bytes of sound`;
    return fail({
      code: "ASSEMBLY_WRONG_FRAMES",
      message,
      hint: "the take's file may be shorter than it says: `shotlock verify`",
    });
  }
  return ok({
    sha256: await fileDigest(parts.video),
    essence: decoded.value.essence,
    frames: segment.frames,
    soundBytes,
  });
}

async function readRecord(path: string, sound: string): Promise<PieceRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(path, "utf8")) as PieceRecord;
    return (await stat(sound)).size === record.soundBytes ? record : undefined;
  } catch {
    // Not made yet, or half a cache: either way it is made again.
    return undefined;
  }
}

export async function fileDigest(path: string): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest("hex")}`;
}

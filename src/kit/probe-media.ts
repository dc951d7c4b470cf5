import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Digest, sha256 } from "../core/digest.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { MediaFacts } from "../core/take.ts";
import type { MediaTools } from "../ports/media.ts";
import { sha256OfFile } from "./c2pa/file-digest.ts";

/** Facts of a file, its frames one by one, and the digest over them. */
export interface Probe {
  readonly facts: MediaFacts;
  /** SHA-256 of every decoded frame, in order. */
  readonly frameHashes: readonly string[];
  readonly essence: Digest;
  /** What the file says of itself; it may promise frames that are not there. */
  readonly header: MediaHeader;
}

export interface ProbeFailure {
  readonly code: "NOT_READABLE" | "NO_PICTURE";
  readonly message: string;
}

interface ProbedStream {
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly avg_frame_rate?: string;
  readonly nb_frames?: string;
  readonly sample_aspect_ratio?: string;
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}
interface ProbedFile {
  readonly streams?: readonly ProbedStream[];
  readonly format?: { readonly format_name?: string; readonly duration?: string };
}

/** What the header of a film says, before anything of it is decoded. */
export interface MediaHeader {
  readonly container: string;
  readonly videoCodec: string;
  /** As shown: turned when the file says so. */
  readonly width: number;
  readonly height: number;
  /** Frames a second as a fraction, `24` or `24000/1001`. */
  readonly rate: string;
  readonly audio: boolean;
  readonly seconds: number;
  /** Frames it promises; undefined where the container does not say. */
  readonly framesPromised?: number;
  /** True unless pixels are square. */
  readonly anamorphic: boolean;
}

/** Reads the header only. */
export async function readHeader(
  path: string,
  media: MediaTools,
  signal?: AbortSignal,
): Promise<Result<MediaHeader, ProbeFailure>> {
  const options = signal === undefined ? {} : { signal };
  const answer = await media.ffprobe(["-v", "error", "-show_streams", "-show_format", "-of", "json", path], options);
  signal?.throwIfAborted();
  const file = parseProbe(answer.stdout);
  const picture = file?.streams?.find((stream) => stream.codec_type === "video");
  if (answer.exitCode !== 0 || file === undefined)
    return fail({ code: "NOT_READABLE", message: `not a film: ${firstLine(answer.stderr)}` });
  if (picture === undefined) return fail({ code: "NO_PICTURE", message: "the file has no picture in it" });
  return ok(headerOf(file, picture));
}

function headerOf(file: ProbedFile, picture: ProbedStream): MediaHeader {
  const seconds = Number(file.format?.duration ?? "0");
  const promised = Number(picture.nb_frames ?? "0");
  const turned = picture.side_data_list?.some(({ rotation }) => Math.abs(rotation ?? 0) % 180 === 90) === true;
  const [width, height] = [picture.width ?? 0, picture.height ?? 0];
  const aspect = picture.sample_aspect_ratio;
  return {
    container: file.format?.format_name?.split(",")[0] ?? "unknown",
    videoCodec: picture.codec_name ?? "unknown",
    width: turned ? height : width,
    height: turned ? width : height,
    rate: rateText(picture.avg_frame_rate ?? "0/0"),
    audio: file.streams?.some((stream) => stream.codec_type === "audio") === true,
    seconds: Number.isFinite(seconds) ? seconds : 0,
    ...(Number.isInteger(promised) && promised > 0 ? { framesPromised: promised } : {}),
    anamorphic: aspect !== undefined && aspect !== "1:1" && aspect !== "0:1",
  };
}

/** Arguments that print a hash for every decoded frame of the picture to standard output. */
export const FRAME_HASHES: readonly string[] = [
  ...["-map", "0:v:0", "-fps_mode", "passthrough"],
  ...["-f", "framehash", "-hash", "sha256", "pipe:1"],
];

/** Facts of a file from its header and the output of `FRAME_HASHES`. */
export async function probeOf(path: string, header: MediaHeader, framehash: string): Promise<Probe> {
  const frameHashes = framehash
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").at(-1)?.trim() ?? "");
  const { sha256: digest, bytes } = await sha256OfFile(path);
  const { container, videoCodec, width, height, rate, audio } = header;
  const frames = frameHashes.length;
  return {
    facts: { sha256: digest, bytes, container, videoCodec, width, height, rate, frames, audio },
    frameHashes,
    essence: sha256(frameHashes.join("\n")),
    header,
  };
}

/** Decodes the whole film: a header can promise frames that are not there. */
export async function probeMedia(
  path: string,
  media: MediaTools,
  signal?: AbortSignal,
): Promise<Result<Probe, ProbeFailure>> {
  const header = await readHeader(path, media, signal);
  if (!header.ok) return header;
  const decoded = await media.ffmpeg(
    ["-v", "error", "-i", path, ...FRAME_HASHES],
    signal === undefined ? {} : { signal },
  );
  signal?.throwIfAborted();
  return ok(await probeOf(path, header.value, decoded.stdout));
}

/** `24/1` -> `24`; anything else stays a fraction. */
function rateText(text: string): string {
  return text.endsWith("/1") ? text.slice(0, -2) : text;
}

function firstLine(text: string): string {
  return text.split("\n")[0]?.slice(0, 200) ?? "";
}

function parseProbe(text: string): ProbedFile | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as ProbedFile) : undefined;
  } catch {
    return undefined;
  }
}

/** One exact frame as a PNG; undefined when the film is shorter. */
export async function frameAsPng(
  path: string,
  frame: number,
  directory: string,
  media: MediaTools,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const target = join(directory, `frame-${frame}.png`);
  const options = signal === undefined ? {} : { signal };
  const drawn = await media.ffmpeg(
    [
      "-v",
      "error",
      "-y",
      "-i",
      path,
      "-map",
      "0:v:0",
      "-vf",
      `select=eq(n\\,${frame})`,
      "-fps_mode",
      "passthrough",
      "-frames:v",
      "1",
      "-map_metadata",
      "-1",
      "-fflags",
      "+bitexact",
      "-flags:v",
      "+bitexact",
      target,
    ],
    options,
  );
  signal?.throwIfAborted();
  if (drawn.exitCode !== 0) return undefined;
  return existsSync(target) ? target : undefined;
}

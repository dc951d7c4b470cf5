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
  /** What the file's header says; may differ from the decoded frames when it is damaged. */
  readonly headerSeconds: number;
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
}
interface ProbedFile {
  readonly streams?: readonly ProbedStream[];
  readonly format?: { readonly format_name?: string; readonly duration?: string };
}

/** Decodes the whole film: a header can promise frames that are not there. */
export async function probeMedia(
  path: string,
  media: MediaTools,
  signal?: AbortSignal,
): Promise<Result<Probe, ProbeFailure>> {
  const options = signal === undefined ? {} : { signal };
  const header = await media.ffprobe(["-v", "error", "-show_streams", "-show_format", "-of", "json", path], options);
  signal?.throwIfAborted();
  const file = parseProbe(header.stdout);
  const picture = file?.streams?.find((stream) => stream.codec_type === "video");
  if (header.exitCode !== 0 || file === undefined)
    return fail({ code: "NOT_READABLE", message: `not a film: ${firstLine(header.stderr)}` });
  if (picture === undefined) return fail({ code: "NO_PICTURE", message: "the file has no picture in it" });
  const decoded = await media.ffmpeg(
    ["-v", "error", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framehash", "-hash", "sha256", "-"],
    options,
  );
  signal?.throwIfAborted();
  const frameHashes = decoded.stdout
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").at(-1)?.trim() ?? "");
  const { sha256: digest, bytes } = await sha256OfFile(path);
  const facts: MediaFacts = {
    sha256: digest,
    bytes,
    container: file.format?.format_name?.split(",")[0] ?? "unknown",
    videoCodec: picture.codec_name ?? "unknown",
    width: picture.width ?? 0,
    height: picture.height ?? 0,
    rate: rateText(picture.avg_frame_rate ?? "0/0"),
    frames: frameHashes.length,
    audio: file.streams?.some((stream) => stream.codec_type === "audio") === true,
  };
  const headerSeconds = Number(file.format?.duration ?? "0");
  return ok({
    facts,
    frameHashes,
    essence: sha256(frameHashes.join("\n")),
    headerSeconds: Number.isFinite(headerSeconds) ? headerSeconds : 0,
  });
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

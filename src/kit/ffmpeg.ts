import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fail, ok, type Result } from "../core/result.ts";
import type { MediaOptions, MediaTools } from "../ports/media.ts";
import type { ProcessOutcome, ProcessRunner } from "../ports/process.ts";

/** Oldest ffmpeg that has every filter the gates use. */
const VERSION_MIN = 5;
/** Version of the FFmpeg inside @ffmpeg/core 0.12.10. */
const WASM_VERSION = "5.1.4";
const TIMEOUT_MS = 20 * 60_000;
const INSPECTION_MS = 20_000;
/** Hashes of fourteen hours of frames, a line each, still fit. */
const OUTPUT_BYTES_MAX = 128 * 1024 * 1024;
/** Filters that some builds leave out: what a gate decodes through, and what a conform puts a film together with. */
const NEEDED_FILTERS = [
  ...["scale", "split", "select", "fps", "tpad", "setparams", "overlay", "xfade", "fade"],
  ...["ebur128", "alimiter", "aresample", "apad", "afade", "amix", "anullsrc"],
] as const;
/** Some distributions ship an ffmpeg without H.264. */
const NEEDED_ENCODERS = ["libx264", "aac", "png"] as const;
const NEEDED_DECODERS = ["h264", "aac", "png"] as const;

export interface MediaRequest {
  readonly process: ProcessRunner;
  /** A program to use instead of the one on PATH (`FFMPEG_PATH`). */
  readonly ffmpegPath?: string;
  /** `SHOTLOCK_FFMPEG=wasm|native`: use this one or none. */
  readonly force?: "native" | "wasm";
}

export interface MediaMissing {
  readonly code: "MEDIA_MISSING";
  readonly message: string;
  readonly hint: string;
}

export interface FoundMedia {
  readonly tools: MediaTools;
  /** Why a system ffmpeg that is there was not used. */
  readonly refused?: string;
}

const HOW_TO_GET =
  "Debian/Ubuntu: apt-get install ffmpeg, macOS: brew install ffmpeg, Windows: winget install ffmpeg; or npm install @ffmpeg/core";

/**
 * The ffmpeg to use: the given one, else the one on PATH, each only when it is >= 5 and has what is needed; else the
 * bundled WASM build in a child process; else how to get one.
 */
export async function resolveMediaTools(request: MediaRequest): Promise<Result<FoundMedia, MediaMissing>> {
  const given = request.ffmpegPath === undefined ? [] : [request.ffmpegPath];
  const refusals: string[] = [];
  for (const program of request.force === "wasm" ? [] : [...given, "ffmpeg"]) {
    const inspected = await inspect(request.process, program);
    if ("version" in inspected) {
      const tools = nativeTools(request.process, program, inspected.version);
      return ok(refusals.length === 0 ? { tools } : { tools, refused: refusals.join("; ") });
    }
    if (inspected.says !== NOT_THERE || request.force === "native") refusals.push(inspected.says);
  }
  const wasm = request.force === "native" ? undefined : wasmProgram();
  if (wasm === undefined) {
    const why = refusals.length === 0 ? NOT_THERE : refusals.join("; ");
    return fail({ code: "MEDIA_MISSING", message: `no usable ffmpeg: ${why}`, hint: HOW_TO_GET });
  }
  const tools = wasmTools(request.process, wasm);
  return ok(refusals.length === 0 ? { tools } : { tools, refused: refusals.join("; ") });
}

const NOT_THERE = "there is none on PATH";

async function inspect(runner: ProcessRunner, program: string): Promise<{ version: string } | { says: string }> {
  const ask = (of: string, ...words: string[]): Promise<ProcessOutcome> =>
    runner.run({ program: of, arguments: ["-hide_banner", ...words], timeoutMs: INSPECTION_MS });
  const asked = await ask(program, "-version");
  if (asked.notFound) return { says: program === "ffmpeg" ? NOT_THERE : `${program} is not there` };
  if (asked.timedOut) return { says: `${program} -version did not answer` };
  if (asked.exitCode === null) return { says: `${program} cannot be started` };
  if (asked.exitCode !== 0) return { says: `${program} -version ended with ${asked.exitCode}` };
  const version = /version n?(\d+(?:\.\d+)*)/.exec(asked.stdout)?.[1];
  // Builds from git have no number; what they can do decides.
  if (version !== undefined && Number.parseInt(version, 10) < VERSION_MIN)
    return { says: `ffmpeg ${version} is older than ${VERSION_MIN}` };
  const lists = [
    ["filters", NEEDED_FILTERS],
    ["encoders", NEEDED_ENCODERS],
    ["decoders", NEEDED_DECODERS],
  ] as const;
  for (const [list, needed] of lists) {
    const { stdout } = await ask(program, `-${list}`);
    const missing = needed.filter((name) => !new RegExp(`^\\s*\\S+\\s+${name}\\s`, "m").test(stdout));
    if (missing.length > 0) return { says: `${program} lacks the ${list} ${missing.join(", ")}` };
  }
  const probe = probeBeside(program);
  if ((await ask(probe, "-version")).exitCode !== 0) return { says: `${program} has no ${probe} beside it` };
  return { version: version ?? "git" };
}

/** ffprobe is looked for where ffmpeg is. */
function probeBeside(program: string): string {
  const folder = dirname(program);
  return folder === "." ? "ffprobe" : join(folder, "ffprobe");
}

/** Path of the shim when @ffmpeg/core is installed. */
function wasmProgram(): string | undefined {
  try {
    createRequire(import.meta.url).resolve("@ffmpeg/core");
    return fileURLToPath(new URL("./ffmpeg-wasm.mjs", import.meta.url));
  } catch {
    return undefined;
  }
}

function runWith(runner: ProcessRunner, command: readonly [string, ...string[]]) {
  const [program, ...leading] = command;
  return (args: readonly string[], options: MediaOptions = {}): Promise<ProcessOutcome> =>
    runner.run({
      program,
      arguments: [...leading, ...args],
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      outputBytesMax: OUTPUT_BYTES_MAX,
      ...(options.input === undefined ? {} : { input: options.input }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
}

function nativeTools(runner: ProcessRunner, program: string, version: string): MediaTools {
  return {
    kind: "native",
    version,
    profile: "full",
    ffmpegCommand: [program],
    ffmpeg: runWith(runner, [program]),
    ffprobe: runWith(runner, [probeBeside(program)]),
  };
}

function wasmTools(runner: ProcessRunner, shim: string): MediaTools {
  return {
    kind: "wasm",
    version: WASM_VERSION,
    profile: "draft",
    ffmpegCommand: [process.execPath, shim],
    ffmpeg: runWith(runner, [process.execPath, shim]),
    ffprobe: runWith(runner, [process.execPath, shim, "--ffprobe"]),
  };
}

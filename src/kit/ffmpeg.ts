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
const NEEDED_FILTERS = [
  "signalstats",
  "freezedetect",
  "blackdetect",
  "scdet",
  "blurdetect",
  "blockdetect",
  "cropdetect",
  "psnr",
  "median",
  "ebur128",
  "xfade",
  "metadata",
  "astats",
] as const;

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

/** A given or system ffmpeg >= 5 that has the filters; else the bundled WASM build in a child process; else how to get one. */
export async function resolveMediaTools(request: MediaRequest): Promise<Result<FoundMedia, MediaMissing>> {
  const program = request.ffmpegPath ?? "ffmpeg";
  const system =
    request.force === "wasm" ? { says: "the WASM build was asked for" } : await inspect(request.process, program);
  if ("version" in system) return ok({ tools: nativeTools(request.process, program, system.version) });
  const wasm = request.force === "native" ? undefined : wasmProgram();
  if (wasm === undefined)
    return fail({ code: "MEDIA_MISSING", message: `no usable ffmpeg: ${system.says}`, hint: HOW_TO_GET });
  const tools = wasmTools(request.process, wasm);
  return ok(system.says === NOT_THERE ? { tools } : { tools, refused: system.says });
}

const NOT_THERE = "there is none on PATH";

async function inspect(runner: ProcessRunner, program: string): Promise<{ version: string } | { says: string }> {
  const asked = await runner.run({ program, arguments: ["-hide_banner", "-version"], timeoutMs: 20_000 });
  if (asked.notFound) return { says: program === "ffmpeg" ? NOT_THERE : `${program} is not there` };
  if (asked.exitCode !== 0) return { says: `${program} -version ended with ${asked.exitCode ?? "a signal"}` };
  const version = /version n?(\d+(?:\.\d+)*)/.exec(asked.stdout)?.[1];
  // Builds from git have no number; their filters decide.
  if (version !== undefined && Number.parseInt(version, 10) < VERSION_MIN)
    return { says: `ffmpeg ${version} is older than ${VERSION_MIN}` };
  const listed = await runner.run({ program, arguments: ["-hide_banner", "-filters"], timeoutMs: 20_000 });
  const missing = NEEDED_FILTERS.filter((filter) => !new RegExp(`\\s${filter}\\s`).test(listed.stdout));
  if (missing.length > 0) return { says: `${program} lacks the filters ${missing.join(", ")}` };
  return { version: version ?? "git" };
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
      ...(options.input === undefined ? {} : { input: options.input }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
}

function nativeTools(runner: ProcessRunner, program: string, version: string): MediaTools {
  const folder = dirname(program);
  const probe = folder === "." ? "ffprobe" : join(folder, "ffprobe");
  return {
    kind: "native",
    version,
    profile: "full",
    ffmpegCommand: [program],
    ffmpeg: runWith(runner, [program]),
    ffprobe: runWith(runner, [probe]),
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

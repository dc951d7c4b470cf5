import { execFile, spawnSync } from "node:child_process";
import type { MediaTools } from "../../../src/ports/media.ts";

const found = spawnSync("ffmpeg", ["-version"], { encoding: "utf8" });
const version = /version n?(\d+)\.(\d+)/.exec(found.stdout ?? "");

/** Why suites with real film are skipped; undefined when a system ffmpeg >= 5 is here. */
export const WITHOUT_FFMPEG =
  version !== null && Number(version[1]) >= 5 ? undefined : "no ffmpeg >= 5 on this machine";
if (WITHOUT_FFMPEG !== undefined) process.stderr.write(`skipped: ${WITHOUT_FFMPEG}\n`);

const OUTPUT_BYTES_MAX = 64 << 20;

/** The system's ffmpeg behind the port; counts how often it was started. */
export function nativeMedia(): MediaTools & { runs: number } {
  const run = (program: string, args: readonly string[]) =>
    new Promise<{ exitCode: number | null; stdout: string; stderr: string; timedOut: boolean; notFound: boolean }>(
      (done) => {
        execFile(program, [...args], { maxBuffer: OUTPUT_BYTES_MAX }, (error, stdout, stderr) => {
          const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : null;
          done({ exitCode, stdout, stderr, timedOut: false, notFound: false });
        });
      },
    );
  const tools = {
    kind: "native" as const,
    version: version?.[0] ?? "unknown",
    profile: "full" as const,
    ffmpegCommand: ["ffmpeg"] as [string],
    runs: 0,
    ffmpeg: (args: readonly string[]) => {
      tools.runs += 1;
      return run("ffmpeg", args);
    },
    ffprobe: (args: readonly string[]) => run("ffprobe", args),
  };
  return tools;
}

/** Runs ffmpeg and insists that it went well. */
export async function ffmpeg(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const outcome = await nativeMedia().ffmpeg(["-hide_banner", "-nostats", "-y", ...args]);
  if (outcome.exitCode !== 0) throw new Error(outcome.stderr.slice(-500));
  return outcome;
}

/** Luma of every frame, read in the middle of the picture. */
export async function lumas(path: string): Promise<number[]> {
  const { stdout } = await ffmpeg(
    "-v",
    "error",
    "-i",
    path,
    "-map",
    "0:v:0",
    "-fps_mode",
    "passthrough",
    "-vf",
    "crop=64:64,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-",
    "-f",
    "null",
    "-",
  );
  return [...stdout.matchAll(/YAVG=([\d.]+)/g)].map((match) => Number(match[1]));
}

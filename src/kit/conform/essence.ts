import type { Digest } from "../../core/digest.ts";
import { essenceOfFrames } from "../../core/provenance/essence.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { AssemblyFailure } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { runFfmpeg } from "./tools.ts";

/** ffmpeg's arguments that hash what stands before them, one line a frame. */
export const FRAME_HASHES = ["-f", "framehash", "-hash", "sha256"] as const;

export interface Essence {
  readonly frames: number;
  readonly essence: Digest;
  readonly hashes: readonly string[];
}

/** Decodes a film: the SHA-256 of each frame, and the essence over all of them. */
export async function essenceOf(
  media: MediaTools,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Result<Essence, AssemblyFailure>> {
  const args = ["-v", "error", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", ...FRAME_HASHES, "-"];
  const run = await runFfmpeg(media, args, signal, `frames of ${path}`);
  if (!run.ok) return run;
  const hashes = hashesOf(run.value.stdout);
  if (hashes.length === 0)
    return fail({
      code: "ASSEMBLY_WRONG_FRAMES",
      message: `no picture in ${path}`,
      hint: "the file is damaged: `shotlock verify`",
    });
  return ok({ frames: hashes.length, essence: essenceOfFrames(hashes), hashes });
}

/** The hashes in a listing of `FRAME_HASHES`, in order. */
export function hashesOf(listing: string): string[] {
  return rowsOf(listing).map((row) => row.at(-1) ?? "");
}

/** Packets as they lie in the file, without decoding: their hashes, time stamps, and the decoder's parameter sets. */
export interface Packets {
  readonly hashes: readonly string[];
  readonly times: readonly number[];
  readonly parameters: string;
}

export function packetsOf(listing: string): Packets {
  const rows = rowsOf(listing);
  return {
    hashes: rows.map((row) => row.at(-1) ?? ""),
    times: rows.map((row) => Number(row[2])),
    parameters: /^#extradata 0,.*?([0-9a-f]{64})\s*$/m.exec(listing)?.[1] ?? "",
  };
}

function rowsOf(listing: string): string[][] {
  return listing
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").map((field) => field.trim()));
}

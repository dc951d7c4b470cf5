import type { Digest } from "../../core/digest.ts";
import { essenceOfFrames } from "../../core/provenance/essence.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { AssemblyFailure } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { runFfmpeg } from "./tools.ts";

/** Decodes a film: the SHA-256 of each frame, and the essence over all of them. */
export async function essenceOf(
  media: MediaTools,
  path: string,
  signal: AbortSignal | undefined,
): Promise<
  Result<{ readonly frames: number; readonly essence: Digest; readonly hashes: readonly string[] }, AssemblyFailure>
> {
  const args = [
    "-v",
    "error",
    "-i",
    path,
    "-map",
    "0:v:0",
    "-fps_mode",
    "passthrough",
    "-f",
    "framehash",
    "-hash",
    "sha256",
    "-",
  ];
  const run = await runFfmpeg(media, args, signal, `frames of ${path}`);
  if (!run.ok) return run;
  const hashes = run.value.stdout
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").at(-1)?.trim() ?? "");
  if (hashes.length === 0)
    return fail({
      code: "ASSEMBLY_WRONG_FRAMES",
      message: `no picture in ${path}`,
      hint: "the file is damaged: `shotlock verify`",
    });
  return ok({ frames: hashes.length, essence: essenceOfFrames(hashes), hashes });
}

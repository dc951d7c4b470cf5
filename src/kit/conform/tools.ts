import { fail, ok, type Result } from "../../core/result.ts";
import type { AssemblyFailure } from "../../ports/assembler.ts";
import type { MediaTools } from "../../ports/media.ts";
import { PIECE_TIMEOUT_MS } from "./recipe.ts";

const MESSAGE_CHARACTERS_MAX = 400;

/** Runs ffmpeg; a failure keeps the last words it said. `stderr` is returned because measures stand there. */
export async function runFfmpeg(
  media: MediaTools,
  args: readonly string[],
  signal: AbortSignal | undefined,
  what: string,
): Promise<Result<{ readonly stdout: string; readonly stderr: string }, AssemblyFailure>> {
  const isStopped = (): boolean => signal?.aborted === true;
  if (isStopped()) return fail(stopped());
  const options = { timeoutMs: PIECE_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) };
  const outcome = await media.ffmpeg(["-hide_banner", "-nostats", "-y", ...args], options);
  if (outcome.exitCode === 0) return ok({ stdout: outcome.stdout, stderr: outcome.stderr });
  // Tools that were stopped say nothing about the film.
  if (isStopped()) return fail(stopped());
  const says = outcome.notFound
    ? "ffmpeg was not found"
    : outcome.timedOut
      ? "ffmpeg took too long"
      : outcome.stderr.trim();
  return fail({
    code: "ASSEMBLY_TOOL_FAILED",
    message: `${what}: ${says === "" ? "ffmpeg was ended from outside" : says.slice(-MESSAGE_CHARACTERS_MAX)}`,
    hint: "run `shotlock doctor`; if a take's file is damaged, `shotlock verify` names it",
  });
}

export function stopped(): AssemblyFailure {
  return {
    code: "ASSEMBLY_STOPPED",
    message: "stopped; finished pieces are kept",
    hint: "`shotlock conform` goes on where it was",
  };
}

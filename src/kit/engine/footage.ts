import { open } from "node:fs/promises";
import { join } from "node:path";
import type { EngineFailure } from "../../core/failure.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Desk, Footage } from "../../ports/engine.ts";
import type { DownloadFailure } from "../../ports/http.ts";
import { engineFailure } from "./failures.ts";

/** Brings a clip to the attempt's folder. What is no film (an error page, a torn file) is asked for again, not handed on. */
export async function fetchFootage(desk: Desk, url: string): Promise<Result<Footage, EngineFailure>> {
  const path = join(desk.directory, "footage.mp4");
  const brought = await desk.http.download({ url, path, signal: desk.signal });
  if (!brought.ok) return fail(footageFailure(brought.error));
  if (await isFilm(path)) return ok({ path, attachments: {} });
  const kind = brought.value.mimeType ?? "something of no stated kind";
  return fail(
    engineFailure({ class: "server", advice: "retry-later", message: `what came is no film but ${kind.slice(0, 80)}` }),
  );
}

/** `gone` is the end of the footage; an address that is not safe to ask, or a file beyond all size, is for a person. */
function footageFailure({ kind, message, retryAfterMs }: DownloadFailure): EngineFailure {
  if (kind === "gone") return engineFailure({ class: "lost-result", advice: "retry-same", message });
  const isForPerson = kind === "unsafe" || kind === "too-large";
  return engineFailure({
    class: "server",
    advice: isForPerson ? "stop-and-ask" : "retry-later",
    message: `the footage could not be brought: ${message}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

const MATROSKA = "1a45dfa3";

/** By its first bytes: an ISO film (`ftyp`) or a Matroska one. */
async function isFilm(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(12), 0, 12, 0);
    if (bytesRead < 12) return false;
    return buffer.toString("latin1", 4, 8) === "ftyp" || buffer.toString("hex", 0, 4) === MATROSKA;
  } finally {
    await file.close();
  }
}

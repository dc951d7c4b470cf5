import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineFailure } from "../core/failure.ts";
import type { ShotOrder } from "../core/order.ts";
import { fail, ok } from "../core/result.ts";
import type { Desk, Engine, Job } from "../ports/engine.ts";

/** Longest drawing of one shot; the WASM encoder on a slow machine needs minutes. */
const TIMEOUT_MS = 30 * 60_000;
/** The child says that it lives at least this often; a process of its number that does not is somebody else. */
const SILENCE_MS_MAX = 3 * 60_000;
const FREE = { certainty: "known", micros: 0 } as const;
const FILES = {
  job: "job.json",
  progress: "progress.json",
  done: "done.json",
  error: "error.json",
  film: "animatic.mp4",
} as const;

/**
 * The engine of the animatic tier: draws a shot from its words, on this machine, free. One child process a shot; the job
 * is a folder with its order, its progress and its result, so that another process can go on with it.
 */
export const engine: Engine = {
  contract: 1,
  id: "animatic",
  secrets: [],
  pollEveryMs: 250,
  async submit(order, desk) {
    if (desk.signal.aborted)
      return fail(failure("server", "retry-later", "the run was stopped before the drawing began"));
    for (const name of Object.values(FILES)) rmSync(join(desk.directory, name), { force: true });
    mkdirSync(desk.directory, { recursive: true });
    const upstream = order.upstreamFrame === undefined ? undefined : await desk.fileOf(order.upstreamFrame);
    if (order.upstreamFrame !== undefined && upstream === undefined)
      return fail(failure("lost-result", "stop-and-ask", "the picture it starts from is not in the store"));
    writeFileSync(
      join(desk.directory, FILES.job),
      JSON.stringify({ order, ffmpeg: desk.media.ffmpegCommand, upstream }),
    );
    const started = desk.process.start({
      program: process.execPath,
      arguments: [childProgram(), desk.directory],
      timeoutMs: TIMEOUT_MS,
      signal: desk.signal,
    });
    if (started.pid === undefined) return fail(failure("server", "retry-same", "the drawing process did not start"));
    // Its end is read from its files: whoever polls next may be another process.
    void started.outcome;
    return ok({
      engine: "animatic",
      id: String(started.pid),
      attempt: order.attempt,
      handle: { pid: started.pid, directory: desk.directory },
    });
  },
  async poll(job, desk) {
    const place = placeOf(job);
    if (existsSync(join(place.directory, FILES.done))) return ok({ state: "done", charge: FREE });
    if (isDrawing(place, desk)) {
      const progressPerMille = readProgress(place.directory);
      return ok({ state: "running", ...(progressPerMille === undefined ? {} : { progressPerMille }) });
    }
    // It may have finished between the two looks.
    if (existsSync(join(place.directory, FILES.done))) return ok({ state: "done", charge: FREE });
    return ok({ state: "failed", failure: readFailure(place.directory) });
  },
  async fetch(job) {
    const path = join(placeOf(job).directory, FILES.film);
    return existsSync(path)
      ? ok({ path, attachments: {} })
      : fail(failure("lost-result", "retry-same", "the drawn file is gone"));
  },
  async cancel(job, desk) {
    const place = placeOf(job);
    if (isDrawing(place, desk)) killQuietly(place.pid);
    return ok({ cancelled: true, charge: FREE });
  },
  async find(order, desk) {
    return ok(findJob(order, desk));
  },
};

function failure(kind: EngineFailure["class"], advice: EngineFailure["advice"], message: string): EngineFailure {
  return { class: kind, advice, charge: FREE, message };
}

interface JobPlace {
  readonly pid: number;
  readonly directory: string;
}

/** Process numbers are used again: only one whose job was touched lately is ours, to be waited for or to be ended. */
function isDrawing({ pid, directory }: JobPlace, desk: Desk): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !desk.process.alive(pid)) return false;
  const touched = [FILES.progress, FILES.job].map((name) => {
    try {
      return statSync(join(directory, name)).mtimeMs;
    } catch {
      return 0;
    }
  });
  return desk.clock.now() - Math.max(...touched) < SILENCE_MS_MAX;
}

/** What the child said of its end; nothing when it was killed. */
function readFailure(directory: string): EngineFailure {
  try {
    const said = JSON.parse(readFileSync(join(directory, FILES.error), "utf8")) as { kind?: string; message?: string };
    const message = String(said.message ?? "").slice(0, 400);
    if (said.kind === "picture") return failure("lost-result", "stop-and-ask", message);
    return failure("server", said.kind === "no-encoder" ? "stop-and-ask" : "retry-same", message);
  } catch {
    return failure("server", "retry-same", "the drawing process ended without a result");
  }
}

function placeOf(job: Job): JobPlace {
  return { pid: Number(job.handle["pid"]), directory: String(job.handle["directory"]) };
}

/** A finished drawing can be taken over; one that was cut off is drawn anew, it costs nothing. */
function findJob(
  order: ShotOrder,
  desk: Desk,
): { readonly found: "job"; readonly job: Job } | { readonly found: "none" } {
  if (!existsSync(join(desk.directory, FILES.done)) || !existsSync(join(desk.directory, FILES.job)))
    return { found: "none" };
  const written = JSON.parse(readFileSync(join(desk.directory, FILES.job), "utf8")) as { order?: { attempt?: string } };
  if (written.order?.attempt !== order.attempt) return { found: "none" };
  return {
    found: "job",
    job: { engine: "animatic", id: "finished", attempt: order.attempt, handle: { pid: 0, directory: desk.directory } },
  };
}

function readProgress(directory: string): number | undefined {
  try {
    const value = JSON.parse(readFileSync(join(directory, FILES.progress), "utf8")) as { perMille?: number };
    return value.perMille;
  } catch {
    return undefined;
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // It ended by itself.
  }
}

/** The child runs built, also when this file runs from source in a test. */
function childProgram(): string {
  const here = new URL("./animatic/child.js", import.meta.url);
  return fileURLToPath(
    import.meta.url.endsWith(".ts")
      ? new URL(here.href.replace(/\/src\/(?=engines\/animatic\/child\.js$)/, "/dist/"))
      : here,
  );
}

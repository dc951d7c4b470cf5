import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../core/result.ts";
import { engine } from "../../engines/animatic.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Desk } from "../../ports/engine.ts";
import type { MediaTools } from "../../ports/media.ts";
import type { ProcessRunner } from "../../ports/process.ts";
import type { Footage, FootageRequest } from "../../sandbox/footage.ts";
import { SPOILED_PICTURE } from "../../sandbox/stock-footage.ts";
import { promptOrder } from "./prompt-order.ts";
import { GRADES, writeMark } from "./vendor-look.ts";

export interface DrawnFootageParts {
  readonly clock: Clock;
  readonly process: ProcessRunner;
  readonly media: MediaTools;
  /** Scratch folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Clips that are drawn at a time; each takes a processor and an encoder. */
const AT_ONCE = 2;

/** Films a prompt with the animatic engine and grades it as the vendor does: clips for people to look at. */
export function drawnFootage(parts: DrawnFootageParts): Footage {
  const waiting: (() => void)[] = [];
  let drawing = 0;
  return async (request) => {
    if (drawing >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    drawing += 1;
    try {
      return await film(parts, request);
    } finally {
      drawing -= 1;
      waiting.shift()?.();
    }
  };
}

async function film(parts: DrawnFootageParts, request: FootageRequest): Promise<Uint8Array> {
  const directory = join(parts.folder, request.job);
  mkdirSync(directory, { recursive: true });
  try {
    const drawn = await draw(parts, request, directory);
    return await grade(parts, request, directory, drawn);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function draw(parts: DrawnFootageParts, request: FootageRequest, directory: string): Promise<string> {
  const desk = deskOf(parts, directory);
  const job = await engine.submit(promptOrder(request), desk);
  if (!job.ok) throw new Error(job.error.message);
  for (;;) {
    const state = await engine.poll(job.value, desk);
    if (!state.ok) throw new Error(state.error.message);
    if (state.value.state === "failed") throw new Error(state.value.failure.message);
    if (state.value.state === "done") break;
    await parts.clock.sleep(engine.pollEveryMs ?? 250, parts.signal);
  }
  const footage = await engine.fetch(job.value, desk);
  if (!footage.ok) throw new Error(footage.error.message);
  return footage.value.path;
}

/** The animatic engine asks nothing of the network and has no secrets. */
function deskOf({ clock, process, media, signal }: DrawnFootageParts, directory: string): Desk {
  const noNetwork = {
    kind: "refused-address",
    sent: "no",
    message: "the animatic engine works without a network",
  } as const;
  return {
    ...{ clock, process, media, signal, directory },
    http: {
      send: async () => fail(noNetwork),
      upload: async () => fail(noNetwork),
      download: async () => fail({ kind: "unsafe", message: noNetwork.message }),
    },
    fileOf: async () => undefined,
    secret: () => undefined,
    log: () => undefined,
  };
}

async function grade(
  { media, signal }: DrawnFootageParts,
  { vendor, look, frames, height, hasAudio }: FootageRequest,
  directory: string,
  drawn: string,
): Promise<Uint8Array> {
  const [mark, target] = [join(directory, "mark.png"), join(directory, "graded.mp4")];
  writeMark(mark, vendor, height);
  const margin = Math.round(height / 30);
  // Grain would make a frozen picture move again.
  const picture = look === "normal" ? [GRADES[vendor]] : SPOILED_PICTURE[look];
  const graph = [
    `[0:v][1:v]overlay=W-w-${margin}:${margin}:format=auto[marked]`,
    `[marked]${[...picture, `trim=end_frame=${frames}`].join(",")}[out]`,
  ].join(";");
  const made = await media.ffmpeg(
    [
      ...["-hide_banner", "-v", "error", "-nostdin", "-y", "-i", drawn, "-i", mark],
      ...["-filter_complex", graph, "-map", "[out]", ...(hasAudio ? ["-map", "0:a", "-c:a", "copy"] : [])],
      ...["-frames:v", String(frames), "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"],
      ...["-movflags", "+faststart", target],
    ],
    { signal },
  );
  if (made.exitCode !== 0) throw new Error(`the clip was not graded: ${made.stderr.slice(-300)}`);
  return readFileSync(target);
}

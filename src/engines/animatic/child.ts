import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { type Image, loadImage } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import { drawingOf } from "./draw-frame.ts";
import { soundTrack } from "./sound.ts";

/**
 * One shot, one process: `node child.js FOLDER`. Reads job.json, draws every frame into ffmpeg, writes progress.json on the
 * way and done.json at the end; error.json says why there is none. Told to stop, it ends its encoder and leaves no film. The same order gives the same bytes on one build.
 */
interface JobFile {
  readonly order: ShotOrder;
  readonly ffmpeg: readonly [string, ...string[]];
  readonly upstream?: string;
}

const PROGRESS_EVERY_MS = 250;
/** While the encoder works alone: sign of life for whoever polls. */
const ALIVE_EVERY_MS = 20_000;

/** Why there is no film, for the engine to class. */
class DrawingError extends Error {
  readonly kind: "picture" | "no-encoder" | "encoder";
  constructor(kind: DrawingError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

const folder = process.argv[2] ?? ".";
const partial = join(folder, "partial.mp4");
let encoder: ChildProcess | undefined;

async function main(): Promise<void> {
  const job = JSON.parse(readFileSync(join(folder, "job.json"), "utf8")) as JobFile;
  const { order } = job;
  const drawing = drawingOf(order, await upstreamPicture(job));
  const sound = join(folder, "sound.wav");
  const headSeconds = (order.headFrames * order.rate.denominator) / order.rate.numerator;
  if (order.audio !== "none") writeFileSync(sound, soundTrack(order, drawing.stage, drawing.spans, headSeconds));
  await encode(job, sound, (frame) => {
    drawing.draw(frame);
    return drawing.canvas.data();
  });
  renameSync(partial, join(folder, "animatic.mp4"));
  rmSync(sound, { force: true });
  writeWhole("done.json", { frames: order.frames });
}

async function upstreamPicture({ upstream }: JobFile): Promise<Image | undefined> {
  if (upstream === undefined) return undefined;
  try {
    return await loadImage(upstream);
  } catch {
    throw new DrawingError("picture", "the picture it starts from cannot be read");
  }
}

/** Without it colours would be turned by BT.601's matrix, and every player guesses another one. */
const COLOURS =
  "scale=out_color_matrix=bt709:out_range=tv,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709";
const VIDEO = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-g", "48"];
/** Same frames, same bytes: nothing of the day or the machine, and x264's result depends on the number of threads. */
const REPEATABLE = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"];

function encoderArguments({ order }: JobFile, sound: string): readonly string[] {
  const { numerator, denominator } = order.rate;
  const seconds = ((order.frames * denominator) / numerator).toFixed(6);
  const hasSound = order.audio !== "none";
  return [
    ...["-hide_banner", "-v", "error", "-y"],
    ...["-f", "rawvideo", "-pix_fmt", "rgba", "-s", `${order.width}x${order.height}`],
    ...["-r", `${numerator}/${denominator}`, "-i", "pipe:0"],
    ...(hasSound ? ["-i", sound] : []),
    ...["-vf", COLOURS, ...VIDEO],
    ...(hasSound ? ["-map", "0:v", "-map", "1:a", "-af", `apad,atrim=0:${seconds}`] : ["-an"]),
    ...(hasSound ? ["-c:a", "aac", "-b:a", "128k", "-ar", "48000"] : []),
    ...["-frames:v", String(order.frames)],
    ...["-video_track_timescale", String(numerator * (denominator === 1 ? 512 : 1))],
    ...[...REPEATABLE, "-threads", "2", "-movflags", "+faststart", partial],
  ];
}

async function encode(job: JobFile, sound: string, frameAt: (frame: number) => Buffer): Promise<void> {
  const [program, ...leading] = job.ffmpeg;
  const child = spawn(program, [...leading, ...encoderArguments(job, sound)], { stdio: ["pipe", "ignore", "pipe"] });
  encoder = child;
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints = `${complaints}${text}`.slice(-2_000);
  });
  child.stdin.on("error", () => undefined);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", () => reject(new DrawingError("no-encoder", `${program} does not start`)));
    child.on("close", resolve);
  });
  // The failure is awaited below; until then it is nobody's.
  ended.catch(() => undefined);
  const alive = setInterval(() => tell(job.order.frames, job.order.frames), ALIVE_EVERY_MS);
  await drawAll(job, child, frameAt);
  child.stdin.end();
  const code = await ended.finally(() => clearInterval(alive));
  if (code !== 0) throw new DrawingError("encoder", `the encoder ended with ${code}: ${complaints.trim()}`);
}

async function drawAll(
  { order }: JobFile,
  child: ChildProcessByStdio<Writable, null, Readable>,
  frameAt: (frame: number) => Buffer,
): Promise<void> {
  let told = 0;
  for (let frame = 0; frame < order.frames && child.exitCode === null; frame += 1) {
    // The canvas draws the next frame into the same memory, so the pipe gets its own copy.
    const pixels = Buffer.from(frameAt(frame));
    if (!child.stdin.write(pixels) && child.exitCode === null && !child.stdin.destroyed)
      await new Promise<void>((resolve) => {
        child.stdin.once("drain", resolve);
        child.once("close", resolve);
      });
    if (Date.now() - told > PROGRESS_EVERY_MS) {
      told = Date.now();
      tell(frame, order.frames);
    }
  }
}

function tell(frame: number, frames: number): void {
  writeWhole("progress.json", { perMille: Math.min(999, Math.floor((frame * 1000) / frames)) });
}

/** A reader never sees half a file. */
function writeWhole(name: string, value: object): void {
  const path = join(folder, name);
  writeFileSync(`${path}.tmp`, JSON.stringify(value));
  renameSync(`${path}.tmp`, path);
}

function stop(): void {
  encoder?.kill("SIGKILL");
  rmSync(partial, { force: true });
  process.exit(1);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

main().catch((error: unknown) => {
  encoder?.kill("SIGKILL");
  rmSync(partial, { force: true });
  writeWhole("error.json", {
    kind: error instanceof DrawingError ? error.kind : "drawing",
    message: error instanceof Error ? error.message : String(error),
  });
  process.exitCode = 1;
});

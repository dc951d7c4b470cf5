import { spawn } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Image, loadImage } from "@napi-rs/canvas";
import type { ShotOrder } from "../../core/order.ts";
import { drawingOf } from "./draw-frame.ts";
import { soundTrack } from "./sound.ts";

/**
 * One shot, one process: `node child.js FOLDER`. Reads job.json, draws every frame into ffmpeg, writes progress.json on the
 * way and done.json at the end; error.txt says why there is none. The same order gives the same bytes on one build.
 */
interface JobFile {
  readonly order: ShotOrder;
  readonly ffmpeg: readonly [string, ...string[]];
  readonly upstream?: string;
}

const PROGRESS_EVERY_MS = 250;

async function main(folder: string): Promise<void> {
  const job = JSON.parse(readFileSync(join(folder, "job.json"), "utf8")) as JobFile;
  const { order } = job;
  const upstream: Image | undefined = job.upstream === undefined ? undefined : await loadImage(job.upstream);
  const drawing = drawingOf(order, upstream);
  const sound = join(folder, "sound.wav");
  writeFileSync(
    sound,
    soundTrack(order, drawing.stage, drawing.spans, (order.headFrames * order.rate.denominator) / order.rate.numerator),
  );
  const partial = join(folder, "partial.mp4");
  await encode(job, sound, partial, (frame) => {
    drawing.draw(frame);
    return drawing.canvas.data();
  });
  renameSync(partial, join(folder, "animatic.mp4"));
  rmSync(sound, { force: true });
  writeWhole(join(folder, "done.json"), JSON.stringify({ frames: order.frames }));
}

function encoderArguments({ order }: JobFile, sound: string, target: string): readonly string[] {
  const rate = `${order.rate.numerator}/${order.rate.denominator}`;
  const seconds = ((order.frames * order.rate.denominator) / order.rate.numerator).toFixed(6);
  const quiet = ["-hide_banner", "-v", "error", "-y"];
  const picture = [
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgba",
    "-s",
    `${order.width}x${order.height}`,
    "-r",
    rate,
    "-i",
    "pipe:0",
  ];
  const withSound =
    order.audio === "none"
      ? ["-an"]
      : ["-map", "0:v", "-map", "1:a", "-af", `apad,atrim=0:${seconds}`, "-c:a", "aac", "-b:a", "128k", "-ar", "48000"];
  const exact = [
    "-frames:v",
    String(order.frames),
    "-video_track_timescale",
    String(order.rate.numerator * (order.rate.denominator === 1 ? 512 : 1)),
  ];
  const plain = [
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
    "-threads",
    "2",
    "-movflags",
    "+faststart",
  ];
  const video = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-g", "48"];
  return [
    ...quiet,
    ...picture,
    ...(order.audio === "none" ? [] : ["-i", sound]),
    ...video,
    ...withSound,
    ...exact,
    ...plain,
    target,
  ];
}

async function encode(job: JobFile, sound: string, target: string, frameAt: (frame: number) => Buffer): Promise<void> {
  const [program, ...leading] = job.ffmpeg;
  const encoder = spawn(program, [...leading, ...encoderArguments(job, sound, target)], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  let complaints = "";
  encoder.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints = `${complaints}${text}`.slice(-2_000);
  });
  encoder.stdin.on("error", () => undefined);
  const ended = new Promise<number | null>((resolve, reject) => {
    encoder.on("error", reject);
    encoder.on("close", resolve);
  });
  let told = 0;
  for (let frame = 0; frame < job.order.frames; frame += 1) {
    const pixels = Buffer.from(frameAt(frame));
    if (!encoder.stdin.write(pixels) && encoder.exitCode === null)
      await new Promise((resolve) => {
        encoder.stdin.once("drain", resolve);
        encoder.once("close", resolve);
      });
    if (encoder.exitCode !== null) break;
    if (Date.now() - told > PROGRESS_EVERY_MS) {
      told = Date.now();
      writeWhole(
        join(process.argv[2] ?? ".", "progress.json"),
        JSON.stringify({ perMille: Math.floor((frame * 1000) / job.order.frames) }),
      );
    }
  }
  encoder.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`the encoder ended with ${code}: ${complaints.trim()}`);
}

/** A reader never sees half a file. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
}

const folder = process.argv[2] ?? ".";
main(folder).catch((error: unknown) => {
  writeFileSync(join(folder, "error.txt"), error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge } from "../../src/core/judge.ts";
import type { ShotOrder } from "../../src/core/order.ts";
import type { GatePolicy } from "../../src/core/production.ts";
import { invariant } from "../../src/core/result.ts";
import type { GateReading, Judgement } from "../../src/core/take.ts";
import { parseRate } from "../../src/core/time.ts";
import { gates } from "../../src/gates/registry.ts";
import { resolveMediaTools } from "../../src/kit/ffmpeg.ts";
import { createProcessRunner } from "../../src/kit/process-runner.ts";
import type { MediaTools } from "../../src/ports/media.ts";

/** What tests of gates share: small clips, their faults, and the gates' word on them. */
export const HAS_FFMPEG = spawnSync("ffmpeg", ["-version"]).status === 0;
export const WHY_SKIPPED = HAS_FFMPEG ? "" : " (skipped: no ffmpeg on this machine)";

export interface Studio {
  readonly folder: string;
  remove(): void;
}

export function studio(): Studio {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-gates-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function ffmpeg(...args: readonly string[]): void {
  const run = spawnSync("ffmpeg", ["-hide_banner", "-v", "error", "-nostdin", "-y", ...args]);
  if (run.status !== 0) throw new Error(run.stderr.toString());
}

export interface ClipShape {
  readonly size?: string;
  readonly rate?: string;
  readonly frames?: number;
  /** Filters over the picture: a fault, or light. */
  readonly picture?: string;
  readonly sound?: "noise" | "silent" | "none";
  readonly more?: readonly string[];
}

const SIZE = "320x180";
const FRAMES = 36;

/** A picture full of detail that grows slowly, with a little grain and with sound. */
export function makeClip(path: string, shape: ClipShape = {}): string {
  const { size = SIZE, rate = "24", frames = FRAMES, sound = "noise" } = shape;
  const [numerator = 24, denominator = 1] = rate.split("/").map(Number);
  const seconds = ((frames * denominator) / numerator).toFixed(6);
  const picture = [
    `trim=end_frame=${frames}`,
    "noise=alls=4:allf=t:all_seed=7",
    ...(shape.picture === undefined ? [] : [shape.picture]),
  ].join(",");
  const audio = sound === "silent" ? "anullsrc=r=48000:cl=mono" : "anoisesrc=colour=pink:amplitude=0.2:seed=1:r=48000";
  ffmpeg(
    ...[
      "-f",
      "lavfi",
      "-i",
      `mandelbrot=size=${size}:rate=${rate}:start_scale=0.6:end_scale=0.2:end_pts=150:maxiter=300`,
    ],
    ...(sound === "none" ? [] : ["-f", "lavfi", "-t", seconds, "-i", audio]),
    ...["-vf", picture, "-map", "0:v", ...(sound === "none" ? [] : ["-map", "1:a"])],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac"],
    ...["-movflags", "+faststart", ...(shape.more ?? []), path],
  );
  return path;
}

/** The same film with a filter over it. */
export function remake(source: string, target: string, ...args: readonly string[]): string {
  ffmpeg(
    "-i",
    source,
    ...args,
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "copy"],
    target,
  );
  return target;
}

export function shorten(source: string, target: string, share: number): string {
  const bytes = readFileSync(source);
  writeFileSync(target, bytes.subarray(0, Math.floor(bytes.length * share)));
  return target;
}

/** The parts of an order that gates look at. */
export function orderOf(
  { size = SIZE, rate = "24", frames = FRAMES }: ClipShape = {},
  more: Partial<ShotOrder> = {},
): ShotOrder {
  const [width = 0, height = 0] = size.split("x").map(Number);
  const parsed = parseRate(rate);
  invariant(parsed !== undefined, "a rate");
  return { width, height, rate: parsed, frames, headFrames: 0, tailFrames: 0, audio: "required", ...more } as ShotOrder;
}

export const NO_POLICY: GatePolicy = { allow: [], limits: {} };

export async function nativeTools(): Promise<MediaTools> {
  return toolsOf("native");
}

export async function toolsOf(force: "native" | "wasm"): Promise<MediaTools> {
  const found = await resolveMediaTools({ process: createProcessRunner(), force });
  if (!found.ok) throw new Error(found.error.message);
  return found.value.tools;
}

export interface Judging {
  readonly path: string;
  readonly folder: string;
  readonly media: MediaTools;
  readonly order?: ShotOrder;
  readonly policy?: GatePolicy;
}

/** Every gate's reading of a file and what they come to. */
export async function judged({
  path,
  folder,
  media,
  order = orderOf(),
  policy = NO_POLICY,
}: Judging): Promise<Judgement> {
  const desk = { media, signal: new AbortController().signal, directory: join(folder, "desk") };
  const readings: GateReading[] = [];
  for (const gate of gates) readings.push(await gate.measure({ path, order, policy }, desk));
  return judge(readings, policy);
}

export function readingOf(judgement: Judgement, gate: string): GateReading {
  const found = judgement.readings.find((reading) => reading.gate === gate);
  if (found === undefined) throw new Error(`no reading of ${gate}`);
  return found;
}

export function failing(judgement: Judgement): readonly string[] {
  return judgement.readings.filter(({ verdict }) => verdict === "fail").map(({ gate }) => gate);
}

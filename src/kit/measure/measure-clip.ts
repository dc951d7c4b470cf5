import type { Result } from "../../core/result.ts";
import type { GateDesk } from "../../ports/gate.ts";
import type { MediaTools } from "../../ports/media.ts";
import { type Probe, type ProbeFailure, probeMedia } from "../probe-media.ts";

/** Everything the technical gates read of one clip; each pass over the file runs once, however many gates ask. */
export interface ClipMeasures {
  readonly probe: Result<Probe, ProbeFailure>;
  /** Damage that the decoder reported. */
  readonly decodeErrors: number;
  /** Luma of every frame: mean, and the 10 and 90 per cent levels, 0..255. */
  readonly luma: readonly { readonly mean: number; readonly low: number; readonly high: number }[];
  /** Mean difference of every frame to the one before it, 0..255. */
  readonly change: readonly number[];
  readonly black: readonly Span[];
  readonly frozen: readonly Span[];
  /** Edge width in pixels, one value a sampled picture. */
  readonly blur: readonly number[];
  readonly blockiness: readonly number[];
  /** Bars around the picture as shares of its height and width; undefined when no picture was found. */
  readonly bars:
    | { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }
    | undefined;
  /** Likeness of the picture to itself without its finest grain, decibels; undefined when it could not be measured. */
  readonly cleanDecibels: number | undefined;
  readonly loudness: { readonly integratedLufs: number; readonly peakDecibels: number } | undefined;
  /** A pass that this build of ffmpeg could not run. */
  readonly broken: readonly string[];
}

/** Frames [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const known = new WeakMap<GateDesk, Map<string, Promise<ClipMeasures>>>();

/** Measures of a file, remembered for as long as the desk lives. */
export function measuresOf(path: string, desk: GateDesk): Promise<ClipMeasures> {
  const mine = known.get(desk) ?? new Map<string, Promise<ClipMeasures>>();
  known.set(desk, mine);
  const measures = mine.get(path) ?? measureClip(path, desk.media, desk.signal);
  mine.set(path, measures);
  return measures;
}

const QUIET = ["-hide_banner", "-nostats"];
const EVERY_FRAME =
  "scale=320:180:flags=area,signalstats=stat=tout+vrep,freezedetect=n=-60dB:d=0.5,blackdetect=d=0.2:pix_th=0.08:pic_th=0.98,scdet=t=10,metadata=print:file=-";
const SAMPLED =
  "fps=2,format=yuv420p,blurdetect=block_width=32:block_height=32:block_pct=25,blockdetect,cropdetect=limit=0.1:round=2:reset=0,metadata=print:file=-";
const GRAIN = "fps=2,format=gray,split[a][b];[b]median=radius=1[c];[a][c]psnr";

async function measureClip(path: string, media: MediaTools, signal: AbortSignal): Promise<ClipMeasures> {
  const probe = await probeMedia(path, media, signal);
  if (!probe.ok) return unreadable(probe);
  const run = (args: readonly string[]) => media.ffmpeg([...QUIET, "-i", path, ...args, "-f", "null", "-"], { signal });
  const every = await run(["-an", "-vf", EVERY_FRAME]);
  const sampled = await run(["-an", "-vf", SAMPLED]);
  const grain = await run(["-an", "-filter_complex", GRAIN]);
  const sound = probe.value.facts.audio ? await run(["-vn", "-af", "ebur128=peak=true"]) : undefined;
  signal.throwIfAborted();
  const rate = rateOf(probe.value.facts.rate);
  const frames = probe.value.frameHashes.length;
  const damage = `${every.stderr}\n${sampled.stderr}`;
  return {
    probe,
    decodeErrors: [
      ...damage.matchAll(
        /error while decoding|corrupt|Invalid data|concealing|partial file|Invalid NAL|missing picture/gi,
      ),
    ].length,
    luma: zip(
      values(every.stdout, "signalstats.YAVG"),
      values(every.stdout, "signalstats.YLOW"),
      values(every.stdout, "signalstats.YHIGH"),
    ),
    change: values(every.stdout, "scd.mafd"),
    black: blackSpans(every.stderr, rate, frames),
    frozen: frozenSpans(every.stdout, rate, frames),
    blur: values(sampled.stdout, "blur"),
    blockiness: values(sampled.stdout, "block"),
    bars: barsOf(sampled.stdout, probe.value.facts.width, probe.value.facts.height),
    cleanDecibels: cleanOf(grain.stderr),
    loudness: sound === undefined ? undefined : loudnessOf(sound.stderr),
    broken: [
      every.exitCode === 0 ? [] : ["every-frame"],
      sampled.exitCode === 0 ? [] : ["sampled"],
      grain.exitCode === 0 ? [] : ["grain"],
    ].flat(),
  };
}

function unreadable(probe: ClipMeasures["probe"]): ClipMeasures {
  const none = { luma: [], change: [], black: [], frozen: [], blur: [], blockiness: [], broken: [] };
  return { probe, decodeErrors: 0, bars: undefined, cleanDecibels: undefined, loudness: undefined, ...none };
}

function rateOf(text: string): number {
  const [numerator = 0, denominator = 1] = text.split("/").map(Number);
  return denominator > 0 && numerator > 0 ? numerator / denominator : 24;
}

function values(text: string, key: string): readonly number[] {
  const pattern = new RegExp(`^lavfi\\.${key.replaceAll(".", "\\.")}=(-?\\d[\\d.]*)`, "gm");
  return [...text.matchAll(pattern)].map((match) => Number(match[1]));
}

function zip(means: readonly number[], lows: readonly number[], highs: readonly number[]): ClipMeasures["luma"] {
  return means.map((mean, index) => ({ mean, low: lows[index] ?? mean, high: highs[index] ?? mean }));
}

function blackSpans(text: string, rate: number, frames: number): readonly Span[] {
  return [...text.matchAll(/black_start:([\d.]+) black_end:([\d.]+)/g)].map((match) => ({
    from: Math.round(Number(match[1]) * rate),
    to: Math.min(frames, Math.round(Number(match[2]) * rate)),
  }));
}

function frozenSpans(text: string, rate: number, frames: number): readonly Span[] {
  const starts = [...text.matchAll(/freezedetect\.freeze_start=([\d.]+)/g)].map((match) => Number(match[1]));
  const ends = [...text.matchAll(/freezedetect\.freeze_end=([\d.]+)/g)].map((match) => Number(match[1]));
  return starts.map((start, index) => {
    const end = ends[index];
    return {
      from: Math.round(start * rate),
      to: end === undefined ? frames : Math.min(frames, Math.round(end * rate)),
    };
  });
}

function barsOf(text: string, width: number, height: number): ClipMeasures["bars"] {
  const last = (key: string): number | undefined => values(text, `cropdetect.${key}`).at(-1);
  const [x, y, w, h] = [last("x"), last("y"), last("w"), last("h")];
  if (x === undefined || y === undefined || w === undefined || h === undefined || w <= 0 || h <= 0) return undefined;
  return { top: y / height, bottom: (height - y - h) / height, left: x / width, right: (width - x - w) / width };
}

function cleanOf(text: string): number | undefined {
  const found = /PSNR.*average:([\d.]+|inf)/.exec(text)?.[1];
  if (found === undefined) return undefined;
  return found === "inf" ? 99 : Number(found);
}

function loudnessOf(text: string): ClipMeasures["loudness"] {
  const integrated = /Integrated loudness:\s+I:\s+(-?[\d.]+|-inf)/.exec(text)?.[1];
  const peak = /Peak:\s+(-?[\d.]+|-inf) dBFS/.exec(text)?.[1];
  if (integrated === undefined) return undefined;
  const number = (value: string | undefined): number => (value === undefined || value === "-inf" ? -99 : Number(value));
  return { integratedLufs: number(integrated), peakDecibels: number(peak) };
}

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { MediaTools } from "../../ports/media.ts";
import type { ProcessOutcome } from "../../ports/process.ts";
import { FRAME_HASHES, type MediaHeader } from "../probe-media.ts";
import { THUMBNAIL } from "./thumbnail-measures.ts";

/** Pictures looked at closely: two a second, and so many at most. */
const SAMPLES_A_SECOND = 2;
const SAMPLES_MAX = 24;
/** Longest side of a sampled picture; a larger one is made smaller. */
const SAMPLE_SIDE_MAX = 1920;
/** Short side of the pictures that sharpness is measured on: one size, so that one limit is right for every film. */
const SOFT_SIDE = 360;

const QUIET = ["-hide_banner", "-nostats", "-nostdin", "-y"];
/** Every message with its level before it, none of them folded into "repeated n times". */
const LEVELLED = ["-loglevel", "repeat+level+info"];
/** The same pixels from every build. */
const EXACT = "flags=area+accurate_rnd+bitexact";

/** What one run over a film left behind: text, and raw grey pictures in files. */
export interface ClipReading {
  /** Hashes of all decoded frames, as `framehash` prints them. */
  readonly framehash: string;
  /** Messages of level error and worse that came from reading the film, not from what we made of it. */
  readonly faults: readonly string[];
  /** Text of the loudness summary. */
  readonly loudness: string | undefined;
  readonly thumbnails: RawFile | undefined;
  readonly samples: RawFile | undefined;
  readonly soft: RawFile | undefined;
  /** Passes that this build of ffmpeg could not run. */
  readonly broken: readonly PassName[];
}

export interface RawFile {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

export type PassName = "thumbnails" | "samples" | "soft" | "sound";

/** One thing that is made of the film: a piece of filter graph from [in:name] to [out:name], and where that goes. */
interface Pass {
  readonly name: PassName;
  readonly source: "0:v:0" | "0:a:0";
  readonly chain: string;
  readonly output: readonly string[];
  readonly raw?: RawFile;
}

/** Decodes a film once and reads everything the gates want from it. Where that fails, each pass runs alone. */
export async function readClip(
  path: string,
  header: MediaHeader,
  desk: { readonly media: MediaTools; readonly signal: AbortSignal; readonly directory: string },
): Promise<ClipReading> {
  mkdirSync(desk.directory, { recursive: true });
  const passes = passesOf(header, desk.directory);
  const run = (some: readonly Pass[], more: readonly string[]): Promise<ProcessOutcome> =>
    desk.media.ffmpeg([...QUIET, ...LEVELLED, "-i", path, ...graphOf(some), ...more, ...some.flatMap(outputOf)], {
      signal: desk.signal,
    });
  const whole = await run(passes, FRAME_HASHES);
  desk.signal.throwIfAborted();
  if (whole.exitCode === 0) return readingOf(passes, whole.stdout, whole.stderr, []);
  const plain = await run([], FRAME_HASHES);
  desk.signal.throwIfAborted();
  const broken: PassName[] = [];
  let messages = plain.stderr;
  for (const pass of passes) {
    const alone = await run([pass], []);
    desk.signal.throwIfAborted();
    if (alone.exitCode !== 0) broken.push(pass.name);
    // Faults were counted in the plain run; here only the pass's own words are wanted.
    else
      messages += `\n${alone.stderr
        .split("\n")
        .filter((line) => !FAULT.test(line))
        .join("\n")}`;
  }
  return readingOf(
    passes.filter(({ name }) => !broken.includes(name)),
    plain.stdout,
    messages,
    broken,
  );
}

/** Removes what `readClip` wrote. */
export function discard(reading: ClipReading): void {
  for (const file of [reading.thumbnails, reading.samples, reading.soft])
    if (file !== undefined) rmSync(file.path, { force: true });
}

function passesOf(header: MediaHeader, directory: string): readonly Pass[] {
  const samples = { path: join(directory, "samples.raw"), ...within(header, SAMPLE_SIDE_MAX) };
  const soft = { path: join(directory, "soft.raw"), ...shortSide(header, SOFT_SIDE) };
  const thumbnails = { path: join(directory, "thumbnails.raw"), ...THUMBNAIL };
  const perSecond =
    header.seconds * SAMPLES_A_SECOND > SAMPLES_MAX ? `${SAMPLES_MAX}/${Math.ceil(header.seconds)}` : SAMPLES_A_SECOND;
  const grey = (file: RawFile): string => `scale=${file.width}:${file.height}:${EXACT},format=gray`;
  const picture = { source: "0:v:0" } as const;
  return [
    { ...picture, name: "thumbnails", chain: grey(thumbnails), output: RAW, raw: thumbnails },
    {
      ...picture,
      name: "samples",
      chain: `fps=${perSecond},${grey(samples)}`,
      output: RAW,
      raw: samples,
    },
    {
      ...picture,
      name: "soft",
      chain: `fps=${perSecond},${grey(soft)}`,
      output: RAW,
      raw: soft,
    },
    ...(header.audio
      ? [
          {
            name: "sound",
            source: "0:a:0",
            chain: "ebur128=peak=true:framelog=verbose",
            output: ["-f", "null"],
          } as const,
        ]
      : []),
  ];
}

const RAW = ["-fps_mode", "passthrough", "-f", "rawvideo"];

function graphOf(passes: readonly Pass[]): readonly string[] {
  if (passes.length === 0) return [];
  const pictures = passes.filter(({ source }) => source === "0:v:0");
  const split =
    pictures.length === 0
      ? []
      : [`[0:v:0]split=${pictures.length}${pictures.map(({ name }) => `[in-${name}]`).join("")}`];
  const chains = passes.map(({ name, source, chain }) =>
    source === "0:v:0" ? `[in-${name}]${chain}[${name}]` : `[${source}]${chain}[${name}]`,
  );
  return ["-filter_complex", [...split, ...chains].join(";")];
}

function outputOf({ name, output, raw }: Pass): readonly string[] {
  return ["-map", `[${name}]`, ...output, raw?.path ?? "-"];
}

/** `[h264 @ 0x55d0] [error] ...`: the level is what decides, never the words. */
const FAULT = /^(?:\[([^\]@]+) @ [^\]]+\] )?\[(?:error|fatal|panic)\]/;
/** Parts of ffmpeg that make something of the film; what they complain of is no damage of the film. */
const OURS = /^(?:Parsed_|null$|rawvideo$|framehash$|out#|vost#|aost#)/;

function readingOf(
  passes: readonly Pass[],
  framehash: string,
  messages: string,
  broken: readonly PassName[],
): ClipReading {
  const raw = (name: PassName): RawFile | undefined => passes.find((pass) => pass.name === name)?.raw;
  const lines = messages.split("\n");
  const hasSound = passes.some(({ name }) => name === "sound");
  return {
    framehash,
    faults: lines.filter((line) => {
      const part = FAULT.exec(line);
      return part !== null && !OURS.test(part[1] ?? "");
    }),
    loudness: hasSound ? messages : undefined,
    thumbnails: raw("thumbnails"),
    samples: raw("samples"),
    soft: raw("soft"),
    broken,
  };
}

function within({ width, height }: MediaHeader, side: number): { readonly width: number; readonly height: number } {
  const factor = Math.min(1, side / Math.max(width, height, 1));
  return scaled(width, height, factor);
}

function shortSide({ width, height }: MediaHeader, side: number): { readonly width: number; readonly height: number } {
  return scaled(width, height, side / Math.max(1, Math.min(width, height)));
}

function scaled(width: number, height: number, factor: number): { readonly width: number; readonly height: number } {
  return { width: Math.max(2, Math.round(width * factor)), height: Math.max(2, Math.round(height * factor)) };
}

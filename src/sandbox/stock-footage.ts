import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../core/digest.ts";
import type { MediaTools } from "../ports/media.ts";
import type { Footage, FootageRequest } from "./footage.ts";

/** Filters that make a clip what a gate should stop. */
export const SPOILED_PICTURE: Readonly<Record<FootageRequest["look"], readonly string[]>> = {
  normal: [],
  black: ["drawbox=x=0:y=0:w=iw:h=ih:color=black:t=fill"],
  frozen: ["trim=end_frame=1", "loop=loop=-1:size=1:start=0", "setpts=N/FRAME_RATE/TB"],
  // Out of focus, and not so far that no edge is left to tell it by.
  blurred: ["gblur=sigma=3"],
};

/**
 * Footage that costs next to nothing: one clip for each size, length and look, made once and kept in `folder`. Each job's
 * file has its name in a box at the end, so that no two are the same file, as it is with a vendor.
 */
export function stockFootage(media: MediaTools, folder: string): Footage {
  const clips = new Map<string, Promise<Uint8Array>>();
  mkdirSync(folder, { recursive: true });
  return async (request) => {
    const { width, height, rate, frames, hasAudio, look } = request;
    const key = digestOf({ width, height, rate: { ...rate }, frames, hasAudio, look }).slice("sha256:".length, 24);
    let clip = clips.get(key);
    if (clip === undefined) {
      clip = makeClip(media, join(folder, `${key}.mp4`), request);
      clips.set(key, clip);
      // A clip that could not be made is tried again by the next job.
      clip.catch(() => clips.delete(key));
    }
    return signed(await clip, request.job);
  };
}

/** The clip with a `free` box behind it that names the job. */
export function signed(clip: Uint8Array, job: string): Uint8Array {
  const name = new TextEncoder().encode(job);
  const whole = new Uint8Array(clip.length + 8 + name.length);
  whole.set(clip);
  new DataView(whole.buffer).setUint32(clip.length, 8 + name.length);
  whole.set(new TextEncoder().encode("free"), clip.length + 4);
  whole.set(name, clip.length + 8);
  return whole;
}

async function makeClip(media: MediaTools, path: string, request: FootageRequest): Promise<Uint8Array> {
  const { width, height, rate, frames, hasAudio, look } = request;
  const perSecond = `${rate.numerator}/${rate.denominator}`;
  const seconds = ((frames * rate.denominator) / rate.numerator).toFixed(6);
  // Drawn small and blown up: quick, and still full of detail.
  const small = `${2 * Math.ceil(width / 4)}x${2 * Math.ceil(height / 4)}`;
  const picture = [
    `scale=${width}:${height}:flags=lanczos`,
    ...SPOILED_PICTURE[look],
    `trim=end_frame=${frames}`,
    ...(look === "normal" ? ["noise=alls=4:allf=t:all_seed=7"] : []),
    "setsar=1",
  ];
  const made = await media.ffmpeg([
    ...["-hide_banner", "-v", "error", "-nostdin", "-y", "-f", "lavfi"],
    ...["-i", `mandelbrot=size=${small}:rate=${perSecond}:start_scale=0.6:end_scale=0.2:end_pts=150:maxiter=60`],
    ...(hasAudio ? ["-f", "lavfi", "-t", seconds, "-i", "anoisesrc=colour=pink:amplitude=0.2:seed=1:r=48000"] : []),
    ...["-vf", picture.join(","), "-map", "0:v", ...(hasAudio ? ["-map", "1:a", "-c:a", "aac"] : [])],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-pix_fmt", "yuv420p"],
    ...["-frames:v", String(frames), "-movflags", "+faststart", path],
  ]);
  if (made.exitCode !== 0) throw new Error(`the stock clip was not made: ${made.stderr.slice(-300)}`);
  return readFileSync(path);
}

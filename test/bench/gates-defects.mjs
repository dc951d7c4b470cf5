// Faults, one at a time. `gates` are those of whom one must speak, `verdicts` what it may say; `make` writes the faulty clip.
// `base` is the clean clip with its sizes, `other` another clean clip of the same set.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { FASTSTART, ffmpeg } from "./gates-bases.mjs";
import { hasBlackBorders, isLostInMotion, looksTheSame } from "./gates-stills.mjs";

const CODE = ["-c:v", "libx264", "-preset", "superfast", "-crf", "20", "-pix_fmt", "yuv420p"];
const KEEP_SOUND = ["-c:a", "copy", ...FASTSTART];
const filtered = (filter) => (base, target) =>
  ffmpeg("-i", base.path, "-vf", filter(base), ...CODE, ...KEEP_SOUND, target);
const at = (base, share) => Math.round(base.frames * share);
const rateOf = ({ rate }) => `${rate.numerator}/${rate.denominator}`;
/** A fault that is as wide on every size of picture. */
const pixels = (base, of720) => (of720 * Math.min(base.width, base.height)) / 720;
const even = (value) => 2 * Math.round(value / 2);

/** Where a tail breaks off: in a fade to black while there is something left to see, else it would be the fade's own end. */
const tailOf = ({ fade }) => (fade?.way === "out" ? fade.from + 0.55 * (fade.to - fade.from) : 0.7);

/** Frame `frame` of the film held for `count` frames more, and as many of its own frames less. */
const held = (base, frame, count) =>
  `loop=loop=${count}:size=1:start=${frame},trim=end_frame=${base.frames},setpts=N/(${rateOf(base)})/TB`;
const otherFrames = (base, from, to) =>
  `[1:v]scale=${base.width}:${base.height},setsar=1,fps=${rateOf(base)}[other];[0:v][other]overlay=enable='between(n,${from},${to - 1})':eof_action=repeat[v]`;
const mixed = (range) => (base, target, other) => {
  const [from, to] = range(base);
  return ffmpeg(
    "-i",
    base.path,
    "-i",
    other.path,
    "-filter_complex",
    otherFrames(base, from, to),
    "-map",
    "[v]",
    "-map",
    "0:a",
    ...CODE,
    ...KEEP_SOUND,
    target,
  );
};
const cut = (share) => (base, target) => {
  const bytes = readFileSync(base.path);
  writeFileSync(target, bytes.subarray(0, Math.floor(bytes.length * share)));
};

export const DEFECTS = {
  black: { gates: ["black"], make: filtered(() => "drawbox=t=fill:c=black") },
  "black tail": {
    gates: ["black"],
    make: filtered((base) => `drawbox=t=fill:c=black:enable='gte(n,${at(base, tailOf(base))})'`),
  },
  frozen: { gates: ["frozen"], make: filtered((base) => held(base, at(base, 0.3), base.frames)) },
  "frozen tail": {
    gates: ["frozen"],
    make: filtered((base) => held(base, at(base, Math.min(0.65, tailOf(base))), base.frames)),
  },
  blurred: { gates: ["blur"], make: filtered((base) => `gblur=sigma=${pixels(base, 9)}`) },
  // A soft picture is a matter of taste: it is counted here, and missing it is no fault of the gate.
  soft: {
    gates: ["blur"],
    verdicts: ["warn", "fail"],
    informs: true,
    make: filtered((base) => `gblur=sigma=${pixels(base, 4)}`),
  },
  blocky: {
    gates: ["blockiness"],
    unseen: (base, path) => looksTheSame(path, base.path) && "the coding changed next to nothing",
    make: async (base, target) => {
      const middle = `${target}.mkv`;
      await ffmpeg("-i", base.path, "-c:v", "mpeg4", "-qscale:v", "31", "-g", "12", "-c:a", "copy", middle);
      await ffmpeg("-i", middle, "-r", rateOf(base), ...CODE, ...KEEP_SOUND, target);
      rmSync(middle);
    },
  },
  pixelated: {
    gates: ["blockiness", "blur"],
    make: filtered((base) => {
      const block = Math.max(8, Math.round(pixels(base, 16)));
      const [across, down] = [Math.ceil(base.width / block), Math.ceil(base.height / block)];
      const larger = `scale=${across * block}:${down * block}:flags=neighbor,crop=${base.width}:${base.height}:0:0,setsar=1`;
      return `scale=${across}:${down}:flags=area,${larger}`;
    }),
  },
  noise: { gates: ["noise"], make: filtered(() => "noise=alls=60:allf=t+u") },
  letterbox: {
    gates: ["letterbox"],
    unseen: (base) => hasBlackBorders(base, "rows") && "black against black",
    make: filtered((base) => bars(base, 1, 0.76)),
  },
  pillarbox: {
    gates: ["letterbox"],
    unseen: (base) => hasBlackBorders(base, "columns") && "black against black",
    make: filtered((base) => bars(base, 0.76, 1)),
  },
  flicker: {
    gates: ["flicker"],
    make: filtered(() => "eq=brightness='if(lt(mod(n,4),2),0.09,-0.09)':eval=frame"),
  },
  "cut inside": { gates: ["cut"], unseen: lostInMotion, make: mixed((base) => [at(base, 0.5), base.frames]) },
  "2-frame glitch": {
    gates: ["cut"],
    unseen: lostInMotion,
    make: mixed((base) => [at(base, 0.5), at(base, 0.5) + 2]),
  },
  "over-exposed": { gates: ["exposure"], make: filtered(() => "eq=brightness=0.55:contrast=0.35") },
  "under-exposed": {
    gates: ["exposure", "black"],
    make: filtered(() => "lutyuv=y='16+(val-16)*0.12':u='128+(val-128)*0.2':v='128+(val-128)*0.2'"),
  },
  short: {
    gates: ["specification"],
    make: (base, target) =>
      ffmpeg("-i", base.path, "-frames:v", String(at(base, 0.7)), "-t", "1.6", ...CODE, ...KEEP_SOUND, target),
  },
  "wrong size": {
    gates: ["specification"],
    make: filtered((base) => `scale=${even(base.width * 0.75)}:${even(base.height * 0.75)}`),
  },
  "wrong rate": {
    gates: ["specification"],
    make: (base, target) => ffmpeg("-i", base.path, "-r", "15", ...CODE, ...KEEP_SOUND, target),
  },
  "truncated, index first": { gates: ["decode"], make: cut(0.6) },
  "truncated, index last": {
    gates: ["readable"],
    make: async (base, target) => {
      await ffmpeg("-i", base.path, "-c", "copy", `${target}.whole.mp4`);
      cut(0.6)({ path: `${target}.whole.mp4` }, target);
      rmSync(`${target}.whole.mp4`);
    },
  },
  "corrupt bytes": {
    gates: ["decode"],
    make: (base, target) => {
      const bytes = readFileSync(base.path);
      for (let k = 0; k < 20; k += 1) {
        const from = Math.floor(bytes.length * (0.3 + (0.6 * k) / 20));
        bytes.fill(0x5a, from, from + 200);
      }
      writeFileSync(target, bytes);
    },
  },
  garbage: {
    gates: ["readable"],
    make: (_, target) => {
      const bytes = Buffer.alloc(200_000);
      for (let k = 0; k < bytes.length; k += 1) bytes[k] = (Math.imul(k, 0x9e3779b1) >>> 13) & 255;
      writeFileSync(target, bytes);
    },
  },
  "web page": {
    gates: ["readable"],
    make: (_, target) => writeFileSync(target, "<html><body>403 Forbidden</body></html>"),
  },
  silent: {
    gates: ["sound"],
    make: (base, target) =>
      ffmpeg("-i", base.path, "-c:v", "copy", "-af", "volume=0", "-c:a", "aac", ...FASTSTART, target),
  },
};

function lostInMotion(base, path) {
  return isLostInMotion(path, at(base, 0.5)) && "the film itself changes as much from frame to frame";
}

function bars(base, across, down) {
  const [width, height] = [even(base.width * across), even(base.height * down)];
  return `scale=${width}:${height},pad=${base.width}:${base.height}:(ow-iw)/2:(oh-ih)/2:black,setsar=1`;
}

/** Clean in other words: the same clip, and the same clip coded with few bits as vendors do. */
export const CLEAN = {
  clean: { make: (base, target) => copyFileSync(base.path, target) },
  "clean, few bits": { make: (base, target) => ffmpeg("-i", base.path, ...CODE, "-crf", "30", ...KEEP_SOUND, target) },
};

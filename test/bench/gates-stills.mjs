// What is true of a clip whatever the gates measure: decoded pictures that are the same to the last bit, black borders, a film
// that changes from frame to frame as much as a cut would, and a fault that changes next to nothing.
import { spawnSync } from "node:child_process";

/** Share of frames that may repeat the one before; the same as the gate's. */
const REPEATED_MAX = 0.15;
/** Rows or columns at the border, and the mean level up to which they are black. */
const BORDER = 4;
const BLACK = 3;

export function standsStill(path) {
  const hashes = decoded(path, "format=yuv420p", "framemd5")
    .toString()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").at(-1));
  const repeated = hashes.filter((hash, index) => index > 0 && hash === hashes[index - 1]).length;
  return repeated / hashes.length > REPEATED_MAX;
}

/** Both opposite borders of a clean clip are black: bars beside them show nowhere. */
export function hasBlackBorders({ path }, way) {
  const sides =
    way === "rows"
      ? [`iw:${BORDER}:0:0`, `iw:${BORDER}:0:ih-${BORDER}`]
      : [`${BORDER}:ih:0:0`, `${BORDER}:ih:iw-${BORDER}:0`];
  return sides.every((side) => {
    const levels = decoded(path, `crop=${side},format=gray`, "rawvideo");
    return levels.reduce((sum, level) => sum + level, 0) / levels.length <= BLACK;
  });
}

function decoded(path, filter, format) {
  return spawnSync("ffmpeg", ["-v", "error", "-nostdin", "-i", path, "-map", "0:v", "-vf", filter, "-f", format, "-"], {
    maxBuffer: 2 ** 28,
  }).stdout;
}

/** Frames on either side of a cut, and how much more than they it must change before anybody could see it. */
const AROUND = 5;
const SEEN = 1.5;
/** Mean difference of two frames below which a film is calm, whatever its other frames do. */
const CALM = 4;

/** The film changes from frame to frame as much as the fault does: by ffmpeg's own figure, without looking at moves. */
export function isLostInMotion(path, frame) {
  const changes = decoded(path, "signalstats,metadata=print:key=lavfi.signalstats.YDIF:file=-", "null")
    .toString()
    .split("\n")
    .filter((line) => line.includes("YDIF="))
    .map((line) => Number(line.split("=")[1]));
  const around = [
    ...changes.slice(Math.max(1, frame - AROUND), frame - 1),
    ...changes.slice(frame + 3, frame + 3 + AROUND),
  ];
  const loudest = Math.max(...around);
  return loudest > CALM && Math.max(...changes.slice(frame - 1, frame + 3)) < SEEN * loudest;
}

/** Above so many decibels two films look the same. */
const SAME_DECIBELS = 40;

export function looksTheSame(path, other) {
  const said = spawnSync("ffmpeg", [
    "-nostdin",
    "-i",
    path,
    "-i",
    other,
    "-lavfi",
    "[0:v][1:v]psnr",
    "-f",
    "null",
    "-",
  ]);
  const found = /average:([\d.]+|inf)/.exec(said.stderr.toString());
  return found !== null && (found[1] === "inf" || Number(found[1]) > SAME_DECIBELS);
}

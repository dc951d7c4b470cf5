// What is true of a clip whatever the gates measure: decoded pictures that are the same to the last bit, and black borders.
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

import type { CameraEntry } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import { type CameraFields, DIRECTIONS, MOVEMENTS, RIGS, SPEEDS } from "../production.ts";
import { fail, ok, type Result } from "../result.ts";
import { words } from "./findings.ts";
import type { WordFault } from "./framing.ts";

const KNOWN = [...MOVEMENTS, ...DIRECTIONS, ...SPEEDS, ...RIGS];

/** `push-in slow dolly`: the movement first, then direction, speed and rig; nothing = static. */
export function parseCamera(entry: CameraEntry | undefined): Result<CameraFields, readonly WordFault[]> {
  if (entry === undefined) return ok({ movement: "static" });
  if (typeof entry !== "string") return ok({ ...entry });
  let camera: Partial<CameraFields> = {};
  const faults: WordFault[] = [];
  for (const word of words(entry).split(/[\s,]+/)) {
    const lower = word.toLowerCase();
    const movement = MOVEMENTS.find((name) => name === lower);
    const direction = DIRECTIONS.find((name) => name === lower);
    const speed = SPEEDS.find((name) => name === lower);
    const rig = RIGS.find((name) => name === lower);
    // `dolly` and `handheld`, `crane` are movements and rigs: the first one is the movement.
    if (movement !== undefined && camera.movement === undefined) camera = { ...camera, movement };
    else if (rig !== undefined && camera.rig === undefined) camera = { ...camera, rig };
    else if (direction !== undefined && camera.direction === undefined) camera = { ...camera, direction };
    else if (speed !== undefined && camera.speed === undefined) camera = { ...camera, speed };
    else {
      const hint = didYouMean(word, KNOWN);
      faults.push({
        says: `"${word.slice(0, 40)}" is no word of a camera movement, or says the same thing twice`,
        ...(hint === undefined ? {} : { hint }),
      });
    }
  }
  if (faults.length > 0) return fail(faults);
  return ok({ ...camera, movement: camera.movement ?? "static" });
}

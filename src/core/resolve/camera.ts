import type { CameraEntry } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import { type CameraFields, DIRECTIONS, MOVEMENTS, type Movement, RIGS, type Rig, SPEEDS } from "../production.ts";
import { fail, ok, type Result } from "../result.ts";
import { quoted, words } from "./findings.ts";
import type { WordFault } from "./framing.ts";

const KNOWN = [...MOVEMENTS, ...DIRECTIONS, ...SPEEDS, ...RIGS];

/** `push-in slow dolly`, words in any order, or the long form; nothing = static. */
export function parseCamera(entry: CameraEntry | undefined): Result<CameraFields, readonly WordFault[]> {
  if (entry === undefined) return ok({ movement: "static" });
  if (typeof entry === "string") return parseShort(entry);
  const { movement, direction, speed, rig } = entry;
  return ok({
    movement,
    ...(direction === undefined ? {} : { direction }),
    ...(speed === undefined ? {} : { speed }),
    ...(rig === undefined ? {} : { rig }),
  });
}

/**
 * `dolly`, `handheld` and `crane` are movements and rigs. Beside a word that can only be a movement they are the rig;
 * alone they are the movement.
 */
function parseShort(text: string): Result<CameraFields, readonly WordFault[]> {
  const all = words(text).split(/[\s,]+/);
  const hasPlainMovement = all.some((word) => movementOf(word) !== undefined && rigOf(word) === undefined);
  const faults: WordFault[] = [];
  let camera: Partial<CameraFields> = {};
  const set = <Key extends keyof CameraFields>(key: Key, value: CameraFields[Key], word: string): void => {
    if (camera[key] !== undefined && camera[key] !== value)
      faults.push({ says: `the camera has two words for its ${key}: ${camera[key]} and ${word}` });
    camera = { ...camera, [key]: value };
  };
  for (const word of all) {
    const [movement, rig, lower] = [movementOf(word), rigOf(word), word.toLowerCase()];
    const direction = DIRECTIONS.find((name) => name === lower);
    const speed = SPEEDS.find((name) => name === lower);
    if (movement !== undefined && (rig === undefined || (!hasPlainMovement && camera.movement === undefined)))
      set("movement", movement, word);
    else if (rig !== undefined) set("rig", rig, word);
    else if (direction !== undefined) set("direction", direction, word);
    else if (speed !== undefined) set("speed", speed, word);
    else faults.push(unknownWord(word));
  }
  if (faults.length > 0) return fail(faults);
  return ok({ ...camera, movement: camera.movement ?? "static" });
}

function movementOf(word: string): Movement | undefined {
  return MOVEMENTS.find((name) => name === word.toLowerCase());
}

function rigOf(word: string): Rig | undefined {
  return RIGS.find((name) => name === word.toLowerCase());
}

function unknownWord(word: string): WordFault {
  const hint = didYouMean(word, KNOWN);
  return { says: `${quoted(word)} is no word of a camera movement`, ...(hint === undefined ? {} : { hint }) };
}

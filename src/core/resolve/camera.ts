import type { CameraEntry } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import { type OtherPhrase, otherPhraseAt } from "../other-words.ts";
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
      faults.push({
        says: `the camera has two words for its ${key}: ${camera[key]} and ${word}`,
        hint: key === "movement" ? "one movement a shot; what else happens stands in the action" : "keep one of them",
        word,
      });
    camera = { ...camera, [key]: value };
  };
  for (let at = 0; at < all.length; at += 1) {
    const phrase = phraseAt(all.slice(at));
    if (phrase !== undefined) {
      const { said, meant } = phrase;
      const says = `${quoted(said)} is no word of a camera movement`;
      faults.push({ says, hint: `did you mean \`${meant}\`?`, word: said });
      at += phrase.words - 1;
      continue;
    }
    const word = all[at] ?? "";
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

const SPOKEN = { movement: MOVEMENTS, speed: SPEEDS, rig: RIGS, direction: DIRECTIONS };

/** What people say instead. Words of ours keep their meaning: `dolly in` is a dolly and where it goes. */
function phraseAt(all: readonly string[]): OtherPhrase | undefined {
  const phrase = otherPhraseAt(all, SPOKEN);
  const isOurs = phrase?.said
    .toLowerCase()
    .split(" ")
    .every((word) => KNOWN.some((known) => known === word));
  return isOurs === true && phrase?.said.toLowerCase() !== "dolly zoom" ? undefined : phrase;
}

function movementOf(word: string): Movement | undefined {
  return MOVEMENTS.find((name) => name === word.toLowerCase());
}

function rigOf(word: string): Rig | undefined {
  return RIGS.find((name) => name === word.toLowerCase());
}

function unknownWord(word: string): WordFault {
  const hint = word.toLowerCase() === "zoom" ? "write zoom-in or zoom-out" : didYouMean(word, KNOWN);
  return { says: `${quoted(word)} is no word of a camera movement`, ...(hint === undefined ? {} : { hint }), word };
}

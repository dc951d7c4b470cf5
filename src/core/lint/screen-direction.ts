import type { CastMember, Shot } from "../production.ts";
import { within } from "../resolve/findings.ts";
import type { LintRequest } from "./lint-episode.ts";

/** Shot types after which the audience accepts a new side: they look away from the people or show where everybody is. */
const NEUTRAL: ReadonlySet<string> = new Set(["establishing", "master", "insert", "cutaway", "pov"]);

/**
 * The 180-degree rule: an imaginary line runs between two people, or along the way somebody goes. While the camera stays
 * on one side of it everybody keeps a side of the picture and a direction; a cut across it turns the room around.
 */
export function lintScreenDirection({ declared, findings }: LintRequest): void {
  let before: Shot | undefined;
  for (const { resolved: shot, status, place } of declared) {
    if (status === "omit") continue;
    if (shot === undefined || isNeutral(shot)) {
      before = undefined;
      continue;
    }
    const crossed = before === undefined || !isSamePlace(before, shot) ? undefined : crossing(before, shot);
    if (before !== undefined && crossed !== undefined)
      findings.warning(
        "LINE_CROSSED",
        within(place, "cast"),
        `the cut from ${before.id} to ${shot.id} crosses the line: ${crossed}`,
        "keep sides and directions, or put an insert, a wide shot or a moving camera between",
      );
    before = shot;
  }
}

function isSamePlace(before: Shot, now: Shot): boolean {
  return before.scene === now.scene && before.intent.location === now.intent.location;
}

/** Nobody in the picture, a type that looks elsewhere, or a camera that carries the audience around the line itself. */
function isNeutral({ intent }: Shot): boolean {
  return intent.cast.length === 0 || NEUTRAL.has(intent.framing.type ?? "") || intent.camera.movement === "arc";
}

/** Who turns round in the picture has turned, and not the camera. */
const TURNS =
  /\b(?:turn(?:s|ed|ing)?|spin(?:s|ning)?|whirl(?:s|ing)?|pac(?:es|ing)|look(?:s|ed|ing)? (?:back|round|around|away|behind))\b/i;

interface Pair {
  readonly was: CastMember;
  readonly now: CastMember;
}

function crossing(before: Shot, shot: Shot): string | undefined {
  const pairs = shot.intent.cast.flatMap((now): Pair[] => {
    const was = before.intent.cast.find((member) => member.character === now.character);
    return was !== undefined && isSide(now.position) && isSide(was.position) ? [{ was, now }] : [];
  });
  const swapped = pairs.filter(({ was, now }) => was.position !== now.position);
  if (swapped.length > 1) {
    const sides = swapped.map(({ was, now }) => `${now.character} was ${was.position} and is ${now.position}`);
    return `${sides.join(", ")}, as if they had changed seats`;
  }
  const turned = pairs.find(
    ({ was, now }) =>
      was.position === now.position && isSide(was.facing) && isSide(now.facing) && was.facing !== now.facing,
  );
  if (turned === undefined || TURNS.test(before.intent.action) || TURNS.test(shot.intent.action)) return undefined;
  const { was, now } = turned;
  return `${now.character} stays ${now.position} but looked ${was.facing} and looks ${now.facing}`;
}

function isSide(word: string | undefined): boolean {
  return word === "left" || word === "right";
}

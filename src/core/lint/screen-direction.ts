import type { CastMember, Shot } from "../production.ts";
import type { LintRequest } from "./lint-episode.ts";

/** Shot types after which the audience accepts a new side: they show where everybody is. */
const NEUTRAL = new Set(["establishing", "master", "insert", "cutaway", "pov"]);
const SIDES = new Set(["left", "right"]);

/** Two people who change sides from one shot to the next: the camera crossed the line between them (180-degree rule). */
export function lintScreenDirection({ episode, file, findings }: LintRequest): void {
  let before: Shot | undefined;
  for (const shot of episode.shots) {
    if (shot.status === "omit") continue;
    if (before !== undefined && isSamePlace(before, shot) && !isNeutral(shot) && !isNeutral(before)) {
      const crossed = crossing(before, shot);
      if (crossed !== undefined)
        findings.warning(
          "LINE_CROSSED",
          { file, pointer: `${shot.at.pointer}/cast` },
          `the cut from ${before.id} to ${shot.id} crosses the line: ${crossed}`,
          "keep their sides, or put an insert or a wide shot between",
        );
    }
    before = isNeutral(shot) ? undefined : shot;
  }
}

function isSamePlace(before: Shot, now: Shot): boolean {
  return before.scene === now.scene && before.intent.location === now.intent.location;
}

function isNeutral(shot: Shot): boolean {
  return NEUTRAL.has(shot.intent.framing.type ?? "") || shot.intent.camera.movement === "arc";
}

function crossing(before: Shot, now: Shot): string | undefined {
  const sided = now.intent.cast.flatMap((member) => {
    const was = before.intent.cast.find((candidate) => candidate.character === member.character);
    return was !== undefined && isSided(member) && isSided(was) ? [{ was, member }] : [];
  });
  const swapped = sided.filter(({ was, member }) => was.position !== member.position);
  if (swapped.length >= 2)
    return `${swapped.map(({ member, was }) => `${member.character} was ${was.position} and is ${member.position}`).join(", ")}`;
  const turned = sided.filter(({ was, member }) => was.position === member.position && isTurned(was, member));
  return turned.length >= 2
    ? `${turned.map(({ member, was }) => `${member.character} looked ${was.facing} and looks ${member.facing}`).join(", ")}`
    : undefined;
}

function isSided(member: CastMember): boolean {
  return SIDES.has(member.position ?? "");
}

function isTurned(was: CastMember, now: CastMember): boolean {
  return SIDES.has(was.facing ?? "") && SIDES.has(now.facing ?? "") && was.facing !== now.facing;
}

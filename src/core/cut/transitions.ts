import type { Notice } from "../plan-steps.ts";
import type { Shot, Transition } from "../production.ts";

/** What happens at both ends of one shot in the cut. */
export interface ShotEnds {
  readonly fadeInFrames: number;
  readonly fadeOutFrames: number;
  /** Dissolve or wipe into the next shot of the cut. */
  readonly joinNext?: Transition;
}

/**
 * What is done at each cut point. Two neighbours can ask for things that exclude each other; then the incoming shot's
 * wish is done, and what is left out is said. A fade out and a fade in go together: the picture dips to black.
 */
export function shotEnds(shots: readonly Shot[], notices: Notice[]): ShotEnds[] {
  return shots.map((shot, index) => {
    const [previous, next] = [shots[index - 1], shots[index + 1]];
    const incoming = shot.editorial.transitionIn;
    const outgoing = shot.editorial.transitionOut;
    if (previous === undefined && overlaps(incoming)) notices.push(withNothing(shot, incoming, "from"));
    if (next === undefined) {
      if (overlaps(outgoing)) notices.push(withNothing(shot, outgoing, "into"));
      return { fadeInFrames: fadeOf(incoming), fadeOutFrames: fadeOf(outgoing) };
    }
    const wish = next.editorial.transitionIn;
    if (excludes(outgoing, wish)) notices.push(leftOut(shot, next));
    const join = [wish, outgoing].find((candidate) => candidate.kind !== "cut" && candidate.frames > 0);
    return {
      fadeInFrames: fadeOf(incoming),
      fadeOutFrames: overlaps(wish) ? 0 : fadeOf(outgoing),
      ...(join !== undefined && overlaps(join) ? { joinNext: join } : {}),
    };
  });
}

function overlaps(transition: Transition): boolean {
  return (transition.kind === "dissolve" || transition.kind === "wipe") && transition.frames > 0;
}

function fadeOf(transition: Transition): number {
  return transition.kind === "fade-in" || transition.kind === "fade-out" ? transition.frames : 0;
}

function excludes(outgoing: Transition, incoming: Transition): boolean {
  if (overlaps(incoming))
    return outgoing.frames > 0 && (outgoing.kind !== incoming.kind || outgoing.frames !== incoming.frames);
  return overlaps(outgoing) && incoming.frames > 0;
}

function leftOut(from: Shot, to: Shot): Notice {
  const [outgoing, incoming] = [from.editorial.transitionOut, to.editorial.transitionIn];
  const says = `${from.id} asks for a ${words(outgoing)} and ${to.id} for a ${words(incoming)} at the same cut: the ${words(incoming)} of ${to.id} is done`;
  return { code: "transition-left-out", severity: "warning", says, shot: from.id };
}

function withNothing(shot: Shot, transition: Transition, side: "from" | "into"): Notice {
  const place = side === "from" ? "begins" : "ends";
  const hint = side === "from" ? "fade-in" : "fade-out";
  const says = `${shot.id} ${place} the episode, there is nothing to ${transition.kind} ${side}: it is a cut (for black write ${hint})`;
  return { code: "transition-left-out", severity: "warning", says, shot: shot.id };
}

function words(transition: Transition): string {
  return `${transition.kind} of ${transition.frames} frames`;
}

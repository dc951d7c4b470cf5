import type { Shot } from "../production.ts";
import type { LintRequest } from "./lint-episode.ts";

/** Chained shots in a row after which the loss of sharpness is seen. */
const CHAIN_LENGTH_MAX = 3;

/** Chains lead to an active shot before them, never in a circle, and rarely far. */
export function lintChains({ episode, file, findings }: LintRequest): void {
  const byId = new Map(episode.shots.map((shot) => [shot.id, shot]));
  for (const [index, shot] of episode.shots.entries()) {
    const from = shot.intent.chain?.from;
    if (from === undefined || shot.status === "omit") continue;
    const place = { file, pointer: `${shot.at.pointer}/chain` };
    const upstream = byId.get(from);
    if (upstream === undefined) {
      findings.error("UNKNOWN_SHOT", place, `${shot.id} is chained to ${from}, which is not in this episode`);
      continue;
    }
    if (isCyclic(shot, byId)) {
      findings.error(
        "CHAIN_CYCLE",
        place,
        `${shot.id} is chained in a circle: ${circle(shot, byId)}`,
        "one shot of a chain starts from its own first picture",
      );
      continue;
    }
    if (upstream.status !== "active")
      findings.error(
        "CHAIN_UPSTREAM",
        place,
        `${shot.id} starts from the last picture of ${from}, which is ${upstream.status === "hold" ? "on hold" : "omitted"}`,
      );
    else if (episode.shots.indexOf(upstream) > index)
      findings.error(
        "CHAIN_UPSTREAM",
        place,
        `${shot.id} starts from the last picture of ${from}, which comes after it`,
      );
    const length = chainLength(shot, byId);
    if (length > CHAIN_LENGTH_MAX)
      findings.warning(
        "CHAIN_LONG",
        place,
        `${shot.id} is number ${length} in a chain: each hop softens the picture`,
        "start the chain anew with a shot of its own",
      );
  }
}

function upstreamOf(shot: Shot, byId: ReadonlyMap<string, Shot>): Shot | undefined {
  const from = shot.intent.chain?.from;
  return from === undefined ? undefined : byId.get(from);
}

function isCyclic(shot: Shot, byId: ReadonlyMap<string, Shot>): boolean {
  const seen = new Set<string>();
  for (let current: Shot | undefined = shot; current !== undefined; current = upstreamOf(current, byId)) {
    if (seen.has(current.id)) return true;
    seen.add(current.id);
  }
  return false;
}

function circle(shot: Shot, byId: ReadonlyMap<string, Shot>): string {
  const names: string[] = [];
  for (
    let current: Shot | undefined = shot;
    current !== undefined && !names.includes(current.id);
    current = upstreamOf(current, byId)
  )
    names.push(current.id);
  return [...names, shot.id].join(" <- ");
}

/** Chained shots up to and with this one; a free-standing shot has length 0. */
function chainLength(shot: Shot, byId: ReadonlyMap<string, Shot>): number {
  let length = 0;
  for (let current = upstreamOf(shot, byId); current !== undefined; current = upstreamOf(current, byId)) length += 1;
  return length;
}

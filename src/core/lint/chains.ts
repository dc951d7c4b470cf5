import { didYouMean } from "../nearest-word.ts";
import { within } from "../resolve/findings.ts";
import type { DeclaredShot } from "./declared-shots.ts";
import type { LintRequest } from "./lint-episode.ts";

/** Chained shots in a row after which the loss of sharpness is seen. */
const CHAIN_LENGTH_MAX = 3;

type ChainedShot = DeclaredShot & { readonly id: string };

/** Chains lead to an active shot before them, never in a circle, and rarely far. */
export function lintChains(request: LintRequest): void {
  const shots = new Map<string, ChainedShot>();
  for (const shot of request.declared)
    if (shot.id !== undefined && !shots.has(shot.id)) shots.set(shot.id, { ...shot, id: shot.id });
  const order = new Map([...shots.keys()].map((id, index) => [id, index]));
  for (const shot of shots.values())
    if (shot.chainedTo !== undefined && shot.status !== "omit") lintChain(request, shot, shots, order);
}

function lintChain(
  { findings }: LintRequest,
  shot: ChainedShot,
  shots: ReadonlyMap<string, ChainedShot>,
  order: ReadonlyMap<string, number>,
): void {
  const place = within(shot.place, "chain");
  const from = shot.chainedTo ?? "";
  const upstream = shots.get(from);
  if (upstream === undefined) {
    const says = `${shot.id} is chained to ${from}, which is not in this episode`;
    findings.error("UNKNOWN_SHOT", place, says, didYouMean(from, [...shots.keys()]));
    return;
  }
  const way = upstreamOf(shot, shots);
  if (way.includes(shot.id)) {
    // Said once, at the shot that comes first in the cut: it is the one that is chained to a later one.
    const own = order.get(shot.id) ?? 0;
    if (way.some((id) => (order.get(id) ?? 0) < own)) return;
    const circle = [shot.id, ...way.slice(0, way.indexOf(shot.id) + 1)].join(" <- ");
    const hint = "one shot of a chain starts from its own first picture";
    findings.error("CHAIN_CYCLE", place, `${shot.id} is chained in a circle: ${circle}`, hint);
    return;
  }
  const starts = `${shot.id} starts from the last picture of ${from}`;
  if (upstream.status !== "active")
    findings.error(
      "CHAIN_UPSTREAM",
      place,
      `${starts}, which is ${upstream.status === "hold" ? "on hold" : "omitted"}: there will be no picture`,
      `make ${from} active, or leave chain: out`,
    );
  else if ((order.get(from) ?? 0) > (order.get(shot.id) ?? 0))
    findings.error("CHAIN_UPSTREAM", place, `${starts}, which comes after it`, "chain it to a shot before it");
  // Said once for a chain, at the first shot that is too far from its beginning.
  if (way.length === CHAIN_LENGTH_MAX + 1)
    findings.warning(
      "CHAIN_LONG",
      place,
      `${shot.id} is chained over ${way.length} shots: each one softens the picture a little more`,
      "start the chain anew with a shot of its own",
    );
}

/** Ids of the shots a shot hangs on, nearest first, up to the one where the chain starts or closes. */
function upstreamOf(shot: ChainedShot, shots: ReadonlyMap<string, ChainedShot>): readonly string[] {
  const way: string[] = [];
  for (let id = shot.chainedTo; id !== undefined && !way.includes(id); id = shots.get(id)?.chainedTo)
    if (shots.has(id)) way.push(id);
    else break;
  return way;
}

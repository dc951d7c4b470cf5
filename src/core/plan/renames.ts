import { BASIS_ALGORITHMS, type BasisAlgorithms, sameBasis, withPartsOf, withRenamedUpstream } from "../basis-of.ts";
import type { EpisodeState, ShotState } from "../episode-state.ts";
import { type Episode, type Shot, TIERS } from "../production.ts";
import { withRenamedIds } from "../renamed-ids.ts";
import { circledTake } from "./standing-take.ts";

/** Shots that only changed their number: new id -> id under which the journal knows them. */
export type Renames = ReadonlyMap<string, string>;

/**
 * A shot id that is gone and a new one of the same basis are one shot under a new number: free. Shots are matched in
 * cut order, so that two equal shots keep theirs; the upstream frame is left out, because it says nothing about the id.
 */
export function findRenames(
  episode: Episode,
  state: EpisodeState,
  algorithms: BasisAlgorithms = BASIS_ALGORITHMS,
): Renames {
  const present = new Set(episode.shots.map((shot) => shot.id));
  const gone = Object.keys(state.shots)
    .sort()
    .filter((id) => !present.has(id) && TIERS.some((tier) => circledTake(state.shots[id], tier) !== undefined));
  const renames = new Map<string, string>();
  const now = knownRenames(state);
  for (const shot of inChainOrder(episode.shots)) {
    if (hasHistory(state.shots[shot.id])) continue;
    const was = gone.find((id) => !taken(renames, id) && wasMadeFor(state.shots[id], shot, now, algorithms));
    if (was === undefined) continue;
    renames.set(shot.id, was);
    now.set(was, shot.id);
  }
  return renames;
}

function taken(renames: Renames, id: string): boolean {
  return [...renames.values()].includes(id);
}

function hasHistory(state: ShotState | undefined): boolean {
  return state !== undefined && (state.takes.length > 0 || state.attempts.length > 0);
}

function wasMadeFor(
  state: ShotState | undefined,
  shot: Shot,
  now: ReadonlyMap<string, string>,
  algorithms: BasisAlgorithms,
): boolean {
  return TIERS.some((tier) => {
    const take = circledTake(state, tier);
    const algorithm = take === undefined ? undefined : algorithms[take.basis.algorithm];
    if (take === undefined || algorithm === undefined) return false;
    const wanted = algorithm(shot, {});
    return [take.basis, state?.kept[take.id]?.basis].some((basis) => {
      if (basis === undefined) return false;
      const made = withRenamedIds(withRenamedUpstream(basis, now), wanted);
      return sameBasis(
        made,
        withPartsOf(wanted, made, (key) => key.startsWith("upstream/")),
      );
    });
  });
}

/** Former id -> id of today, for every rename the journal has recorded. */
export function knownRenames(state: EpisodeState): Map<string, string> {
  const now = new Map<string, string>();
  for (const [id, shot] of Object.entries(state.shots)) for (const former of shot.formerIds) now.set(former, id);
  return now;
}

/** Every shot after the one it starts from; otherwise in cut order. Chains have no cycles: the loader refuses them. */
export function inChainOrder(shots: readonly Shot[]): Shot[] {
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  const ordered = new Set<Shot>();
  const visit = (shot: Shot, path: ReadonlySet<string>): void => {
    if (ordered.has(shot)) return;
    if (path.has(shot.id)) throw new Error(`shotlock bug: the chain of ${shot.id} comes back to it`);
    const from = shot.intent.chain === undefined ? undefined : byId.get(shot.intent.chain.from);
    if (from !== undefined) visit(from, new Set([...path, shot.id]));
    ordered.add(shot);
  };
  for (const shot of shots) visit(shot, new Set());
  return [...ordered];
}

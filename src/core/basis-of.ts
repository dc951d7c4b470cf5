import { BASIS_ALGORITHM, type Basis } from "./basis.ts";
import { type Digest, digestOf } from "./digest.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Shot } from "./production.ts";
import { invariant } from "./result.ts";

/** Digest of the last frame of each upstream shot; null or absent while that picture is not made. */
export type UpstreamFrames = { readonly [shot: string]: Digest | null | undefined };

export type BasisAlgorithm = (shot: Shot, upstream: UpstreamFrames) => Basis;
export type BasisAlgorithms = { readonly [version: number]: BasisAlgorithm };

/**
 * Every algorithm a lock may name, kept for ever: a take is compared by the one it was made with, so that a new version
 * of the program never makes a shot stale (promise 7 of .github/ARCHITECTURE.md).
 */
export const BASIS_ALGORITHMS: BasisAlgorithms = { 1: basisByAlgorithm1 };

/** What a take of this shot is to be made from, by the current algorithm or by the `version` an older take names. */
export function basisOf(
  shot: Shot,
  upstream: UpstreamFrames,
  version: number = BASIS_ALGORITHM,
  algorithms: BasisAlgorithms = BASIS_ALGORITHMS,
): Basis {
  const algorithm = algorithms[version];
  invariant(algorithm !== undefined, `no digest algorithm ${version}`);
  return algorithm(shot, upstream);
}

/** Digests the intent, every bible part, the upstream frame of a chained shot, and a shot's own footage. */
function basisByAlgorithm1(shot: Shot, upstream: UpstreamFrames): Basis {
  const intent = shot.intent as unknown as JsonObject;
  const values: Record<string, JsonObject> = { ...shot.parts, ...sourcePart(shot) };
  const chain = shot.intent.chain;
  if (chain !== undefined) values[upstreamKey(chain.from)] = { frame: upstream[chain.from] ?? null };
  return { algorithm: 1, intent: { digest: digestOf(intent), value: intent }, parts: digestParts(values) };
}

/** Footage that a person provides is bound by its bytes; its path is only a label and may change freely. */
function sourcePart(shot: Shot): { [dependency: string]: JsonObject } {
  const source = shot.source;
  if (source.kind === "provided") return { "source/provided": { sha256: source.sha256 } };
  if (source.kind === "take") {
    const value: Record<string, Json> = { episode: source.episode, shot: source.shot };
    if (source.sha256 !== undefined) value["sha256"] = source.sha256;
    return { "source/take": value };
  }
  return {};
}

export function upstreamKey(shot: string): string {
  return `upstream/${shot}`;
}

function digestParts(values: { readonly [dependency: string]: JsonObject }): Basis["parts"] {
  const keys = Object.keys(values).sort();
  return Object.fromEntries(
    keys.map((key) => [key, { digest: digestOf(values[key] ?? {}), value: values[key] ?? {} }]),
  );
}

/** Same intent and the same parts, by their digests. */
export function sameBasis(one: Basis, other: Basis): boolean {
  const keys = Object.keys(one.parts);
  return (
    one.intent.digest === other.intent.digest &&
    keys.length === Object.keys(other.parts).length &&
    keys.every((key) => one.parts[key]?.digest === other.parts[key]?.digest)
  );
}

/** The same basis under the names shots have today: a renamed upstream shot makes no follower stale. */
export function withRenamedUpstream(basis: Basis, now: ReadonlyMap<string, string>): Basis {
  const chain = basis.intent.value["chain"] as { readonly from: string } | undefined;
  const to = chain === undefined ? undefined : now.get(chain.from);
  if (chain === undefined || to === undefined) return basis;
  const intent: JsonObject = { ...basis.intent.value, chain: { ...chain, from: to } };
  const parts = Object.entries(basis.parts).map(([key, part]) => [
    key === upstreamKey(chain.from) ? upstreamKey(to) : key,
    part,
  ]);
  return { ...basis, intent: { digest: digestOf(intent), value: intent }, parts: Object.fromEntries(parts) };
}

/** `basis` with the chosen parts taken from `other` where both have them: frozen bible, or a frame not known yet. */
export function withPartsOf(basis: Basis, other: Basis, choose: (key: string) => boolean): Basis {
  const parts = Object.entries(basis.parts).map(([key, part]) => [
    key,
    choose(key) ? (other.parts[key] ?? part) : part,
  ]);
  return { ...basis, parts: Object.fromEntries(parts) };
}

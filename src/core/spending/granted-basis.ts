import type { Basis } from "../basis.ts";
import { type Digest, digestOf } from "../digest.ts";

/**
 * What a grant names of a shot: its intent and every bible part, by their digests. The frame that a chained shot starts from
 * is left out: it comes to be by the granted plan itself, and nobody could name it before.
 */
export function grantedBasis(basis: Basis): Digest {
  const parts = Object.entries(basis.parts).filter(([key]) => !key.startsWith("upstream/"));
  return digestOf({
    algorithm: basis.algorithm,
    intent: basis.intent.digest,
    parts: Object.fromEntries(parts.map(([key, part]) => [key, part.digest])),
  });
}

import type { Catalogue } from "../core/catalogue.ts";
import { gateVocabulary } from "../core/gate-vocabulary.ts";
import type { KnownNames } from "../core/known-names.ts";
import { gates } from "../gates/registry.ts";

/** Engines of the catalogue and gates of this build, for names that a production writes down. */
export function knownNames(catalogue: Catalogue | undefined): KnownNames {
  return { ...(catalogue === undefined ? {} : { catalogue }), gates: gateVocabulary(gates) };
}

import type { Catalogue } from "./catalogue.ts";
import type { GateVocabulary } from "./gate-vocabulary.ts";

/**
 * Names that a production may use and that stand outside of its YAML. What is not given here is not checked: a name is
 * only called unknown where all known ones are at hand.
 */
export interface KnownNames {
  readonly catalogue?: Catalogue;
  /** Installed gates with their limits, and the words that set them aside. */
  readonly gates?: GateVocabulary;
}

import type { Catalogue } from "./catalogue.ts";

/**
 * Names that a production may use and that stand outside of its YAML. What is not given here is not checked: a name is
 * only called unknown where all known ones are at hand.
 */
export interface KnownNames {
  readonly catalogue?: Catalogue;
  /** Gates of this build, and the names of the limits of each. */
  readonly gates?: Readonly<Record<string, readonly string[]>>;
  /** Words of `gates.allow` beside the gates' own names. */
  readonly allowWords?: readonly string[];
}

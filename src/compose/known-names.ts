import type { Catalogue } from "../core/catalogue.ts";
import type { KnownNames } from "../core/known-names.ts";
import { gates } from "../gates/registry.ts";

/** Engines of the catalogue and gates of this build, for names that a production writes down. */
export function knownNames(catalogue: Catalogue | undefined): KnownNames {
  const allowances = gates.flatMap((gate) => ("allowances" in gate ? (gate.allowances as readonly string[]) : []));
  return {
    ...(catalogue === undefined ? {} : { catalogue }),
    gates: Object.fromEntries(gates.map((gate) => [gate.id, Object.keys(gate.limits)])),
    ...(allowances.length === 0 ? {} : { allowWords: allowances }),
  };
}

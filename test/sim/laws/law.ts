import type { Evidence } from "../evidence.ts";

/** Something that must hold of every history, whatever the scenario. It knows nothing of faults that were planned. */
export interface Law {
  readonly name: string;
  /** One sentence for each breach; none when the law holds. */
  check(evidence: Evidence): readonly string[];
}

import type { Catalogue } from "../catalogue.ts";
import type { LaneKind } from "./under-way.ts";

/** What the catalogue says of how many jobs an engine runs at once, and whose limit it is. */
export interface DeclaredLimit {
  readonly lane: LaneKind;
  /** Absent when nobody declares it: then it is learned from what has been seen to run. */
  readonly running?: number;
}

/** An engine that draws on this machine is bounded by its cores, not by an account: it has no lane. */
export function declaredLimit(catalogue: Catalogue, account: string): DeclaredLimit | undefined {
  const engine = catalogue.engines.find((candidate) => candidate.id === account);
  if (engine === undefined) return { lane: "account" };
  if (engine.local && !engine.needsAddress) return undefined;
  const { scope, running } = engine.concurrency;
  return { lane: scope === "model" ? "endpoint" : "account", ...(running === undefined ? {} : { running }) };
}

import { type Digest, digestOf } from "../digest.ts";
import type { Json } from "../json.ts";
import type { Evidence } from "./evidence.ts";

/** The same evidence is asked for once a shot: remembered while it is in use. */
const REMEMBERED = new WeakMap<Evidence["models"], WeakMap<Evidence["latencies"], Digest>>();

/** Digest of what a choice may rest on: takes, jobs and alarms, not who is working on what. Undefined without any. */
export function evidenceDigest({ models, latencies }: Evidence): Digest | undefined {
  if (Object.keys(models).length === 0 && Object.keys(latencies).length === 0) return undefined;
  const byModels = REMEMBERED.get(models) ?? new WeakMap<Evidence["latencies"], Digest>();
  REMEMBERED.set(models, byModels);
  const known = byModels.get(latencies);
  if (known !== undefined) return known;
  const digest = digestOf({ models, latencies } as unknown as Json);
  byModels.set(latencies, digest);
  return digest;
}

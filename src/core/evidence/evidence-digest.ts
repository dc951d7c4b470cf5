import { type Digest, digestOf } from "../digest.ts";
import type { Json } from "../json.ts";
import type { Evidence } from "./evidence.ts";

type Grounds = Pick<Evidence, "reported" | "latencies">;

/** The same evidence is asked for once a shot: the last answer is remembered while it is in use. */
const REMEMBERED = new WeakMap<Evidence["models"], Grounds & { readonly digest: Digest }>();

/** Digest of what a choice may rest on: takes, versions, jobs and alarms, not who is working on what. Undefined without any. */
export function evidenceDigest({ models, reported, latencies }: Evidence): Digest | undefined {
  if (Object.keys(models).length === 0 && Object.keys(latencies).length === 0) return undefined;
  const known = REMEMBERED.get(models);
  if (known?.reported === reported && known.latencies === latencies) return known.digest;
  const digest = digestOf({ models, reported, latencies } as unknown as Json);
  REMEMBERED.set(models, { reported, latencies, digest });
  return digest;
}

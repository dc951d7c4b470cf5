import type { Basis } from "./basis.ts";
import type { Digest } from "./digest.ts";
import type { Charge, EngineFailure } from "./failure.ts";
import type { ConformRecord } from "./journal-events.ts";
import type { JsonObject } from "./json.ts";
import type { Micros } from "./money.ts";
import type { Tier } from "./production.ts";
import type { Receipt } from "./route-decision.ts";
import type { AttemptSummary, EngineIdentity, Judgement, Licence, MediaFacts, Take } from "./take.ts";

/** Where an attempt stands; .github/ARCHITECTURE.md, "Words". */
export type AttemptStanding =
  | "intent"
  | "submitted"
  | "done"
  | "fetched"
  | "judged"
  | "accepted"
  | "set-aside"
  | "refused"
  | "failed"
  | "in-doubt"
  | "abandoned";

export interface AttemptState {
  readonly attempt: string;
  readonly number: number;
  readonly shot: string;
  readonly tier: Tier;
  /** Take id reserved for it, `v003`. */
  readonly take: string;
  readonly standing: AttemptStanding;
  readonly identity: EngineIdentity;
  readonly licence: Licence;
  readonly reserveMicros: Micros;
  readonly grant: string;
  readonly seed: string;
  readonly basis: Basis;
  readonly orderDigest: Digest;
  readonly order: JsonObject;
  readonly receipt: Receipt;
  readonly operator: string;
  readonly reassignedFrom?: string;
  readonly reassignedBecause?: string;
  readonly job?: JsonObject;
  readonly charge?: Charge;
  readonly failure?: EngineFailure;
  readonly raw?: Digest;
  readonly facts?: MediaFacts;
  readonly judgement?: Judgement;
  readonly intendedAt: string;
  /** When the engine took it, when it was first seen to wait in its queue, and to run. A journal of 0.1.0 tells only the first. */
  readonly submittedAt?: string;
  readonly heldAt?: string;
  readonly runningAt?: string;
  /** The run that began it. */
  readonly run: string;
  /** When it was refused or had failed, or was given up. */
  readonly endedAt?: string;
  readonly account?: string;
  /** A person gave it up: with a licence for another one in its place, or for good. */
  readonly givenUp?: "resubmit" | "dropped";
  /** It was given up as slow, and its engine has since had the last word: nothing more will come of it. */
  readonly isClosed?: true;
}

export interface ShotState {
  readonly shot: string;
  /** Oldest first, accepted and set aside alike. */
  readonly takes: readonly Take[];
  readonly attempts: readonly AttemptState[];
  /** The circled take per tier. */
  readonly circled: { readonly [tier in Tier]?: string };
  /** Basis a person kept a take for, by take id: it counts instead of the take's own. */
  readonly kept: {
    readonly [take: string]: { readonly basis: Basis; readonly reason: string; readonly operator: string };
  };
  /** Retakes asked for and not yet answered by a newer accepted take of the tier. */
  readonly retakes: readonly {
    readonly tier: Tier;
    readonly reason: string;
    readonly operator: string;
    readonly at: string;
  }[];
  /** Attempts of a journal that is gone, as the lock tells of them; absent when it tells of none. */
  readonly told?: readonly AttemptSummary[];
  /** Former ids of this shot, oldest first. */
  readonly formerIds: readonly string[];
}

/** Pure fold of the journal for one episode; or, without a journal, what its lock says. */
export interface EpisodeState {
  readonly show: string;
  readonly episode: string;
  readonly head: Digest | null;
  readonly sequence: number;
  readonly shots: { readonly [shot: string]: ShotState };
  readonly conformed: { readonly [tier in Tier]?: ConformRecord };
  readonly lock: { readonly serial: number; readonly digest: Digest } | null;
}

/** State of an episode of which nothing was ever made. */
export function emptyEpisodeState(show: string, episode: string): EpisodeState {
  return { show, episode, head: null, sequence: 0, shots: {}, conformed: {}, lock: null };
}

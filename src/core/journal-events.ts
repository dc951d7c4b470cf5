import type { Basis } from "./basis.ts";
import type { Digest } from "./digest.ts";
import type { Charge, EngineFailure } from "./failure.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Micros } from "./money.ts";
import type { Tier } from "./production.ts";
import type { Exclusion, Receipt } from "./route-decision.ts";
import type { EngineIdentity, Judgement, Licence, MediaFacts, Take } from "./take.ts";

/** Who and when; on every event. `at` is ISO 8601 in UTC. */
interface Stamp {
  readonly at: string;
  readonly run: string;
  readonly operator: string;
  readonly show: string;
  readonly episode: string;
}

/** Every event there is, noun-verb in the past. State is a pure fold over them (core/journal-state). */
export type JournalEvent = Stamp &
  (
    | {
        readonly type: "run.started";
        readonly tool: string;
        readonly fencing: number;
        readonly tier: Tier;
        readonly plan: Digest;
        /** Engines that are out for every shot of the run: said once. */
        readonly excluded?: readonly Exclusion[];
      }
    | { readonly type: "run.ended"; readonly outcome: "done" | "waits" | "failed" | "stopped" }
    | {
        readonly type: "attempt.intended";
        readonly shot: string;
        readonly attempt: string;
        readonly number: number;
        readonly tier: Tier;
        readonly take: string;
        readonly identity: EngineIdentity;
        readonly licence: Licence;
        readonly reserveMicros: Micros;
        /** Grant id, or `auto` below the auto line, or `free` for an engine that costs nothing. */
        readonly grant: string;
        readonly seed: string;
        readonly basis: Basis;
        readonly orderDigest: Digest;
        readonly order: JsonObject;
        readonly receipt: Receipt;
        /** The endpoint that would have come first, or was tried before, and why it is another one. */
        readonly reassignedFrom?: string;
        readonly reassignedBecause?: string;
        /** Account it is billed to, by its name in the configuration; absent: the engine's only one. */
        readonly account?: string;
      }
    | {
        readonly type: "attempt.submitted";
        readonly shot: string;
        readonly attempt: string;
        readonly job: JsonObject;
        /** A person found the job in the vendor's list; absent: the run got it. */
        readonly by?: "person";
      }
    /** The engine has it and has not begun with it for a while: more than it runs at once. Written at most once. */
    | { readonly type: "attempt.held"; readonly shot: string; readonly attempt: string }
    /** The engine was first heard to work on it: parts the time in its queue from the time it takes. */
    | { readonly type: "attempt.running"; readonly shot: string; readonly attempt: string }
    | {
        readonly type: "attempt.done";
        readonly shot: string;
        readonly attempt: string;
        readonly charge: Charge;
        readonly modelVersion?: string;
      }
    | {
        readonly type: "attempt.fetched";
        readonly shot: string;
        readonly attempt: string;
        readonly raw: Digest;
        readonly facts: MediaFacts;
      }
    | {
        readonly type: "attempt.judged";
        readonly shot: string;
        readonly attempt: string;
        readonly judgement: Judgement;
      }
    | {
        readonly type: "attempt.refused";
        readonly shot: string;
        readonly attempt: string;
        readonly failure: EngineFailure;
      }
    | {
        readonly type: "attempt.failed";
        readonly shot: string;
        readonly attempt: string;
        readonly failure: EngineFailure;
      }
    | { readonly type: "attempt.doubted"; readonly shot: string; readonly attempt: string; readonly says: string }
    | {
        readonly type: "attempt.abandoned";
        readonly shot: string;
        readonly attempt: string;
        readonly reason: string;
        /** What is known of the bill; absent: nothing was ever owed. */
        readonly charge?: Charge;
        readonly by?: "run" | "person";
        /** A person's licence for one more attempt in its place. */
        readonly resubmit?: boolean;
      }
    /** A person's word on the bill of an attempt that has ended, from the vendor's dashboard or invoice. */
    | {
        readonly type: "attempt.settled";
        readonly shot: string;
        readonly attempt: string;
        readonly charge: Charge;
        readonly reason: string;
      }
    | { readonly type: "take.accepted"; readonly shot: string; readonly attempt?: string; readonly take: Take }
    | { readonly type: "take.set-aside"; readonly shot: string; readonly attempt?: string; readonly take: Take }
    | {
        readonly type: "take.circled";
        readonly shot: string;
        readonly tier: Tier;
        readonly take: string;
        readonly reason?: string;
      }
    | {
        readonly type: "take.kept";
        readonly shot: string;
        readonly tier: Tier;
        readonly take: string;
        readonly basis: Basis;
        readonly reason: string;
      }
    | { readonly type: "retake.asked"; readonly shot: string; readonly tier: Tier; readonly reason: string }
    | { readonly type: "shot.renamed"; readonly shot: string; readonly was: string }
    | { readonly type: "episode.conformed"; readonly tier: Tier; readonly record: ConformRecord }
    | {
        readonly type: "lock.signed";
        readonly serial: number;
        readonly lock: Digest;
        readonly previous: Digest | null;
        readonly head: Digest | null;
      }
    /** A clone or a lost disk: the committed lock's projection becomes the beginning of a new journal. */
    | { readonly type: "journal.restored"; readonly lock: Digest; readonly document: JsonObject }
    | ({ readonly type: "grant.written" } & GrantContents)
    /** Nothing more is ordered in the whole repository until it is taken back. */
    | { readonly type: "spending.stopped"; readonly reason: string }
    | { readonly type: "spending.resumed"; readonly reason: string }
    | { readonly type: "note.written"; readonly says: string; readonly data?: Json }
  );
export type EventType = JournalEvent["type"];

/** Permission to spend, without who and when. */
export interface GrantContents {
  readonly grant: string;
  /** Digest of the plan that was seen. */
  readonly plan: Digest;
  readonly tier: Tier;
  readonly expectedMicros: Micros;
  /** Most that may be spent under it, over all its shots. */
  readonly ceilingMicros: Micros;
  readonly expiresAt: string;
  readonly shots: readonly GrantedShot[];
}

/** What a grant allows for one shot. */
export interface GrantedShot {
  readonly shot: string;
  /** Digest of intent and parts (core/spending/granted-basis.ts): another picture needs another grant. */
  readonly basis: Digest;
  readonly expectedMicros: Micros;
  readonly ceilingMicros: Micros;
  /** Endpoints that may make it, failover included. */
  readonly endpoints: readonly string[];
}

/** One shot's place in a conformed episode. Frames are counted in the mezzanine and in the record (programme) time. */
export interface ConformEntry {
  readonly shot: string;
  readonly take?: string;
  readonly tier?: Tier;
  /** Digest of the signed take the mezzanine was made from; absent for a slate. */
  readonly media?: Digest;
  readonly mezzanine: Digest;
  /** SHA-256 over the decoded mezzanine frames used. */
  readonly essence: Digest;
  readonly recordInFrames: number;
  readonly durationFrames: number;
  readonly temporary: boolean;
}
export interface ConformRecord {
  readonly media: Digest;
  readonly bytes: number;
  readonly frames: number;
  readonly manifestUrn: string;
  readonly manifestSha256: Digest;
  /** Digest of cut inputs: what would have to change for another conform. */
  readonly inputs: Digest;
  readonly entries: readonly ConformEntry[];
  readonly contactSheet?: Digest;
}

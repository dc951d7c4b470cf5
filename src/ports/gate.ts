import type { ShotOrder } from "../core/order.ts";
import type { GatePolicy } from "../core/production.ts";
import type { GateReading } from "../core/take.ts";
import type { MediaTools } from "./media.ts";

/** A measured check of one take. Several gates share passes over the file through `measures`, which runs each pass once. */
export interface Gate {
  readonly id: string;
  readonly title: string;
  /** Words of `allow:` that set it aside, beside its own id: a person says that it is so on purpose. */
  readonly allowances?: readonly string[];
  /** Limits it knows, with their defaults as decimal strings and a source. */
  readonly limits: Readonly<Record<string, GateLimit>>;
  measure(take: TakeUnderJudgement, desk: GateDesk): Promise<GateReading>;
}
export interface GateLimit {
  readonly value: string;
  readonly says: string;
}
export interface TakeUnderJudgement {
  readonly path: string;
  readonly order: ShotOrder;
  readonly policy: GatePolicy;
}
export interface GateDesk {
  readonly media: MediaTools;
  readonly signal: AbortSignal;
  /** Scratch folder for evidence pictures. */
  readonly directory: string;
}

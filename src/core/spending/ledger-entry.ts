import type { Digest } from "../digest.ts";
import type { AttemptStanding } from "../episode-state.ts";
import type { Charge } from "../failure.ts";
import { OPEN_STANDINGS } from "../journal-state/fold-attempt.ts";
import type { Micros } from "../money.ts";
import type { Tier } from "../production.ts";
import type { EngineIdentity, Licence } from "../take.ts";

/** One attempt in the books. */
export interface LedgerEntry {
  readonly attempt: string;
  readonly number: number;
  readonly show: string;
  readonly episode: string;
  /** Under the number it has today. */
  readonly shot: string;
  /** Absent when only a lock tells of it. */
  readonly tier?: Tier;
  readonly take?: string;
  readonly identity: EngineIdentity;
  /** Whose quota and bill; the engine's name when the configuration names no account for it. */
  readonly account: string;
  readonly licence: Licence;
  readonly grant: string;
  readonly operator: string;
  readonly run: string;
  /** Time of the intent, ISO 8601 in UTC. */
  readonly at: string;
  /** `2026-11`: the month of the intent. */
  readonly month: string;
  readonly reserveMicros: Micros;
  readonly standing: AttemptStanding;
  /** The vendor's id of the job, as it stands in its dashboard and on its bill. */
  readonly job?: string;
  readonly charge: Charge | undefined;
  readonly endedAt?: string;
  /** Digest of what was to be made, as a grant names it. */
  readonly basis?: Digest;
  /** True when only a lock tells of it: the journal it was made in is gone. */
  readonly restored: boolean;
}

/**
 * The money of one attempt. Always `reserved + over = held + charged + refunded`: what was set aside is owed, paid, or free
 * again, and what a vendor took beyond it is told apart.
 */
export interface Amounts {
  readonly reservedMicros: Micros;
  /** Under way, in doubt, or ended with a bill that nobody knows yet. */
  readonly heldMicros: Micros;
  readonly chargedMicros: Micros;
  /** Reserved and in the end not taken. */
  readonly refundedMicros: Micros;
  /** Paid, or perhaps to be paid, for what gave no accepted take. */
  readonly wastedMicros: Micros;
  /** Taken beyond what was reserved: the vendor's bill is not what it said before. */
  readonly overMicros: Micros;
  /** Held and charged. */
  readonly committedMicros: Micros;
}

/** Endings without an accepted take. */
const LOST: ReadonlySet<AttemptStanding> = new Set(["set-aside", "refused", "failed", "abandoned"]);

export function amountsOf(entry: Pick<LedgerEntry, "standing" | "charge" | "reserveMicros">): Amounts {
  const { standing, charge, reserveMicros } = entry;
  const heldMicros = heldOf(entry);
  const chargedMicros = charge?.certainty === "known" ? charge.micros : 0;
  const committedMicros = heldMicros + chargedMicros;
  return {
    reservedMicros: reserveMicros,
    heldMicros,
    chargedMicros,
    refundedMicros: Math.max(0, reserveMicros - committedMicros),
    wastedMicros: LOST.has(standing) ? committedMicros : 0,
    overMicros: Math.max(0, committedMicros - reserveMicros),
    committedMicros,
  };
}

function heldOf(entry: Pick<LedgerEntry, "standing" | "charge" | "reserveMicros">): Micros {
  const { charge, reserveMicros } = entry;
  if (charge === undefined) return isOpenEntry(entry) ? reserveMicros : 0;
  return charge.certainty === "unknown" ? charge.atMostMicros : 0;
}

/** Something may still come of it. */
export function isOpenEntry({ standing }: Pick<LedgerEntry, "standing">): boolean {
  return OPEN_STANDINGS.has(standing) || standing === "in-doubt";
}

const NOTHING: Amounts = {
  reservedMicros: 0,
  heldMicros: 0,
  chargedMicros: 0,
  refundedMicros: 0,
  wastedMicros: 0,
  overMicros: 0,
  committedMicros: 0,
};

export function sumOfAmounts(entries: readonly LedgerEntry[]): Amounts {
  return entries.map(amountsOf).reduce(
    (sum, one) => ({
      reservedMicros: sum.reservedMicros + one.reservedMicros,
      heldMicros: sum.heldMicros + one.heldMicros,
      chargedMicros: sum.chargedMicros + one.chargedMicros,
      refundedMicros: sum.refundedMicros + one.refundedMicros,
      wastedMicros: sum.wastedMicros + one.wastedMicros,
      overMicros: sum.overMicros + one.overMicros,
      committedMicros: sum.committedMicros + one.committedMicros,
    }),
    NOTHING,
  );
}

/** `2026-11-22T10:00:00.000Z` -> `2026-11`. */
export function monthOf(at: string): string {
  return at.slice(0, "2026-11".length);
}

/** Key of an attempt in the books; an attempt's own key is unique within its episode. */
export function entryKey(of: { readonly show: string; readonly episode: string }, attempt: string): string {
  return `${of.show}/${of.episode}/${attempt}`;
}

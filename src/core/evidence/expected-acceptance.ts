import type { Evidence, Tally, VersionRecord } from "./evidence.ts";
import type { Staging } from "./staging.ts";
import { NOTHING, plus, weigh, weighOthers } from "./tally.ts";

/** Takes the published prior counts as; decided by test/bench/routing on seeds of its own (decision 0014). */
const PRIOR_MILLI = 3_000;
/** Share of a take of another staging that counts here, and the most all of them may weigh. */
const SIBLINGS_PER_MILLE = 150;
/** A new version begins with what the versions before it left, at most so much. */
const INHERITED_MAX_MILLI = 2_000;
const SHARE_MIN = 20;
const SHARE_MAX = 980;

export interface AcceptanceQuestion {
  readonly model: string;
  readonly version: string;
  readonly staging: Staging;
  readonly day: string;
}

export interface ExpectedAcceptance {
  readonly perMille: number;
  /** Thousandths of a take behind it, the prior's included: what its uncertainty is worked out from. */
  readonly weightMilli: number;
  /** Own takes of this version and staging, and of this version in all. */
  readonly own: Pick<Tally, "takes" | "kept">;
  readonly all: Pick<Tally, "takes" | "kept">;
  /** Takes of versions before it. */
  readonly before: Pick<Tally, "takes" | "kept">;
}

/** Share of takes expected to be kept: a Beta's mean over the prior, own takes, their siblings and the version before. */
export function expectedAcceptance(
  evidence: Evidence | undefined,
  { model, version, staging, day }: AcceptanceQuestion,
  priorPerMille: number,
): ExpectedAcceptance {
  const versions = evidence?.models[model] ?? {};
  const record = versions[version];
  const own = record === undefined ? NOTHING : weigh(record, staging, day);
  const others = record === undefined ? NOTHING : weighOthers(record, staging, day);
  const before = inherited(versions, { model, version, staging, day });
  const keptMilli = Math.round((PRIOR_MILLI * priorPerMille) / 1000);
  const prior = { ...NOTHING, weightMilli: PRIOR_MILLI, keptMilli };
  const sum = plus(plus(plus(prior, own, 1000), others, SIBLINGS_PER_MILLE), before, 1000);
  const perMille = Math.round((sum.keptMilli * 1000) / sum.weightMilli);
  return {
    perMille: Math.min(SHARE_MAX, Math.max(SHARE_MIN, perMille)),
    weightMilli: sum.weightMilli,
    own,
    all: plus(own, others, 1000),
    before,
  };
}

/** What other versions of the model showed, at the same staging and next to it, never heavier than its limit. */
function inherited(versions: { readonly [version: string]: VersionRecord }, question: AcceptanceQuestion): Tally {
  const { version, staging, day } = question;
  const sum = Object.keys(versions)
    .filter((other) => other !== version)
    .sort()
    .reduce((total, other) => {
      const record = versions[other];
      if (record === undefined) return total;
      return plus(
        plus(total, weigh(record, staging, day), 1000),
        weighOthers(record, staging, day),
        SIBLINGS_PER_MILLE,
      );
    }, NOTHING);
  if (sum.weightMilli <= INHERITED_MAX_MILLI) return sum;
  return {
    ...sum,
    weightMilli: INHERITED_MAX_MILLI,
    keptMilli: Math.round((sum.keptMilli * INHERITED_MAX_MILLI) / sum.weightMilli),
  };
}

/** One standard deviation of the share, per mille; IEEE square roots are the same everywhere. */
export function deviationOf(perMille: number, weightMilli: number): number {
  return Math.floor(Math.sqrt((perMille * (1000 - perMille) * 1000) / (weightMilli + 1000)));
}

import type { Candidate, Exclusion, FurtherCandidate, Receipt } from "../route-decision.ts";

/** Candidates that are kept with all their sentences: the choice and what nearly won. */
const WHOLE_CANDIDATES = 2;

/** Exclusions that every one of these receipts holds, word for word: they do not depend on the shot. */
export function sharedExclusions(receipts: readonly Receipt[]): readonly Exclusion[] {
  // Footage that exists was never routed: it shuts nobody out.
  const [first, ...others] = receipts.filter(({ excluded }) => excluded.length > 0);
  if (first === undefined) return [];
  const sets = others.map((receipt) => new Set(receipt.excluded.map(keyOf)));
  return first.excluded.filter((exclusion) => sets.every((set) => set.has(keyOf(exclusion))));
}

/**
 * A receipt as journal and plan keep it: the candidates behind the runner-up by their numbers alone, and what is out for
 * every shot only counted, because it stands once beside. No reason of any exclusion is lost.
 */
export function keptReceipt(receipt: Receipt, shared: readonly Exclusion[], chosen?: string): Receipt {
  const isWhole = ({ identity }: Candidate, index: number): boolean =>
    index < WHOLE_CANDIDATES || identity.endpoint === chosen;
  const further = receipt.candidates.filter((candidate, index) => !isWhole(candidate, index)).map(numbersOf);
  const elsewhere = new Set(shared.map(keyOf));
  const excluded = receipt.excluded.filter((exclusion) => !elsewhere.has(keyOf(exclusion)));
  const left = receipt.excluded.length - excluded.length;
  return {
    ...receipt,
    candidates: receipt.candidates.filter(isWhole),
    ...(further.length === 0 ? {} : { further }),
    excluded,
    ...(left === 0 ? {} : { sharedExclusions: left }),
  };
}

function numbersOf({ identity, quote, acceptancePerMille, terms, totalMicros }: Candidate): FurtherCandidate {
  return {
    model: identity.model,
    endpoint: identity.endpoint,
    takeMicros: quote.takeMicros,
    billedMilliseconds: quote.billedMilliseconds,
    acceptancePerMille,
    terms: Object.fromEntries(terms.filter(({ micros }) => micros !== 0).map(({ name, micros }) => [name, micros])),
    totalMicros,
  };
}

function keyOf({ endpoint, constraint, says }: Exclusion): string {
  return `${endpoint}\n${constraint}\n${says}`;
}

/** What the installed gates know by name: their limits, and the words that set them aside. */
export interface GateVocabulary {
  readonly gates: { readonly [gate: string]: { readonly limits: readonly string[] } };
  /** Words of `allow:`, the gates' own ids among them. */
  readonly allowances: readonly string[];
}

interface NamedGate {
  readonly id: string;
  readonly limits: Readonly<Record<string, unknown>>;
  readonly allowances?: readonly string[];
}

export function gateVocabulary(gates: readonly NamedGate[]): GateVocabulary {
  return {
    gates: Object.fromEntries(gates.map(({ id, limits }) => [id, { limits: Object.keys(limits).sort() }])),
    allowances: [...new Set(gates.flatMap(({ id, allowances }) => [id, ...(allowances ?? [])]))].sort(),
  };
}

/** A value or a classed failure. Used at the seams (engine, gate, signer, store, journal); inside core, bugs throw. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function fail<Failure>(error: Failure): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error };
}

/** Throws when a thing that the code itself guarantees is not so: our bug, never the author's or a vendor's. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`shotlock bug: ${message}`);
}

/** Makes the compiler prove that a union was handled whole. */
export function assertNever(value: never): never {
  throw new Error(`shotlock bug: unexpected ${JSON.stringify(value)}`);
}

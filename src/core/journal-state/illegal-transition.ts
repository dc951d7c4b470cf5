/** An event that cannot follow the ones before it: a forged journal, one of a newer program, or our bug. */
export class IllegalTransition extends Error {
  override readonly name = "IllegalTransition";
}

/** Stops the fold unless the event may follow. */
export function mayFollow(condition: unknown, says: string): asserts condition {
  if (!condition) throw new IllegalTransition(says);
}

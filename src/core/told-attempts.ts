import type { AttemptSummary, Take } from "./take.ts";

/**
 * Attempts as takes tell of them, each once. A later take knows the end of what an earlier one saw under way, and `others`
 * (attempts that no take tells of, as a lock lists them) are newer still.
 */
export function toldAttempts(
  takes: readonly Take[],
  others: readonly AttemptSummary[] = [],
): readonly AttemptSummary[] {
  const told = new Map<string, AttemptSummary>();
  const inOrder = [...takes].sort((left, right) => lastNumber(left) - lastNumber(right));
  for (const summary of [...inOrder.flatMap((take) => take.attempts), ...others]) told.set(summary.attempt, summary);
  return [...told.values()];
}

function lastNumber({ attempts }: Take): number {
  return Math.max(0, ...attempts.map((attempt) => attempt.number));
}

import type { AttemptState, EpisodeState, ShotState } from "../episode-state.ts";
import { mayComeLate } from "../journal-state/fold-attempt.ts";
import type { Micros } from "../money.ts";
import type { EngineIdentity } from "../take.ts";

/** An attempt of which only a person can say what became of it, or of its bill. */
export interface Doubt {
  /**
   * `submit`: nobody knows whether the engine has the order. `lost`: it was under way when the journal was lost. `bill`: it has
   * ended, and nobody knows yet what it cost.
   */
  readonly kind: "submit" | "lost" | "bill";
  readonly shot: string;
  readonly attempt: string;
  readonly number: number;
  readonly identity: EngineIdentity;
  readonly account: string;
  /** When it was ordered; absent in what an old lock tells. */
  readonly at?: string;
  /** Most that it may cost. */
  readonly atMostMicros: Micros;
  readonly seed?: string;
}

/** A shot waits for a person because of these; a bill alone holds nothing up. */
export function holdsUp({ kind }: Doubt): boolean {
  return kind !== "bill";
}

/** In the order of the shots' numbers, oldest first within a shot. */
export function doubtsIn(state: EpisodeState): readonly Doubt[] {
  return Object.keys(state.shots)
    .sort()
    .flatMap((id) => doubtsOf(state.shots[id]));
}

export function doubtsOf(shot: ShotState | undefined): readonly Doubt[] {
  if (shot === undefined) return [];
  const told = (shot.told ?? [])
    .filter(({ outcome, charge }) => outcome === "running" || outcome === "in-doubt" || charge.certainty === "unknown")
    .map(
      ({ attempt, number, identity, account, at, charge, outcome }): Doubt => ({
        kind: outcome === "running" || outcome === "in-doubt" ? "lost" : "bill",
        shot: shot.shot,
        attempt,
        number,
        identity,
        account: account ?? identity.engine,
        ...(at === undefined ? {} : { at }),
        atMostMicros: charge.certainty === "known" ? charge.micros : charge.atMostMicros,
      }),
    );
  return [...told, ...shot.attempts.flatMap((attempt) => doubtOf(attempt) ?? [])];
}

function doubtOf(attempt: AttemptState): Doubt | undefined {
  const { standing, charge, identity, intendedAt, reserveMicros, seed } = attempt;
  const hasEnded = ["refused", "failed", "abandoned", "accepted", "set-aside"].includes(standing);
  const isUnbilled = hasEnded && charge?.certainty === "unknown" && charge.atMostMicros > 0;
  // Its engine may still say it: a later run asks.
  if (standing !== "in-doubt" && (!isUnbilled || mayComeLate(attempt))) return undefined;
  return {
    kind: standing === "in-doubt" ? "submit" : "bill",
    shot: attempt.shot,
    attempt: attempt.attempt,
    number: attempt.number,
    identity,
    account: attempt.account ?? identity.engine,
    at: intendedAt,
    atMostMicros: charge?.certainty === "unknown" ? charge.atMostMicros : reserveMicros,
    seed,
  };
}

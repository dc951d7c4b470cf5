import { Counters } from "./counters.ts";
import type { Scenario } from "./scenario.ts";
import { shrink } from "./shrink.ts";
import { type Breach, simulateSeed } from "./simulate.ts";

/** A seed whose world broke a law. */
export interface Failure {
  readonly seed: number;
  readonly breaches: readonly Breach[];
  /** The smallest world found that breaks the first of those laws. */
  readonly shrunk?: Scenario;
}

export interface BatchAnswer {
  readonly seeds: number;
  readonly events: number;
  readonly failures: readonly Failure[];
  readonly counters: Readonly<Record<string, number>>;
}

export interface BatchRequest {
  readonly from: number;
  readonly count: number;
  /** Failing worlds that are made smaller; that takes a while each. */
  readonly shrinkMax: number;
  /** Stop at the first failing seed. */
  readonly firstOnly?: boolean;
}

/** Every so manieth seed is played twice: the two journals must be the same, byte for byte. */
const TWICE_EVERY = 50;

/** Plays seeds one after another. */
export async function simulateBatch({ from, count, shrinkMax, firstOnly }: BatchRequest): Promise<BatchAnswer> {
  const counters = new Counters();
  const failures: Failure[] = [];
  let events = 0;
  let seeds = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const verdict = await simulateSeed(seed);
    const breaches = [...verdict.breaches];
    if (seed % TWICE_EVERY === 0) {
      const again = await simulateSeed(seed);
      if (again.journalTexts.join("\n") !== verdict.journalTexts.join("\n"))
        breaches.push({ law: "a seed is a world", says: "two runs of the seed gave different journals" });
    }
    counters.addAll(verdict.counters);
    events += verdict.events;
    seeds += 1;
    const [first] = breaches;
    if (first === undefined) continue;
    const shrunk = failures.length < shrinkMax ? await shrink(verdict.scenario, first.law) : undefined;
    failures.push({ seed, breaches, ...(shrunk === undefined ? {} : { shrunk }) });
    if (firstOnly === true) break;
  }
  return { seeds, events, failures, counters: counters.plain() };
}

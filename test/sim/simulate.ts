import type { Counters } from "./counters.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { parkedBecause } from "./laws/comes-to-rest.ts";
import { LAWS } from "./laws/index.ts";
import { scenarioOf } from "./make-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { playWorld, type WorldAnswer } from "./world.ts";

export interface Breach {
  readonly law: string;
  readonly says: string;
}

export interface Verdict {
  readonly scenario: Scenario;
  readonly breaches: readonly Breach[];
  readonly counters: Readonly<Record<string, number>>;
  readonly events: number;
  readonly journalTexts: readonly string[];
}

/** Every so manieth world checks each event against its schema, which takes as long as all the rest. */
const SHAPES_EVERY = 16;

export function simulateSeed(seed: number): Promise<Verdict> {
  return simulate(scenarioOf(seed));
}

/** Plays a scenario and judges its history by every law. What the program threw is a breach, too. */
export async function simulate(scenario: Scenario): Promise<Verdict> {
  let answer: WorldAnswer;
  try {
    answer = await playWorld(scenario, scenario.seed % SHAPES_EVERY === 0);
  } catch (thrown) {
    const says = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return { scenario, breaches: [{ law: "nothing is thrown", says }], counters: {}, events: 0, journalTexts: [] };
  }
  const { history, counters, journalTexts } = answer;
  const evidence = evidenceOf(history);
  const breaches = LAWS.flatMap((law) => law.check(evidence).map((says) => ({ law: law.name, says })));
  countJournal(evidence, counters);
  return { scenario, breaches, counters: counters.plain(), events: evidence.events.length, journalTexts };
}

/** Licences, failure classes and reasons to wait as they really occurred. */
function countJournal(evidence: Evidence, counters: Counters): void {
  for (const { event } of evidence.events) {
    if (event.type === "attempt.intended") counters.add(`licence ${event.licence}`);
    if (event.type === "attempt.refused") counters.add(`refused ${event.failure.class}`);
    if (event.type === "attempt.failed") counters.add(`failed ${event.failure.class}`);
    if (event.type.startsWith("take.") || event.type === "attempt.doubted" || event.type === "attempt.abandoned")
      counters.add(event.type);
  }
  const { rest } = evidence.history;
  const reasons = rest?.plan.steps.map((step) => parkedBecause(evidence, step));
  for (const reason of reasons ?? [])
    if (reason !== undefined && reason !== "nothing to do") counters.add(`parked: ${reason}`);
  const isDone = reasons?.every((reason) => reason === "nothing to do") === true;
  counters.add(isDone ? "worlds that end with an empty plan" : "worlds that end with a parked shot");
}

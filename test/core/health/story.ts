import type { FailureClass } from "../../../src/core/failure.ts";
import { type Admits, type AdmitsQuestion, admits } from "../../../src/core/health/admits.ts";
import { healthAfter } from "../../../src/core/health/fold-health.ts";
import { type Health, NO_HISTORY } from "../../../src/core/health/health.ts";
import type { HealthFact } from "../../../src/core/health/health-fact.ts";

export const NOON = Date.UTC(2026, 10, 24, 12);
export const KLING = { engine: "kling", endpoint: "kling/direct" };
export const LIMIT = { lane: "account" as const };

type Failed = Extract<HealthFact, { kind: "failed" }>;

/** Health told as a story: each line is one event at a second after noon. */
export interface Story {
  readonly health: () => Health;
  start(attempt: string, second: number, place?: typeof KLING, shot?: string): void;
  tell(
    kind: "submitted" | "running" | "held" | "done" | "abandoned",
    attempt: string,
    second: number,
    run?: string,
  ): void;
  doubt(attempt: string, second: number): void;
  fail(attempt: string, second: number, kind: FailureClass, change?: Partial<Failed>): void;
  ask(second: number, change?: Partial<AdmitsQuestion>): Admits;
}

export function story(before: Health = NO_HISTORY): Story {
  let health = before;
  const at = (second: number): number => NOON + second * 1000;
  const tellFact = (fact: HealthFact): void => {
    health = healthAfter(health, fact);
  };
  return {
    health: () => health,
    start: (attempt, second, { endpoint, engine } = KLING, shot = attempt) =>
      tellFact({ kind: "started", atMs: at(second), attempt, shot, endpoint, account: engine }),
    tell: (kind, attempt, second, run = "run-1") => tellFact({ kind, attempt, atMs: at(second), run }),
    doubt: (attempt, second) => tellFact({ kind: "doubted", attempt, says: "no answer", atMs: at(second) }),
    fail(attempt, second, kind, change = {}) {
      const fact = { kind: "failed", run: "run-1", class: kind, says: kind, settled: true } as const;
      tellFact({ ...fact, attempt, atMs: at(second), ...change });
    },
    ask: (second, change = {}) =>
      admits(health, { identity: KLING, limit: LIMIT, run: "run-1", nowMs: at(second), ...change }),
  };
}

/** One attempt that starts and fails a second later. */
export function failed(of: Story, attempt: string, second: number, kind: FailureClass = "server"): void {
  of.start(attempt, second);
  of.fail(attempt, second + 1, kind);
}

/** One attempt that starts, runs and is done after some seconds. */
export function made(of: Story, attempt: string, second: number, seconds = 60): void {
  of.start(attempt, second);
  of.tell("submitted", attempt, second);
  of.tell("running", attempt, second + 1);
  of.tell("done", attempt, second + 1 + seconds);
}

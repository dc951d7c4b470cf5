import type { Clock } from "../../../src/ports/clock.ts";

/** Time that passes only while everybody sleeps: whoever wakes first moves it on. Runs of it are the same every time. */
export interface VirtualClock extends Clock {
  /** Moves the time on by hand. */
  advance(milliseconds: number): void;
}

interface Sleeper {
  readonly untilMs: number;
  wake(): void;
}

export function virtualClock(startMs = Date.UTC(2026, 10, 24, 10)): VirtualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  let looking = false;

  function look(): void {
    if (looking) return;
    looking = true;
    // After everything that can go on without time has gone on.
    setImmediate(() => {
      looking = false;
      const [first] = [...sleepers].sort((one, other) => one.untilMs - other.untilMs);
      if (first === undefined) return;
      sleepers.delete(first);
      nowMs = Math.max(nowMs, first.untilMs);
      first.wake();
      if (sleepers.size > 0) look();
    });
  }

  return {
    now: () => nowMs,
    advance: (milliseconds) => {
      nowMs += milliseconds;
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason);
          return;
        }
        const sleeper: Sleeper = {
          untilMs: nowMs + milliseconds,
          wake: () => {
            signal?.removeEventListener("abort", stop);
            resolve();
          },
        };
        const stop = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", stop, { once: true });
        sleepers.add(sleeper);
        look();
      }),
  };
}

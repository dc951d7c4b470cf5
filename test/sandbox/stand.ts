import { afterEach } from "vitest";
import type { Clock } from "../../src/ports/clock.ts";
import type { Fault } from "../../src/sandbox/faults/fault-book.ts";
import { noFootage } from "../../src/sandbox/footage.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";

/** A clock that stands until it is moved. */
export interface HandClock extends Clock {
  move(milliseconds: number): void;
}

export function handClock(startMs = Date.UTC(2026, 10, 22, 12)): HandClock {
  let nowMs = startMs;
  const sleepers: { readonly dueMs: number; wake(): void }[] = [];
  return {
    now: () => nowMs,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        sleepers.push({ dueMs: nowMs + milliseconds, wake: resolve });
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
    move(milliseconds) {
      nowMs += milliseconds;
      for (const sleeper of sleepers) if (sleeper.dueMs <= nowMs) sleeper.wake();
    },
  };
}

export interface Stand {
  readonly sandbox: Sandbox;
  readonly clock: HandClock;
}

const open: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox without films on a clock that the test moves; closed when the test ends. */
export async function stand(
  options: Partial<SandboxOptions> & { readonly faults?: readonly Fault[] } = {},
): Promise<Stand> {
  const clock = handClock();
  const sandbox = await startSandbox({ clock, seed: 7, footage: noFootage, ...options });
  open.push(sandbox);
  return { sandbox, clock };
}

import type { Clock } from "../../src/ports/clock.ts";

/** Wakes of one world before it is called endless. */
const WAKES_MAX = 300_000;

interface Sleeper {
  readonly untilMs: number;
  /** Whoever fell asleep first wakes first. */
  readonly order: number;
  isGone: boolean;
  wake(): void;
}

/** Nobody sleeps and somebody is still waited for: it would wait for ever. */
export class Deadlock extends Error {
  override readonly name = "Deadlock";
}

/**
 * The time of a world. It passes only while everybody sleeps: then the earliest sleeper is woken. What runs between two
 * wakes runs to its end first, so a world is the same every time.
 */
export class WorldClock {
  nowMs: number;
  private readonly heap: Sleeper[] = [];
  private asleep = 0;
  private wakes = 0;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  /** Resolves after so many milliseconds; `signal` ends it early. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const sleeper: Sleeper = {
        untilMs: this.nowMs + Math.max(0, milliseconds),
        order: this.asleep++,
        isGone: false,
        wake() {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      const stop = (): void => {
        sleeper.isGone = true;
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.push(sleeper);
    });
  }

  /** Lets time pass until `work` is done. */
  async runUntil<Answer>(work: Promise<Answer>): Promise<Answer> {
    let isDone = false;
    const watched = work.finally(() => {
      isDone = true;
    });
    watched.catch(() => undefined);
    for (;;) {
      await everybodyWaits();
      if (isDone) return watched;
      const next = this.pop();
      if (next === undefined) throw new Deadlock(`nobody would ever go on after ${new Date(this.nowMs).toISOString()}`);
      this.wakes += 1;
      if (this.wakes > WAKES_MAX) throw new Deadlock(`no end after ${WAKES_MAX} wakes`);
      this.nowMs = Math.max(this.nowMs, next.untilMs);
      next.wake();
    }
  }

  private push(sleeper: Sleeper): void {
    const { heap } = this;
    heap.push(sleeper);
    for (let at = heap.length - 1; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.swapped(above, at)) break;
      at = above;
    }
  }

  private pop(): Sleeper | undefined {
    const { heap } = this;
    for (;;) {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        for (let at = 0; ; ) {
          const left = 2 * at + 1;
          const right = left + 1;
          let least = left;
          if (left >= heap.length) break;
          if (right < heap.length && isBefore(heap[right] as Sleeper, heap[left] as Sleeper)) least = right;
          if (!this.swapped(at, least)) break;
          at = least;
        }
      }
      if (!first.isGone) return first;
    }
  }

  private swapped(above: number, below: number): boolean {
    const { heap } = this;
    const [one, other] = [heap[above] as Sleeper, heap[below] as Sleeper];
    if (isBefore(one, other)) return false;
    heap[above] = other;
    heap[below] = one;
    return true;
  }
}

function isBefore(one: Sleeper, other: Sleeper): boolean {
  return one.untilMs < other.untilMs || (one.untilMs === other.untilMs && one.order < other.order);
}

/** Every promise that can be settled without time is settled before the event loop comes round. */
function everybodyWaits(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The clock on a machine's wall, which may be wrong and may be set; pauses last as long as they last. */
export function wallClock(world: WorldClock, skew: { byMs: number }): Clock {
  return {
    now: () => world.nowMs + skew.byMs,
    sleep: (milliseconds, signal) => world.sleep(milliseconds, signal),
  };
}

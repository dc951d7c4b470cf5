import type { WaitReason } from "../../core/admission/choose-candidate.ts";
import type { Clock } from "../../ports/clock.ts";

/** What a shot found when it looked whether it may go on. */
export type Look<Answer> =
  | { readonly kind: "passes"; readonly answer: Answer; readonly started: boolean }
  | {
      readonly kind: "waits";
      readonly untilMs: number;
      readonly says: string;
      readonly why: WaitReason;
      /** Engines that had room and were not chosen: their room is no reason to look again. */
      readonly declined: ReadonlySet<string>;
    };

/** The room of one look over all that wait: who takes a place leaves one fewer to those behind. */
export type Claim = (shot: string, declined: ReadonlySet<string>) => boolean;

export interface TurnstileParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Shots in the order of work, the first first. */
  readonly order: readonly string[];
  /** What room there is now. */
  readonly room: () => Claim;
  /** Told when a shot begins to wait, and again when what it waits for changes. */
  readonly report: (shot: string, says: string, waitMs: number) => void;
}

/** Where shots wait for their engine, in the order of work. Nothing waits on a timer of its own. */
export interface Turnstile {
  /** Looks until the shot passes; `outlasted` when it waited for longer than a run sits out. */
  pass<Answer>(shot: string, look: () => Promise<Look<Answer>>, patience: Patience): Promise<Answer | Outlasted>;
  /** Something happened that may let somebody go on. */
  wake(): void;
  /** Nothing passes any more: whoever waits gets the reason thrown. */
  close(reason: unknown): void;
}

/** Kept by the shot over all its tries: how long its engines have been in trouble now. */
export interface Patience {
  troubleSinceMs?: number;
}

export interface Outlasted {
  readonly kind: "outlasted";
  readonly says: string;
}

/** Longest time that a shot waits in one run for engines in trouble; as long as a run waits for one job. */
export const RUN_PATIENCE_MS = 45 * 60_000;
const NOTHING: ReadonlySet<string> = new Set();

interface Waiter {
  readonly shot: string;
  readonly rank: number;
  readonly patience: Patience;
  readonly look: () => Promise<Look<unknown>>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: unknown) => void;
  untilMs: number;
  says: string;
  declined: ReadonlySet<string>;
}

export function turnstile(parts: TurnstileParts): Turnstile {
  const { clock, signal } = parts;
  const ranks = new Map(parts.order.map((shot, rank) => [shot, rank]));
  const waiters = new Set<Waiter>();
  let closed: { readonly reason: unknown } | undefined;
  let looking = false;
  let again = false;
  let timer: AbortController | undefined;

  async function lookAll(): Promise<void> {
    again = true;
    if (looking) return;
    looking = true;
    timer?.abort();
    try {
      while (again) {
        // Everybody who comes at this moment is in line before anybody looks.
        await undefined;
        again = false;
        await Promise.all(due().map(lookOnce));
      }
      looking = false;
      setTimer();
    } catch (thrown) {
      close(thrown);
    }
  }

  function due(): readonly Waiter[] {
    const claim = parts.room();
    const nowMs = clock.now();
    return [...waiters]
      .sort((one, other) => one.rank - other.rank)
      .filter((one) => one.untilMs <= nowMs || claim(one.shot, one.declined));
  }

  async function lookOnce(waiter: Waiter): Promise<void> {
    try {
      const found = await waiter.look();
      if (!waiters.has(waiter)) return;
      if (found.kind === "passes") {
        waiters.delete(waiter);
        // Whoever came first and did not start leaves its place to the next.
        if (!found.started) again = true;
        waiter.resolve(found.answer);
      } else waitOn(waiter, found);
    } catch (thrown) {
      waiters.delete(waiter);
      waiter.reject(thrown);
    }
  }

  function waitOn(waiter: Waiter, { untilMs, says, why, declined }: Extract<Look<unknown>, { kind: "waits" }>): void {
    const nowMs = clock.now();
    const { patience } = waiter;
    // Where there is only no room, nobody is in trouble any more; a probe may still tell that somebody is.
    if (why === "slots") delete patience.troubleSinceMs;
    if (why === "trouble") patience.troubleSinceMs ??= nowMs;
    if (why === "trouble" && nowMs - (patience.troubleSinceMs ?? nowMs) >= RUN_PATIENCE_MS) {
      waiters.delete(waiter);
      waiter.resolve({ kind: "outlasted", says } satisfies Outlasted);
      return;
    }
    if (waiter.says !== says) parts.report(waiter.shot, says, Math.max(0, untilMs - nowMs));
    Object.assign(waiter, { untilMs, says, declined });
  }

  function setTimer(): void {
    if (waiters.size === 0 || closed !== undefined) return;
    const untilMs = Math.min(...[...waiters].map((one) => one.untilMs));
    const own = new AbortController();
    timer = own;
    clock.sleep(Math.max(0, untilMs - clock.now()), AbortSignal.any([signal, own.signal])).then(
      () => {
        // Whatever the clock says now, this much time has gone.
        for (const one of waiters) if (one.untilMs <= untilMs) one.untilMs = 0;
        void lookAll();
      },
      () => undefined,
    );
  }

  function close(reason: unknown): void {
    closed ??= { reason };
    timer?.abort();
    for (const waiter of waiters) waiter.reject(reason);
    waiters.clear();
  }
  signal.addEventListener("abort", () => close(signal.reason), { once: true });

  return {
    wake: () => {
      if (waiters.size > 0) void lookAll();
    },
    close,
    pass: (shot, look, patience) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined || signal.aborted) return reject(closed?.reason ?? signal.reason);
        const nowMs = clock.now();
        waiters.add({
          shot,
          rank: ranks.get(shot) ?? ranks.size,
          patience,
          look,
          resolve: resolve as (answer: unknown) => void,
          reject,
          untilMs: nowMs,
          says: "",
          declined: NOTHING,
        });
        void lookAll();
      }),
  };
}

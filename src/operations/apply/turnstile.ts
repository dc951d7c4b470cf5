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
  /** Asked when a wait is over: other runs may have made or taken room meanwhile. */
  readonly lookAround: () => Promise<void>;
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

/** Keeps who waits, whether somebody looks now, and the one timer of the earliest of them. */
class WaitingShots implements Turnstile {
  readonly #parts: TurnstileParts;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #waiters = new Set<Waiter>();
  #closed: { readonly reason: unknown } | undefined;
  #looking = false;
  #again = false;
  #timer: AbortController | undefined;

  constructor(parts: TurnstileParts) {
    this.#parts = parts;
    this.#ranks = new Map(parts.order.map((shot, rank) => [shot, rank]));
    parts.signal.addEventListener("abort", () => this.close(parts.signal.reason), { once: true });
  }

  pass<Answer>(shot: string, look: () => Promise<Look<Answer>>, patience: Patience): Promise<Answer | Outlasted> {
    const { clock, signal } = this.#parts;
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined || signal.aborted) {
        reject(this.#closed?.reason ?? signal.reason);
        return;
      }
      this.#waiters.add({
        shot,
        rank: this.#ranks.get(shot) ?? this.#ranks.size,
        patience,
        look,
        resolve: resolve as (answer: unknown) => void,
        reject,
        untilMs: clock.now(),
        says: "",
        declined: NOTHING,
      });
      void this.#lookAll();
    });
  }

  wake(): void {
    if (this.#waiters.size > 0) void this.#lookAll();
  }

  close(reason: unknown): void {
    this.#closed ??= { reason };
    this.#timer?.abort();
    for (const waiter of this.#waiters) waiter.reject(reason);
    this.#waiters.clear();
  }

  async #lookAll(): Promise<void> {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    this.#timer?.abort();
    try {
      while (this.#again) {
        // Everybody who comes at this moment is in line before anybody looks.
        await undefined;
        this.#again = false;
        await Promise.all(this.#due().map((waiter) => this.#lookOnce(waiter)));
      }
      this.#looking = false;
      this.#setTimer();
    } catch (thrown) {
      this.close(thrown);
    }
  }

  #due(): readonly Waiter[] {
    const claim = this.#parts.room();
    const nowMs = this.#parts.clock.now();
    return [...this.#waiters]
      .sort((one, other) => one.rank - other.rank)
      .filter((one) => one.untilMs <= nowMs || claim(one.shot, one.declined));
  }

  async #lookOnce(waiter: Waiter): Promise<void> {
    try {
      const found = await waiter.look();
      if (!this.#waiters.has(waiter)) return;
      if (found.kind === "waits") return this.#waitOn(waiter, found);
      this.#waiters.delete(waiter);
      // Whoever came first and did not start leaves its place to the next.
      if (!found.started) this.#again = true;
      waiter.resolve(found.answer);
    } catch (thrown) {
      this.#waiters.delete(waiter);
      waiter.reject(thrown);
    }
  }

  #waitOn(waiter: Waiter, { untilMs, says, why, declined }: Extract<Look<unknown>, { kind: "waits" }>): void {
    const nowMs = this.#parts.clock.now();
    const { patience } = waiter;
    // Where there is only no room, nobody is in trouble any more; a probe may still tell that somebody is.
    if (why === "slots") delete patience.troubleSinceMs;
    if (why === "trouble") patience.troubleSinceMs ??= nowMs;
    if (why === "trouble" && nowMs - (patience.troubleSinceMs ?? nowMs) >= RUN_PATIENCE_MS) {
      this.#waiters.delete(waiter);
      waiter.resolve({ kind: "outlasted", says } satisfies Outlasted);
      return;
    }
    if (waiter.says !== says) this.#parts.report(waiter.shot, says, Math.max(0, untilMs - nowMs));
    Object.assign(waiter, { untilMs, says, declined });
  }

  #setTimer(): void {
    if (this.#waiters.size === 0 || this.#closed !== undefined) return;
    const { clock, signal } = this.#parts;
    const untilMs = Math.min(...[...this.#waiters].map((one) => one.untilMs));
    const own = new AbortController();
    this.#timer = own;
    clock.sleep(Math.max(0, untilMs - clock.now()), AbortSignal.any([signal, own.signal])).then(
      () => {
        // Whatever the clock says now, this much time has gone.
        for (const one of this.#waiters) if (one.untilMs <= untilMs) one.untilMs = 0;
        this.#parts.lookAround().then(
          () => void this.#lookAll(),
          (thrown: unknown) => this.close(thrown),
        );
      },
      () => undefined,
    );
  }
}

export function turnstile(parts: TurnstileParts): Turnstile {
  return new WaitingShots(parts);
}

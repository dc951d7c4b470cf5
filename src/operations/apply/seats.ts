/** A place at this machine's cores; left once, by whoever took it. */
export interface Seat {
  leave(): void;
}

/** Work of this machine (drawing, decoding, judging, signing) is bounded by its cores; waiting for a vendor takes no seat. */
export interface Seats {
  /** Seats that may be taken at once: none while work that was begun waits for one. */
  free(): number;
  take(): Seat | undefined;
  /** Does the work when a seat is free, in the order of asking. */
  use<Answer>(work: () => Promise<Answer>): Promise<Answer>;
}

/** `onFree` is told whenever a seat may be taken again. After the signal no work begins: who waits gets its reason thrown. */
export function machineSeats(count: number, signal: AbortSignal, onFree: () => void): Seats {
  let taken = 0;
  const queue: (() => void)[] = [];
  const sit = (): Seat => {
    let left = false;
    return {
      leave() {
        if (left) return;
        left = true;
        const next = queue.shift();
        if (next !== undefined) return next();
        taken -= 1;
        onFree();
      },
    };
  };
  const free = (): number => (queue.length > 0 ? 0 : Math.max(0, count - taken));
  return {
    free,
    take() {
      if (free() === 0) return undefined;
      taken += 1;
      return sit();
    },
    async use(work) {
      if (taken < count && queue.length === 0) taken += 1;
      else await new Promise<void>((resolve) => queue.push(resolve));
      const seat = sit();
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        seat.leave();
      }
    },
  };
}

/** For work that is done in a seat already: it needs no other one. */
export const SEATED: Seats = {
  free: () => 0,
  take: () => undefined,
  use: (work) => work(),
};

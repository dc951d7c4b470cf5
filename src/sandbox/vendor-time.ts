import type { Clock } from "../ports/clock.ts";

/** A vendor's own time: the clock that was handed in, run faster, so that jobs of minutes take seconds. */
export interface VendorTime {
  /** Milliseconds of the vendor's time since the sandbox started: how long jobs have taken. */
  now(): number;
  /** Milliseconds since the epoch, for dates on the wire and in the bill. */
  date(): number;
  /** So many milliseconds of the client's time, rounded up, are as long as these of the vendor's. */
  outside(vendorMs: number): number;
  sleep(vendorMs: number, signal: AbortSignal): Promise<void>;
}

/** `speed` 20: a minute of work takes three seconds. */
export function vendorTime(clock: Clock, speed: number): VendorTime {
  const startedMs = clock.now();
  const outside = (vendorMs: number): number => Math.ceil(vendorMs / speed);
  return {
    now: () => Math.floor((clock.now() - startedMs) * speed),
    date: () => clock.now(),
    outside,
    sleep: (vendorMs, signal) => clock.sleep(outside(vendorMs), signal),
  };
}

import { UsageProblem } from "./context.ts";

const UNITS = { h: 3_600_000, d: 86_400_000 } as const;

/** `3d` or `12h` -> milliseconds, from an hour to `daysMax` days. */
export function readDuration(text: string, daysMax: number): number {
  const match = /^(\d{1,4})([hd])$/.exec(text);
  const [, count, unit] = match ?? [];
  const milliseconds = Number(count) * UNITS[unit as keyof typeof UNITS];
  if (match === null || milliseconds < UNITS.h || milliseconds > daysMax * UNITS.d)
    throw new UsageProblem(`"${text}" is not a time from 1h to ${daysMax}d`, "write 12h or 3d");
  return milliseconds;
}

const MILLISECONDS_PER_DAY = 86_400_000;

/** `2026-11-24T09:00:00Z` -> `2026-11-24`. */
export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

/** Whole days from one ISO day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** The day so many days after another. */
export function addDays(day: string, days: number): string {
  return dayOf(new Date((dayNumber(day) + days) * MILLISECONDS_PER_DAY).toISOString());
}

/** Days since 1970-01-01. */
function dayNumber(day: string): number {
  const [year, month, date] = dayOf(day).split("-").map(Number);
  return Math.floor(Date.UTC(year ?? 0, (month ?? 1) - 1, date ?? 1) / MILLISECONDS_PER_DAY);
}

/** True for a day that the calendar has: `2026-02-30` is none. */
export function isCalendarDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return day.toISOString().startsWith(text);
}

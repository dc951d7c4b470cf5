/** Millionths of the currency unit, an integer. No sum of money is ever a float. */
export type Micros = number;

export const MICROS_PER_UNIT = 1_000_000;

/** `"3.00"`, `"0.1"`, `12` -> micros; undefined for anything that is not an amount with at most six decimals. */
export function parseMicros(text: string | number | bigint): Micros | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(String(text));
  if (match === null) return undefined;
  return Number(match[1]) * MICROS_PER_UNIT + Number((match[2] ?? "").padEnd(6, "0"));
}

/** Micros -> `$3.20`; at least two decimals, more only where the amount has them; never rounds down to less than is paid. */
export function formatMicros(micros: Micros, currency = "USD"): string {
  const cents = Math.ceil(Math.abs(micros) / 10_000);
  const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
  const sign = micros < 0 ? "-" : "";
  return currency === "USD" ? `${sign}$${text}` : `${sign}${text} ${currency}`;
}

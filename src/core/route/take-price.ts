import type { Price, PriceRow } from "../catalogue.ts";
import type { Micros } from "../money.ts";
import type { Delivery } from "./delivery.ts";

/** What one take costs; `unknown` refuses, it never counts as nothing. */
export type TakePrice =
  | {
      readonly known: true;
      readonly micros: Micros;
      readonly billedMs: number;
      /** "8.0 s at $0.40/s" */
      readonly says: string;
      /** The cheaper figure another source gives, per take. */
      readonly disputedMicros?: Micros;
    }
  | { readonly known: false; readonly says: string };

/** The smallest size that is large enough and has a price; where none has one, the smallest, with the reason. */
export function priced(price: Price, delivery: Delivery): { readonly delivery: Delivery; readonly price: TakePrice } {
  const first = { delivery, price: takePrice(price, delivery) };
  if (first.price.known) return first;
  const larger = delivery.largerResolutions.map((resolution) => ({ ...delivery, resolution }));
  const found = larger.find((candidate) => takePrice(price, candidate).known);
  return found === undefined ? first : { delivery: found, price: takePrice(price, found) };
}

export function takePrice(price: Price, delivery: Delivery): TakePrice {
  const milliseconds = delivery.milliseconds ?? 0;
  switch (price.per) {
    case "free":
      return { known: true, micros: 0, billedMs: milliseconds, says: "free" };
    case "gpu-second":
      return gpuPrice(price.micros, price.gpuMsPerSecond, milliseconds);
    case "second":
      return perSecond(price.rows, delivery, Math.max(milliseconds, price.minimumMs ?? 0));
    case "clip":
      return perClip(price.rows, delivery, milliseconds);
    case "unknown":
      return { known: false, says: price.says ?? "no price is published" };
  }
}

function gpuPrice(micros: Micros, gpuMsPerSecond: number, milliseconds: number): TakePrice {
  const gpuMs = Math.ceil((milliseconds * gpuMsPerSecond) / 1000);
  const says = `about ${Math.ceil(gpuMs / 1000)} s of your own GPU at ${formatRate(micros)}/s`;
  return { known: true, micros: Math.ceil((micros * gpuMs) / 1000), billedMs: milliseconds, says };
}

function perSecond(rows: readonly PriceRow[], delivery: Delivery, billedMs: number): TakePrice {
  const row = dearest(rows.filter((candidate) => fits(candidate, delivery)));
  if (row === undefined) return { known: false, says: noRow(delivery, `${billedMs / 1000} s`) };
  const total = (perUnit: Micros): Micros => Math.ceil((perUnit * billedMs) / 1000);
  return {
    known: true,
    micros: total(row.micros),
    billedMs,
    says: `${formatTenths(billedMs)} s at ${formatRate(row.micros)}/s`,
    ...(row.disputedMicros === undefined ? {} : { disputedMicros: total(row.disputedMicros) }),
  };
}

function perClip(rows: readonly PriceRow[], delivery: Delivery, milliseconds: number): TakePrice {
  const row = dearest(
    rows.filter((candidate) => fits(candidate, delivery) && (candidate.seconds ?? 0) * 1000 === milliseconds),
  );
  if (row === undefined) return { known: false, says: noRow(delivery, `a clip of ${formatTenths(milliseconds)} s`) };
  return {
    known: true,
    micros: row.micros,
    billedMs: milliseconds,
    says: `a clip of ${formatTenths(milliseconds)} s at ${formatRate(row.micros)}`,
    ...(row.disputedMicros === undefined ? {} : { disputedMicros: row.disputedMicros }),
  };
}

function fits(row: PriceRow, delivery: Delivery): boolean {
  const resolutionFits = row.resolution === undefined || row.resolution === delivery.resolution;
  return resolutionFits && (row.audio === undefined || row.audio === delivery.audio);
}

/** Where several rows fit, the ceiling must hold: the dearest counts. */
function dearest(rows: readonly PriceRow[]): PriceRow | undefined {
  return rows.reduce<PriceRow | undefined>(
    (best, row) => (best === undefined || row.micros > best.micros ? row : best),
    undefined,
  );
}

function noRow(delivery: Delivery, length: string): string {
  return `no price is known for ${length} at ${delivery.resolution ?? "this size"} ${delivery.audio ? "with sound" : "without sound"}`;
}

/** Milliseconds -> `8.0`. */
export function formatTenths(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100);
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/** Unit prices keep their tenths of a cent: `$0.112`, `$0.40`. Rounded up, a price is never shown too low. */
export function formatRate(micros: Micros): string {
  const mills = Math.ceil(micros / 1000);
  const text = `${Math.floor(mills / 1000)}.${String(mills % 1000).padStart(3, "0")}`;
  return `$${text.endsWith("0") ? text.slice(0, -1) : text}`;
}

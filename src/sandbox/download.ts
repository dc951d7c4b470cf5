import { sha256 } from "../core/digest.ts";
import type { Answer, Exchange } from "./exchange.ts";
import { tellExposedKey, type VendorDesk } from "./vendor.ts";

/** A film as a storage host hands it out: an address that anybody may read until it expires. */
export interface StoredFilm {
  readonly job: string;
  readonly model: string;
  readonly clip: Uint8Array;
  /** Vendor's milliseconds at which the address stops to work. */
  readonly expiresMs: number;
}

const HALF_PERCENT = 50;
const HTML = "<!doctype html><title>Attention required</title><p>One more step before you proceed.</p>";

/** Answers a download, with its faults. */
export function download(desk: VendorDesk, film: StoredFilm | undefined, exchange: Exchange): Answer {
  const { log, faults, time } = desk;
  tellExposedKey(desk, exchange, film?.job);
  if (film === undefined) return xml(404, "NoSuchKey");
  const { job, model, clip } = film;
  const place = { at: "download", model } as const;
  const fault = faults.strike(["expired", "truncated", "html"], place);
  if (fault !== undefined) log.add({ event: "fault.struck", job, model, says: fault.fault });
  if (fault?.fault === "expired" || time.now() >= film.expiresMs) return xml(fault?.status ?? 403, "AccessDenied");
  if (fault?.fault === "html")
    return { status: 200, headers: { "content-type": "text/html" }, bytes: new TextEncoder().encode(HTML) };
  log.add({ event: "footage.fetched", job, model, says: `${clip.length} bytes, ${sha256(clip)}` });
  return {
    status: 200,
    headers: { "content-type": "video/mp4", etag: `"${sha256(clip).slice(7, 39)}"` },
    bytes: clip,
    ...(fault === undefined ? {} : { cutAfter: cutOf(clip, fault.length_percent ?? HALF_PERCENT) }),
  };
}

/** A whole file cannot be longer than itself; at least one byte is missing. */
function cutOf(clip: Uint8Array, percent: number): number {
  return Math.min(clip.length - 1, Math.floor((clip.length * percent) / 100));
}

function xml(status: number, code: string): Answer {
  const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
  return { status, headers: { "content-type": "application/xml" }, bytes: new TextEncoder().encode(text) };
}

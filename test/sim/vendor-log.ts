/** One submit that reached a vendor, whatever came of it. */
export interface SubmitRecord {
  readonly step: number;
  readonly atMs: number;
  readonly key: string;
  readonly endpoint: string;
  readonly answer: "accepted" | "same-job" | "refused";
  readonly retryAfterMs?: number;
}

/** What became of an accepted job, as only the vendor knows it. */
export type JobEnd =
  | "good"
  | "below-quality"
  | "wrong-file"
  | "truncated"
  | "no-file"
  | "moderated"
  | "failed"
  | "cancelled";

export interface VendorJob {
  readonly id: string;
  readonly key: string;
  readonly endpoint: string;
  readonly takeName: string;
  readonly seed: string;
  readonly frames: number;
  readonly priceMicros: number;
  readonly acceptedAtMs: number;
  /** When it starts to run; later than accepted when the account is full. */
  readonly startsAtMs: number;
  /** When it ends; infinite while it is stuck. */
  endsAtMs: number;
  end: JobEnd;
  /** From when its file can no longer be had. */
  expiresAtMs: number;
  /** Micros taken so far, refunds subtracted. */
  billedMicros: number;
  isSettled: boolean;
  /** The answers about its charge are known to be withheld. */
  readonly tells: boolean;
  fetches: number;
  delivered: boolean;
}

export interface BillLine {
  readonly atMs: number;
  readonly key: string;
  /** Negative for a refund. */
  readonly micros: number;
  readonly says: string;
}

/** A vendor's own books; our program never reads them. */
export interface VendorLog {
  readonly id: string;
  readonly submits: readonly SubmitRecord[];
  readonly jobs: readonly VendorJob[];
  readonly bill: readonly BillLine[];
}

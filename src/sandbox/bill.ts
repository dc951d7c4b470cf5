import type { Micros } from "../core/money.ts";
import { invariant } from "../core/result.ts";
import type { VendorName } from "./vendor-names.ts";

/** One line of a vendor's bill. */
export interface BillLine {
  readonly vendor: VendorName;
  readonly kind: "charge" | "refund";
  readonly job: string;
  readonly account: string;
  readonly model: string;
  readonly atMs: number;
  readonly micros: Micros;
  /** The vendor's own unit, where it has one. */
  readonly credits?: number;
  readonly says: string;
}

export interface Bill {
  readonly lines: readonly BillLine[];
  /** Charges less refunds, by job; a job that cost nothing in the end stands with 0. */
  readonly jobs: Readonly<Record<string, Micros>>;
  readonly micros: Micros;
}

/** What a job costs: micros always, credits where the vendor counts in them. */
export interface Cost {
  readonly micros: Micros;
  readonly credits?: number;
}

export interface BillBook {
  charge(line: Omit<BillLine, "vendor" | "kind">): void;
  /** Gives back what the job was charged. */
  refund(line: Omit<BillLine, "vendor" | "kind" | "micros" | "credits">): void;
  /** Charges less refunds of one job. */
  costOf(job: string): Cost;
  bill(): Bill;
  clear(): void;
}

export function createBillBook(vendor: VendorName): BillBook {
  let lines: BillLine[] = [];
  const costOf = (job: string): Cost => {
    const own = lines.filter((line) => line.job === job);
    const micros = own.reduce((sum, line) => sum + signOf(line) * line.micros, 0);
    const hasCredits = own.some((line) => line.credits !== undefined);
    return hasCredits
      ? { micros, credits: own.reduce((sum, line) => sum + signOf(line) * (line.credits ?? 0), 0) }
      : { micros };
  };
  return {
    charge(line) {
      invariant(Number.isSafeInteger(line.micros) && line.micros >= 0, `a charge of ${line.micros} micros`);
      lines.push({ vendor, kind: "charge", ...line });
    },
    refund(line) {
      const cost = costOf(line.job);
      if (cost.micros > 0 || (cost.credits ?? 0) > 0) lines.push({ vendor, kind: "refund", ...line, ...cost });
    },
    costOf,
    bill: () => totalOf(lines),
    clear: () => {
      lines = [];
    },
  };
}

function signOf({ kind }: BillLine): 1 | -1 {
  return kind === "charge" ? 1 : -1;
}

/** Several vendors' lines as one bill. */
export function totalOf(lines: readonly BillLine[]): Bill {
  const jobs: Record<string, Micros> = {};
  for (const line of lines) jobs[line.job] = (jobs[line.job] ?? 0) + signOf(line) * line.micros;
  return { lines: [...lines], jobs, micros: Object.values(jobs).reduce((sum, micros) => sum + micros, 0) };
}

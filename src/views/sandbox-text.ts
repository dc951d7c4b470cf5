import { formatMicros } from "../core/money.ts";

/** One line of what happens at the vendors. */
export interface SandboxLine {
  readonly vendor: string;
  readonly event: string;
  readonly says: string;
  readonly job?: string;
  readonly model?: string;
}
/** What was charged and given back, a line each. */
export interface SandboxBill {
  readonly lines: readonly {
    readonly vendor: string;
    readonly kind: "charge" | "refund";
    readonly job: string;
    readonly model: string;
    readonly micros: number;
    readonly credits?: number;
    readonly says: string;
  }[];
  readonly micros: number;
}

const VENDOR_WIDTH = 8;
const EVENT_WIDTH = 17;
const JOB_WIDTH = 8;

export function sandboxLine({ vendor, event, says, job, model }: SandboxLine): string {
  const about = [job === undefined ? "" : job.slice(0, JOB_WIDTH), model ?? "", says].filter((word) => word !== "");
  return `${vendor.padEnd(VENDOR_WIDTH)} ${event.padEnd(EVENT_WIDTH)} ${about.join("  ")}`;
}

/** The vendors' bill, as it would come by post. */
export function sandboxBill({ lines, micros }: SandboxBill): string {
  if (lines.length === 0) return "Nothing was charged.";
  const rows = lines.map((line) => {
    const amount = formatMicros(line.kind === "charge" ? line.micros : -line.micros).padStart(9);
    const credits = line.credits === undefined ? "" : `  ${line.credits} credits`;
    return `${line.vendor.padEnd(VENDOR_WIDTH)} ${line.job.slice(0, JOB_WIDTH)}  ${amount}  ${line.model}, ${line.says}${credits}`;
  });
  return [
    ...rows,
    `${"".padEnd(VENDOR_WIDTH)} ${"".padEnd(JOB_WIDTH)}  ${formatMicros(micros).padStart(9)}  in all`,
  ].join("\n");
}

import type { Micros } from "../money.ts";
import { parseMicros } from "../money.ts";
import { fail, ok, type Result } from "../result.ts";
import { parseCsv } from "./csv.ts";
import { amountsOf, type LedgerEntry } from "./ledger-entry.ts";

/** Names under which vendors export a job's id and what it cost, in small letters without spaces and signs. */
const JOB_COLUMNS = ["job", "jobid", "requestid", "taskid", "generationid", "predictionid", "promptid", "id"];
const AMOUNT_COLUMNS = ["amount", "cost", "charge", "charged", "total", "price", "amountusd", "costusd"];

export interface InvoiceLine {
  readonly job: string;
  readonly micros: Micros;
}

/** What a vendor says it charged, job by job; several lines of one job (a charge and its refund) are summed. */
export function readInvoice(
  text: string,
  columns: { readonly job?: string; readonly amount?: string } = {},
): Result<readonly InvoiceLine[], { readonly message: string; readonly hint: string }> {
  const parsed = parseCsv(text);
  if (typeof parsed === "string")
    return fail({ message: `it is no CSV that can be read: ${parsed}`, hint: "export it again as CSV" });
  const [head, ...rows] = parsed;
  const job = columnOf(head ?? [], columns.job === undefined ? JOB_COLUMNS : [plainName(columns.job)]);
  const amount = columnOf(head ?? [], columns.amount === undefined ? AMOUNT_COLUMNS : [plainName(columns.amount)]);
  if (job === undefined || amount === undefined)
    return fail({
      message: `no column of ${job === undefined ? "job ids" : "amounts"} in: ${(head ?? []).join(", ")}`,
      hint: "name it: --job-column NAME, --amount-column NAME",
    });
  const sums = new Map<string, Micros>();
  for (const [index, row] of rows.entries()) {
    const id = (row[job] ?? "").trim();
    const micros = readAmount(row[amount] ?? "");
    if (micros === undefined)
      return fail({
        message: `line ${index + 2}: "${row[amount] ?? ""}" is no amount with at most six decimals`,
        hint: "amounts are written 0.60 or -0.60, with or without a currency sign",
      });
    // Totals and taxes have no job.
    if (id !== "") sums.set(id, (sums.get(id) ?? 0) + micros);
  }
  return ok([...sums].map(([one, micros]) => ({ job: one, micros })));
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "");
}

/** The first of the names that the head has, in the order of the names. */
function columnOf(head: readonly string[], names: readonly string[]): number | undefined {
  for (const name of names) {
    const index = head.findIndex((title) => plainName(title) === name);
    if (index >= 0) return index;
  }
  return undefined;
}

/** `$1,234.56`, `-0.60`, `(0.60)`, `0.6 USD`; undefined for anything else. */
function readAmount(text: string): Micros | undefined {
  const match = /^(-|\()?\s*(?:[$€£]|[A-Z]{3})?\s*(-)?([\d,]*\d(?:\.\d{1,6}0*)?)\s*(?:[A-Z]{3})?\)?$/.exec(text.trim());
  const [, before, after, digits] = match ?? [];
  if (digits === undefined || !/^\d{1,3}(,\d{3})*(\.|$)|^\d+(\.|$)/.test(digits)) return undefined;
  const micros = parseMicros(digits.replaceAll(",", "").replace(/(\.\d{6})0+$/, "$1"));
  if (micros === undefined) return undefined;
  return before !== undefined || after !== undefined ? -micros : micros;
}

/** An invoice beside the books, job by job. */
export interface InvoiceMatch {
  readonly matched: readonly { readonly entry: LedgerEntry; readonly micros: Micros }[];
  readonly different: readonly {
    readonly entry: LedgerEntry;
    readonly theirMicros: Micros;
    readonly ourMicros: Micros;
  }[];
  /** Charged by the vendor for jobs that the books do not have. */
  readonly onlyTheirs: readonly InvoiceLine[];
  /** In the books as charged, or perhaps charged, and not on the invoice. */
  readonly onlyOurs: readonly { readonly entry: LedgerEntry; readonly ourMicros: Micros }[];
}

/**
 * Matches by the vendor's job id. Ours are of the engines and months asked for; where nobody said, of those that the invoice
 * has a job of. What is in doubt and has no job yet is never matched by its amount alone.
 */
export function matchInvoice(
  lines: readonly InvoiceLine[],
  entries: readonly LedgerEntry[],
  asked: { readonly engine?: string; readonly month?: string } = {},
): InvoiceMatch {
  const mayMatch = entries.filter(({ identity }) => asked.engine === undefined || identity.engine === asked.engine);
  const byJob = new Map(mayMatch.flatMap((entry) => (entry.job === undefined ? [] : [[entry.job, entry] as const])));
  const found = lines.flatMap((line) => {
    const entry = byJob.get(line.job);
    return entry === undefined ? [] : [{ entry, theirMicros: line.micros, ourMicros: amountsOf(entry).chargedMicros }];
  });
  const engines = new Set(found.map(({ entry }) => entry.identity.engine));
  const months = new Set(found.map(({ entry }) => entry.month));
  const onInvoice = new Set(found.map(({ entry }) => entry));
  const isMeant = (entry: LedgerEntry): boolean =>
    (asked.engine === undefined ? engines.has(entry.identity.engine) : asked.engine === entry.identity.engine) &&
    (asked.month === undefined ? months.has(entry.month) : asked.month === entry.month);
  return {
    matched: found
      .filter(({ entry, theirMicros, ourMicros }) => theirMicros === ourMicros && entry.charge?.certainty === "known")
      .map(({ entry, theirMicros }) => ({ entry, micros: theirMicros })),
    different: found.filter(
      ({ entry, theirMicros, ourMicros }) => theirMicros !== ourMicros || entry.charge?.certainty !== "known",
    ),
    onlyTheirs: lines.filter(({ job, micros }) => !byJob.has(job) && micros !== 0),
    onlyOurs: entries
      .filter((entry) => isMeant(entry) && !onInvoice.has(entry))
      .map((entry) => ({ entry, ourMicros: amountsOf(entry).committedMicros }))
      .filter(({ ourMicros }) => ourMicros > 0),
  };
}

/** Nothing that somebody has to look into. */
export function isWholeMatch({ different, onlyTheirs, onlyOurs }: InvoiceMatch): boolean {
  return different.length + onlyTheirs.length + onlyOurs.length === 0;
}

import { readFileSync, statSync } from "node:fs";
import type { Command } from "commander";
import { LEDGER_GROUPS, type LedgerGroup, ledgerEntries } from "../../core/spending/ledger.ts";
import { isWholeMatch, matchInvoice, readInvoice } from "../../core/spending/match-invoice.ts";
import { ledgerAsCsv, ledgerAsJson, ledgerAsText, matchAsJson, matchAsText } from "../../views/ledger.ts";
import { type CommandContext, UsageProblem, withWorkshop } from "../context.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

interface LedgerOptions {
  readonly month?: string;
  readonly episode?: string;
  readonly engine?: string;
  readonly by?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}
interface MatchOptions {
  readonly jobColumn?: string;
  readonly amountColumn?: string;
}

/** Largest invoice that is read. */
const INVOICE_BYTES_MAX = 16 * 1024 * 1024;

function readMonth(month: string | undefined): { readonly month?: string } {
  if (month === undefined) return {};
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new UsageProblem(`"${month}" is not a month`, "write 2026-11");
  return { month };
}

function readBy(text: string): LedgerGroup {
  const by = LEDGER_GROUPS.find((name) => name === text);
  if (by === undefined) throw new UsageProblem(`"${text}" is no way to sum`, `ways are: ${LEDGER_GROUPS.join(", ")}`);
  return by;
}

function readFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile()) throw new UsageProblem(`there is no file ${path}`);
  if (stat.size > INVOICE_BYTES_MAX)
    throw new UsageProblem(
      `${path} is larger than ${INVOICE_BYTES_MAX / 1024 / 1024} MB`,
      "export fewer months at once",
    );
  return readFileSync(path, "utf8");
}

/** `shotlock ledger`: every attempt's money, by the journal of the whole repository; `ledger match` holds an invoice beside it. */
export function registerLedger(program: Command, context: CommandContext): void {
  const { terminal } = context;
  const ledger = program
    .command("ledger")
    .description("what was reserved, charged, given back and wasted, with the vendors' job ids")
    .option("--month <month>", "of this month (UTC, of the order): 2026-11")
    .option("--episode <id>", "of this episode")
    .option("--engine <id>", "of this engine")
    .option("--by <what>", `sums by ${LEDGER_GROUPS.join(", ")}`, "episode")
    .option("--json", "as JSON (schemas/ledger.schema.json)")
    .option("--csv", "one line an attempt, for a spreadsheet")
    .action((options: LedgerOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { episode, engine } = options;
        const by = readBy(options.by ?? "episode");
        const month = readMonth(options.month);
        const books = await workshop.books();
        if (!books.ok) return tellProblem(terminal, books.error);
        const { spending, currency } = books.value;
        const entries = ledgerEntries(spending, {
          ...month,
          ...(episode === undefined ? {} : { episode }),
          ...(engine === undefined ? {} : { engine }),
        });
        if (options.json === true) terminal.out(ledgerAsJson(entries, by, currency));
        else if (options.csv === true) terminal.out(ledgerAsCsv(entries, currency));
        else terminal.out(ledgerAsText(entries, by, currency, { colour: terminal.colour, width: terminal.width }));
        return EXIT.done;
      }),
    );
  ledger
    .command("match <invoice>")
    .description(
      "hold a vendor's invoice (CSV with a job and an amount in each line) beside the ledger; exit 2 on any difference",
    )
    .option("--job-column <name>", "column of the vendor's job ids; default: job, request_id, task_id, id ...")
    .option("--amount-column <name>", "column of the amounts; default: amount, cost, charge, total ...")
    .action((path: string, options: MatchOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { month: monthText, engine, json } = command.optsWithGlobals() as LedgerOptions;
        const month = readMonth(monthText);
        const invoice = readInvoice(readFile(path), {
          ...(options.jobColumn === undefined ? {} : { job: options.jobColumn }),
          ...(options.amountColumn === undefined ? {} : { amount: options.amountColumn }),
        });
        if (!invoice.ok) throw new UsageProblem(invoice.error.message, invoice.error.hint);
        const books = await workshop.books();
        if (!books.ok) return tellProblem(terminal, books.error);
        const { spending, currency } = books.value;
        const asked = { ...month, ...(engine === undefined ? {} : { engine }) };
        const match = matchInvoice(invoice.value, ledgerEntries(spending), asked);
        terminal.out(json === true ? matchAsJson(match, currency) : matchAsText(match, currency));
        return isWholeMatch(match) ? EXIT.done : EXIT.changes;
      }),
    );
}

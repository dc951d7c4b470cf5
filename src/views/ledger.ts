import { formatMicros, MICROS_PER_UNIT, type Micros } from "../core/money.ts";
import { plainText } from "../core/plain-text.ts";
import { printCsv } from "../core/spending/csv.ts";
import { type LedgerGroup, ledgerSums } from "../core/spending/ledger.ts";
import { type Amounts, amountsOf, type LedgerEntry, sumOfAmounts } from "../core/spending/ledger-entry.ts";
import type { InvoiceMatch } from "../core/spending/match-invoice.ts";
import { jsonText } from "./plan-json.ts";
import { counted, oneLine, paint, type TextLook, table } from "./text-layout.ts";

const NAME_COLUMNS = 40;
const JOB_COLUMNS = 24;
/** Rows of single attempts on a terminal; the rest is in the CSV. */
const ROWS_MAX = 60;
const MONEY_HEAD = ["reserved", "held", "charged", "given back", "wasted"];

/** Sums of the books, and below them every attempt that cost something. */
export function ledgerAsText(
  entries: readonly LedgerEntry[],
  by: LedgerGroup,
  currency: string,
  look: TextLook,
): string {
  if (entries.length === 0) return "Nothing was paid or reserved.\n";
  const sums = ledgerSums(entries, by);
  const rows = [
    [by, "attempts", ...MONEY_HEAD],
    ...sums.map(({ name, attempts, amounts }) => [
      oneLine(name, NAME_COLUMNS),
      String(attempts),
      ...moneyCells(amounts, currency),
    ]),
    ["together", String(entries.length), ...moneyCells(sumOfAmounts(entries), currency)],
  ];
  const [head, ...lines] = table(rows, [1, 2, 3, 4, 5, 6]);
  const shown = entries.slice(-ROWS_MAX);
  const [attemptHead, ...attempts] = table(
    [
      ["time (UTC)", "shot", "attempt", "engine", "job", "charged", "verdict"],
      ...shown.map((entry) => row(entry, currency)),
    ],
    [2, 5],
  );
  const more = entries.length - shown.length;
  return `${[
    paint(head ?? "", "grey", look),
    ...lines,
    "",
    paint(attemptHead ?? "", "grey", look),
    ...(more === 0 ? [] : [`${counted(more, "older attempt")}: shotlock ledger --csv`]),
    ...attempts,
    ...overLines(entries, currency),
  ].join("\n")}\n`;
}

function moneyCells(amounts: Amounts, currency: string): string[] {
  const { reservedMicros, heldMicros, chargedMicros, refundedMicros, wastedMicros } = amounts;
  return [reservedMicros, heldMicros, chargedMicros, refundedMicros, wastedMicros].map((micros) =>
    micros === 0 ? "-" : formatMicros(micros, currency),
  );
}

function row(entry: LedgerEntry, currency: string): string[] {
  return [
    entry.at.slice(0, 16).replace("T", " "),
    `${entry.episode}/${entry.shot}`,
    String(entry.number),
    entry.identity.endpoint,
    oneLine(entry.job ?? "-", JOB_COLUMNS),
    chargeCell(entry, currency),
    entry.standing,
  ];
}

function chargeCell(entry: LedgerEntry, currency: string): string {
  const { charge } = entry;
  const credits = charge?.credits === undefined ? "" : ` (${creditWords(charge.credits)})`;
  if (charge?.certainty === "known") return `${formatMicros(charge.micros, currency)}${credits}`;
  const { heldMicros } = amountsOf(entry);
  return heldMicros === 0 ? "-" : `up to ${formatMicros(heldMicros, currency)}`;
}

function creditWords({ milli, unit }: { readonly milli: number; readonly unit: string }): string {
  const whole = Math.floor(milli / 1000);
  const rest = String(milli % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return `${whole}${rest === "" ? "" : `.${rest}`} ${plainText(unit)}`;
}

/** A vendor that took more than it had said is named. */
function overLines(entries: readonly LedgerEntry[], currency: string): string[] {
  const over = entries.filter((entry) => amountsOf(entry).overMicros > 0);
  return over.map(
    (entry) =>
      `! ${entry.identity.endpoint} took ${formatMicros(amountsOf(entry).overMicros, currency)} more than was reserved for ${entry.episode}/${entry.shot} attempt ${entry.number}: look at its price in the catalogue`,
  );
}

/** For machines, after schemas/ledger.schema.json. */
export function ledgerAsJson(entries: readonly LedgerEntry[], by: LedgerGroup, currency: string): string {
  return jsonText({
    schema: "shotlock/ledger/1",
    currency,
    sums: ledgerSums(entries, by),
    by,
    total: sumOfAmounts(entries),
    entries: entries.map(({ basis: _basis, ...entry }) => ({ ...entry, amounts: amountsOf(entry) })),
  });
}

const CSV_HEAD = [
  "time",
  "month",
  "show",
  "episode",
  "shot",
  "tier",
  "attempt",
  "licence",
  "engine",
  "endpoint",
  "account",
  "job_id",
  "verdict",
  "currency",
  "reserved",
  "held",
  "charged",
  "given_back",
  "wasted",
  "over",
  "credits",
  "credit_unit",
  "operator",
  "grant",
  "run",
];

/** One line an attempt, amounts exact to the micro; cells that look like formulas are defused. */
export function ledgerAsCsv(entries: readonly LedgerEntry[], currency: string): string {
  const rows = entries.map((entry) => {
    const amounts = amountsOf(entry);
    const { credits } = entry.charge ?? {};
    return [
      entry.at,
      entry.month,
      entry.show,
      entry.episode,
      entry.shot,
      entry.tier ?? "",
      String(entry.number),
      entry.licence,
      entry.identity.engine,
      entry.identity.endpoint,
      entry.account,
      entry.job ?? "",
      entry.standing,
      currency,
      ...[
        amounts.reservedMicros,
        amounts.heldMicros,
        amounts.chargedMicros,
        amounts.refundedMicros,
        amounts.wastedMicros,
        amounts.overMicros,
      ].map(exact),
      credits === undefined ? "" : decimal(credits.milli, 1000),
      credits?.unit ?? "",
      entry.operator,
      entry.grant,
      entry.run,
    ];
  });
  return printCsv([CSV_HEAD, ...rows]);
}

function exact(micros: Micros): string {
  return decimal(micros, MICROS_PER_UNIT);
}

/** An integer as the decimal that it stands for: nothing is rounded. */
function decimal(value: number, per: number): string {
  const digits = String(per).length - 1;
  return `${Math.floor(value / per)}.${String(value % per).padStart(digits, "0")}`;
}

/** What a bookkeeper has to look into, then what matches. */
export function matchAsText(match: InvoiceMatch, currency: string): string {
  const money = (micros: Micros): string => formatMicros(micros, currency);
  const name = ({ episode, shot, number }: LedgerEntry): string => `${episode}/${shot} attempt ${number}`;
  const sum = match.matched.reduce((total, { micros }) => total + micros, 0);
  const lines = [
    `${counted(match.matched.length, "job")} matched, ${money(sum)}.`,
    ...match.different.map(({ entry, theirMicros, ourMicros }) => {
      const ours = entry.charge?.certainty === "known" ? money(ourMicros) : "not known yet";
      const settle = `shotlock resolve ${entry.episode}/${entry.shot} --attempt ${entry.number} --charged ${exact(Math.max(0, theirMicros))}`;
      return `! different: job ${entry.job}, ${name(entry)}: theirs ${money(theirMicros)}, ours ${ours}. ${entry.charge?.certainty === "known" ? "" : settle}`.trimEnd();
    }),
    ...match.onlyTheirs.map(
      ({ job, micros }) => `! only theirs: job ${job}, ${money(micros)}: no attempt of ours has it`,
    ),
    ...match.onlyOurs.map(
      ({ entry, ourMicros }) =>
        `! only ours: ${name(entry)}, ${entry.job === undefined ? "no job known" : `job ${entry.job}`}, ${entry.charge?.certainty === "known" ? "" : "up to "}${money(ourMicros)}`,
    ),
  ];
  return `${lines.map((line) => plainText(line)).join("\n")}\n`;
}

export function matchAsJson(match: InvoiceMatch, currency: string): string {
  const short = ({ show, episode, shot, number, attempt, job }: LedgerEntry) => ({
    show,
    episode,
    shot,
    number,
    attempt,
    ...(job === undefined ? {} : { job }),
  });
  return jsonText({
    schema: "shotlock/ledger-match/1",
    currency,
    matched: match.matched.map(({ entry, micros }) => ({ ...short(entry), micros })),
    different: match.different.map(({ entry, theirMicros, ourMicros }) => ({
      ...short(entry),
      theirMicros,
      ourMicros,
    })),
    onlyTheirs: match.onlyTheirs,
    onlyOurs: match.onlyOurs.map(({ entry, ourMicros }) => ({ ...short(entry), ourMicros })),
  });
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCsv, printCsv } from "../../../src/core/spending/csv.ts";
import type { LedgerEntry } from "../../../src/core/spending/ledger-entry.ts";
import { isWholeMatch, matchInvoice, readInvoice } from "../../../src/core/spending/match-invoice.ts";
import { ledgerAsCsv, matchAsText } from "../../../src/views/ledger.ts";
import { ANIMATIC } from "../plan/story.ts";

function entry(number: number, change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    attempt: `a${number}`,
    number,
    show: "ESH",
    episode: "E101",
    shot: "SH0010",
    identity: { ...ANIMATIC, engine: "runway", endpoint: "runway/gen-4.5" },
    account: "runway",
    licence: "first",
    grant: "auto",
    operator: "anna",
    run: "run-1",
    at: "2026-11-24T10:00:00.000Z",
    month: "2026-11",
    reserveMicros: 600_000,
    standing: "accepted",
    job: `job-${number}`,
    charge: { certainty: "known", micros: 600_000 },
    restored: false,
    ...change,
  };
}

function lines(text: string) {
  const read = readInvoice(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe("CSV", () => {
  test("what is printed is read back, whatever stands in the cells", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((cell) => !/^[=+\-@\t\r]/.test(cell));
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        // The first line tells the delimiter, so it is a head without any.
        const table = [["job", "amount"], ...rows.filter((row) => row.some((cell) => cell.trim() !== ""))];
        expect(parseCsv(printCsv(table))).toEqual(table);
      }),
    );
  });

  test("no cell begins a formula", () => {
    fc.assert(
      fc.property(fc.constantFrom("=", "+", "-", "@", "\t", "\r"), fc.string(), (sign, rest) => {
        const [row] = parseCsv(printCsv([["x", `${sign}${rest}`]])) as string[][];
        expect(row?.[1]?.startsWith("'")).toBe(true);
      }),
    );
    const hostile = entry(1, { job: '=HYPERLINK("http://x")', operator: "@anna" });
    expect(ledgerAsCsv([hostile], "USD")).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  test("amounts are exact", () => {
    const [, row] = parseCsv(
      ledgerAsCsv([entry(1, { charge: { certainty: "known", micros: 1 } })], "USD"),
    ) as string[][];
    expect(row).toContain("0.000001");
    expect(row).toContain("0.599999");
  });

  test("limits and quotes that do not close are said", () => {
    expect(parseCsv('a,b\n"open')).toContain("line 2");
    expect(parseCsv(`a,b\n${"x".repeat(20_000)}`)).toContain("too long");
    expect(parseCsv(`a\n${"x\n".repeat(100_002)}`)).toContain("more than");
  });
});

describe("an invoice beside the books", () => {
  test("matched, different, only theirs, only ours", () => {
    const books = [
      entry(1),
      entry(2, { charge: { certainty: "known", micros: 500_000 } }),
      entry(3),
      entry(4, { charge: { certainty: "known", micros: 0 }, standing: "failed" }),
      entry(5, { job: undefined as never, standing: "in-doubt", charge: undefined }),
      entry(6, { month: "2026-10" }),
      entry(7, { identity: { ...ANIMATIC, engine: "fal" } }),
    ];
    const match = matchInvoice(lines("Task ID;Cost\njob-1;0.60\njob-2;$0.60\nother;1.00\n;99\n"), books);
    expect(match.matched.map((one) => one.entry.number)).toEqual([1]);
    expect(match.different.map((one) => [one.entry.number, one.theirMicros, one.ourMicros])).toEqual([
      [2, 600_000, 500_000],
    ]);
    expect(match.onlyTheirs).toEqual([{ job: "other", micros: 1_000_000 }]);
    expect(match.onlyOurs.map((one) => one.entry.number)).toEqual([3, 5]);
    expect(isWholeMatch(match)).toBe(false);
    expect(matchAsText(match, "USD")).toContain("1 job matched, $0.60");
    expect(isWholeMatch(matchInvoice(lines("job,amount\njob-1,0.6\n"), [entry(1)]))).toBe(true);
  });

  test("a charge and its refund are one job; a bill that was not known is different until it is settled", () => {
    expect(lines("id,amount\njob-1,0.60\njob-1,-0.60\njob-2,(0.10)\n")).toEqual([
      { job: "job-1", micros: 0 },
      { job: "job-2", micros: -100_000 },
    ]);
    const slow = entry(1, { standing: "failed", charge: { certainty: "unknown", atMostMicros: 600_000 } });
    expect(matchInvoice(lines("job,amount\njob-1,0.60\n"), [slow]).different).toHaveLength(1);
  });

  test("columns are found by their names, and what is no amount is refused with its line", () => {
    expect(lines('"Request-ID",Model,"Amount (USD)"\nr1,veo,"1,234.567890"\n')).toEqual([
      { job: "r1", micros: 1_234_567_890 },
    ]);
    expect(readInvoice("model,amount\nveo,1\n")).toMatchObject({ ok: false });
    expect(readInvoice("job,amount\nj,0.60\nj2,0.0000001\n")).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("line 3") },
    });
    expect(readInvoice("job,amount\nj,=1+1\n").ok).toBe(false);
  });
});

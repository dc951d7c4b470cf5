import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AuthoredKind, parseDocument } from "../../src/schema/parse-document.ts";

/** Two megabytes of each of these stop a careless reader for minutes, or end the process. */
const SIZE = 2 * 1024 * 1024;
const fill = (text: string, size = SIZE): string => text.repeat(Math.floor(size / text.length));
const FLOODS: Readonly<Record<string, string>> = {
  brackets: fill("["),
  braces: fill("{"),
  "brace and name": fill("{a: "),
  dashes: fill("- "),
  "question marks": fill("? "),
  colons: fill("a: "),
  "closing brackets": fill("]"),
  commas: `[${fill(",")}`,
  quotes: fill('"'),
  "broken escapes": `"${fill("\\x", SIZE - 10)}`,
  "short broken escapes": `[${fill('"\\x\\x\\x\\x", ', 1_000_000)}`,
  anchors: `x: [${Array.from({ length: 60_000 }, (_, index) => `&a${index} x`).join(", ")}]`,
  aliases: `x-a: &a x\nx-b: [${fill("*a, ", 500_000)}]`,
  "alias names": `x-a: [${fill("*a, ", 500_000)}]`,
  documents: fill("---\n"),
  directives: fill("%TAG ! x\n"),
  tags: fill("!a "),
  names: Array.from({ length: 60_000 }, (_, index) => `k${index}: ${index}`).join("\n"),
  "one name": fill("a: 1\n", 300_000),
  steps: Array.from({ length: 1_900 }, (_, index) => `${" ".repeat(index)}a:`).join("\n"),
  "empty lines": fill("\n"),
  tabs: fill("\t\n"),
  comments: fill("#\n"),
  "one line": fill("a"),
  nothing: fill("\0"),
};

describe("floods", () => {
  test.each(Object.entries(FLOODS))("%s: findings, soon", (_name, text) => {
    const bytes = new TextEncoder().encode(text);
    const started = performance.now();
    const { diagnostics } = parseDocument("episode", "x.yaml", bytes);
    // Far above what it takes here, far below what it took without the guard: the bound is for hangs, not for speed.
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThanOrEqual(201);
  });
});

const KINDS = fc.constantFrom<AuthoredKind>("show", "bible", "episode", "config");
const SAMPLE = `scenes:
  - id: 1
    slugline: INT. WORKSHOP - NIGHT
    looks: &l {shoemaker: nightshirt}
    shots:
      - id: SH0010
        framing: {size: MCU, lens: 50}
        duration: 6s
        seed: 18446744073709551615
        cast: [shoemaker, {character: wife, position: left}]
        dialogue:
          - shoemaker: "Let us stay up."
        action: |
          He works.
  - {id: 2, looks: *l}
`;
const SPLINTERS = [
  "\t",
  "\n",
  "- ",
  ": ",
  "?",
  "*l",
  "&l ",
  "<<: *l\n",
  "!x ",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "|",
  ">",
  "#",
  "%",
  "---\n",
  "...\n",
  "\u0000",
  "\u001b[31m",
  "\u202e",
  "\ud83d\ude00",
  "é",
  "0x",
  "1e999",
  ".nan",
  "~",
  "null",
  "__proto__: ",
  "constructor: ",
  "@",
  "`",
  ",",
];

/** Whatever the bytes: findings or a value, never an exception, and no hostile character of them in any message. */
function isOrderly(kind: AuthoredKind, bytes: Uint8Array): void {
  const { value, diagnostics, locate } = parseDocument(kind, "x.yaml", bytes);
  expect(value !== undefined || diagnostics.some((finding) => finding.severity === "error")).toBe(true);
  for (const { message, hint, pointer } of diagnostics) {
    expect(`${message}${hint ?? ""}`).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    if (pointer !== undefined) locate(pointer);
  }
  if (value !== undefined) expect(() => JSON.stringify(value)).not.toThrow();
}

describe("any text", () => {
  test("random bytes", () => {
    fc.assert(fc.property(KINDS, fc.uint8Array({ maxLength: 400 }), isOrderly), {
      numRuns: 400,
      interruptAfterTimeLimit: 15_000,
    });
  });

  test("random YAML-like text", () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...SPLINTERS), fc.string({ maxLength: 6 })), { maxLength: 60 });
    fc.assert(
      fc.property(KINDS, text, (kind, parts) => isOrderly(kind, new TextEncoder().encode(parts.join("")))),
      { numRuns: 600, interruptAfterTimeLimit: 15_000 },
    );
  });

  test("a good document with something pushed in, cut out or turned round", () => {
    const wound = fc.record({
      at: fc.nat(SAMPLE.length),
      cut: fc.nat(12),
      put: fc.constantFrom("", ...SPLINTERS),
    });
    fc.assert(
      fc.property(fc.array(wound, { minLength: 1, maxLength: 4 }), (wounds) => {
        const text = wounds.reduce(
          (whole, { at, cut, put }) => whole.slice(0, at) + put + whole.slice(at + cut),
          SAMPLE,
        );
        isOrderly("episode", new TextEncoder().encode(text));
      }),
      { numRuns: 800, interruptAfterTimeLimit: 30_000 },
    );
  });

  test("same bytes, same findings", () => {
    const bytes = new TextEncoder().encode(SAMPLE.replaceAll("cast", "kast").replaceAll("6s", "6"));
    const once = parseDocument("episode", "x.yaml", bytes).diagnostics;
    expect(once.length).toBeGreaterThan(1);
    expect(parseDocument("episode", "x.yaml", bytes).diagnostics).toEqual(once);
  });

  test("seeds from 0 to 2^64-1 are kept digit by digit; beyond is refused", () => {
    const seeds = fc.oneof(
      fc.bigInt(0n, 2n ** 65n),
      fc.bigInt(2n ** 64n - 500n, 2n ** 64n + 500n),
      fc.bigInt(2n ** 53n - 9n, 2n ** 53n + 9n),
    );
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, quoted) => {
        const text = `shots: [{id: 1, framing: LS, duration: 1s, action: a, seed: ${quoted ? `"${seed}"` : seed}}]`;
        const { value, diagnostics } = parseDocument("episode", "x.yaml", new TextEncoder().encode(text));
        if (seed < 2n ** 64n) expect(String(value?.shots?.[0]?.seed)).toBe(String(seed));
        else expect(diagnostics.map((finding) => finding.pointer)).toEqual(["/shots/0/seed"]);
      }),
      { numRuns: 300 },
    );
  });
});

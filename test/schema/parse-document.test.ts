import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type AuthoredKind, parseDocument } from "../../src/schema/parse-document.ts";
import { disagreements, readFixtures } from "./expected-findings.ts";

const FIXTURES = readFixtures(fileURLToPath(new URL("../fixtures/syntax", import.meta.url)));

function parse<Kind extends AuthoredKind>(kind: Kind, text: string | Uint8Array) {
  return parseDocument(kind, "x.yaml", typeof text === "string" ? new TextEncoder().encode(text) : text);
}
const codes = (kind: AuthoredKind, text: string | Uint8Array): readonly string[] =>
  parse(kind, text).diagnostics.map((finding) => finding.code);

describe("fixtures", () => {
  test("are there, good and bad, for every kind", () => {
    expect(FIXTURES.length).toBeGreaterThan(30);
    for (const kind of ["show", "bible", "episode", "config"]) {
      expect(FIXTURES.some((fixture) => fixture.kind === kind && fixture.expected.length === 0)).toBe(true);
      expect(FIXTURES.some((fixture) => fixture.kind === kind && fixture.expected.length > 0)).toBe(true);
    }
  });

  test.each(FIXTURES)("$name", ({ kind, name, bytes, expected }) => {
    const { diagnostics, value } = parseDocument(kind as AuthoredKind, name, bytes);
    expect(disagreements(expected, diagnostics)).toEqual({ missing: [], surplus: [] });
    if (expected.length === 0) expect(value).toBeDefined();
    for (const finding of diagnostics) {
      expect(`${finding.message}${finding.hint ?? ""}`, "no hostile character is repeated").not.toMatch(
        /[\p{Cc}\p{Cs}\u202e]/u,
      );
      expect(finding.line).toBeGreaterThan(0);
    }
  });
});

describe("bytes", () => {
  test("50 MB are refused before anything is read from them", () => {
    const started = performance.now();
    expect(codes("episode", new Uint8Array(50_000_000).fill(0x61))).toEqual(["FILE_TOO_LARGE"]);
    expect(performance.now() - started).toBeLessThan(500);
  });

  test("bytes that are not UTF-8, with the line of the first", () => {
    const [finding] = parse("show", new Uint8Array([0x61, 0x0a, 0x62, 0xff, 0x0a])).diagnostics;
    expect(finding).toMatchObject({ code: "NOT_UTF8", line: 2 });
    expect(codes("show", new Uint8Array([0xc3]))).toEqual(["NOT_UTF8"]);
    expect(parse("show", new Uint8Array([0xff, 0xfe, 0x61, 0x00])).diagnostics[0]?.message).toContain("UTF-16");
  });

  test("a byte order mark and Windows line ends are accepted", () => {
    const { value, diagnostics, text } = parse("show", "\ufefftitle: A\r\nnotes: |\r\n  b\r\n  c\r\n");
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({ title: "A", notes: "b\nc\n" });
    expect(text?.startsWith("title")).toBe(true);
  });

  test("lines may end as they did on old machines", () => {
    expect(parse("show", "title: A\rnotes: b\r").value).toEqual({ title: "A", notes: "b" });
  });

  test("nothing, and a byte order mark alone, are empty", () => {
    for (const text of ["", "\ufeff", "\n\n", "---\n", "# a\n"]) expect(codes("episode", text)).toEqual(["EMPTY_FILE"]);
    expect(parse("bible", "").value).toEqual({});
    expect(parse("bible", "").diagnostics[0]?.severity).toBe("warning");
    expect(parse("episode", "").value).toBeUndefined();
  });
});

describe("values", () => {
  const shot = (fields: string): string => `shots:\n  - {id: 1, framing: LS, duration: 1s, action: a, ${fields}}\n`;
  const firstShot = (fields: string) => parse("episode", shot(fields)).value?.shots?.[0];

  test("seeds are kept exactly, as digits beyond 2^53", () => {
    expect(firstShot("seed: 0")?.seed).toBe(0);
    expect(firstShot("seed: 9007199254740991")?.seed).toBe(9007199254740991);
    expect(firstShot("seed: 9007199254740993")?.seed).toBe("9007199254740993");
    expect(firstShot("seed: 18446744073709551615")?.seed).toBe("18446744073709551615");
    expect(firstShot('seed: "12345678901234567890"')?.seed).toBe("12345678901234567890");
  });

  test("names that look like numbers stay what was written", () => {
    expect(firstShot("scene: 12E4")?.scene).toBe("12E4");
    expect(firstShot("scene: 010")?.scene).toBe("010");
    expect(firstShot("scene: 1")?.scene).toBe(1);
    expect(firstShot('scene: "1"')?.scene).toBe("1");
    expect(firstShot("title: no, notes: 2026-11-20, weather: 0x10")).toMatchObject({
      title: "no",
      notes: "2026-11-20",
      weather: "0x10",
    });
  });

  test("findings do not hide the rest of the document", () => {
    const parsed = parse("episode", shot("status: actve, blah: 1, cast: [nobody]"));
    expect(parsed.diagnostics.map((finding) => finding.code).sort()).toEqual(["UNKNOWN_FIELD", "VALUE_WORD"]);
    expect(parsed.value?.shots?.[0]).toEqual({ id: 1, framing: "LS", duration: "1s", action: "a", cast: ["nobody"] });
  });

  test("a broken part of the bible does not make its characters unknown", () => {
    const { value, diagnostics } = parse(
      "bible",
      "characters:\n  tam: {consent: {type: me}, looks: {work: {wardrobe: 5, hair: red}}, voice: 1}\n",
    );
    expect(diagnostics.map((finding) => finding.code)).toEqual(["VALUE_WORD", "VALUE_TYPE", "VALUE_TYPE"]);
    expect(value).toEqual({ characters: { tam: { looks: { work: { hair: "red" } } } } });
  });

  test("what is meant by a broken cast or list of shots is read where it is plain, and else doubted", () => {
    const cast = parse("episode", shot('cast: "wife, elf-tam"'));
    expect(cast.diagnostics[0]?.hint).toBe("write [wife, elf-tam]");
    expect(cast.value?.shots?.[0]?.cast).toEqual(["wife", "elf-tam"]);
    const doubted = parse("episode", shot("cast: {a: b}"));
    expect(doubted.value?.shots?.[0]?.cast).toBeUndefined();
    expect([...(doubted.doubtful ?? [])]).toEqual(["/shots/0"]);
    const named = parse(
      "episode",
      'scenes:\n  "1": {mood: grim}\nshots:\n  - {framing: LS, duration: 1s, action: a}\n',
    );
    expect(named.diagnostics.map((finding) => finding.code)).toEqual(["VALUE_TYPE", "VALUE_REQUIRED"]);
    expect(named.value?.scenes).toEqual([{ id: "1", mood: "grim" }]);
    expect(named.value?.shots).toHaveLength(1);
  });

  test("a misspelt name of the bible is known under the name the hint gives", () => {
    const { value, diagnostics } = parse("bible", "characters:\n  Elf Tam: {name: Tam}\n");
    expect(diagnostics[0]?.hint).toBe("write elf-tam");
    expect(value).toEqual({ characters: { "elf-tam": { name: "Tam" } } });
  });

  test("what cannot be spared leaves no value", () => {
    expect(parse("episode", "- id: SH0010\n").value).toBeUndefined();
    expect(parse("bible", "characters: [josef]\n").value).toBeUndefined();
  });

  test("a key that stands where only its name may stand is not repeated", () => {
    const { diagnostics } = parse("config", "engines: {accounts: {main: {engine: veo, key: sk-live-1234}}}\n");
    expect(diagnostics).toHaveLength(1);
    expect(JSON.stringify(diagnostics)).not.toContain("sk-live");
    expect(JSON.stringify(diagnostics)).not.toContain("SKLIVE");
  });
});

describe("places", () => {
  const text =
    "shots:\n  - id: 10\n    framing: LS\n    cast:\n      - wife\n      - {character: elf}\nscenes: &s []\nx-s: *s\n";
  const parsed = parse("episode", text);

  test("of values, names and the nearest part that was written", () => {
    expect(parsed.locate("/shots/0/framing")).toEqual({ line: 3, column: 14, endLine: 3, endColumn: 16 });
    expect(parsed.locateName("/shots/0/framing")).toEqual({ line: 3, column: 5, endLine: 3, endColumn: 12 });
    expect(parsed.locate("/shots/0/cast/1/character")).toMatchObject({ line: 6, column: 21 });
    expect(parsed.locate("/shots/0/cast/7/look")).toMatchObject({ line: 5, column: 7 });
    expect(parsed.locate("/x-s")).toMatchObject({ line: 8, column: 6 });
    expect(parsed.locate("/nowhere/at/all")).toMatchObject({ line: 1, column: 1 });
  });
});

test("a flood of findings is cut off and says so", () => {
  const { diagnostics } = parse(
    "show",
    ["title: A", ...Array.from({ length: 1000 }, (_, index) => `k${index}: 1`)].join("\n"),
  );
  expect(diagnostics).toHaveLength(201);
  expect(diagnostics.at(-1)).toMatchObject({ code: "TOO_MANY_FINDINGS", severity: "info" });
  expect(diagnostics.at(-1)?.message).toContain("800");
});

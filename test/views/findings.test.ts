import { describe, expect, test } from "vitest";
import { type Diagnostic, diagnostic, sortDiagnostics } from "../../src/core/diagnostic.ts";
import { DIAGNOSTICS } from "../../src/core/diagnostic-codes.ts";
import { plainText } from "../../src/core/plain-text.ts";
import { findingsAsAnnotations, findingsAsJson, findingsAsText, findingsCount } from "../../src/views/findings.ts";

const FILE = "productions/elves/episodes/E101.yaml";
const TEXT = "shots:\n  - id: SH0040\n    camera: push\n    title: \u001b[31mred 日本 end\n";
const WORD: Diagnostic = diagnostic("VALUE_WORD", FILE, 'SH0040: `movement` does not know "push"', {
  hint: "did you mean `push-in`?",
  pointer: "/shots/0/camera",
  place: { line: 3, column: 13, endLine: 3, endColumn: 17 },
});
const sources = new Map([[FILE, TEXT]]);

describe("text", () => {
  test("severity, code, place, the line with a mark, the hint, the count", () => {
    expect(findingsAsText([WORD], { colour: false, sources })).toBe(
      [
        'error[VALUE_WORD] SH0040: `movement` does not know "push"',
        `  --> ${FILE}:3:13`,
        "    |",
        "  3 |     camera: push",
        "    |             ^^^^",
        "  hint: did you mean `push-in`?",
        "",
        "1 error",
        "",
      ].join("\n"),
    );
  });

  test("without place and text there is no line", () => {
    const bare = diagnostic("EMPTY_FILE", FILE, "the file is empty", { severity: "warning" });
    expect(findingsAsText([bare], { colour: false })).toBe(
      `warning[EMPTY_FILE] the file is empty\n  --> ${FILE}\n\n1 warning\n`,
    );
    const beyond: Diagnostic = { ...bare, line: 99, column: 1 };
    expect(findingsAsText([beyond], { colour: false, sources })).not.toContain("|");
  });

  test("nothing hostile reaches the terminal, and the mark stays under what it marks", () => {
    const hostile = diagnostic("UNKNOWN_FIELD", "a\u001b]0;x\u0007.yaml", "there is \u202e no \n field", {
      hint: "\u009b31m",
      place: { line: 4, column: 12, endLine: 4, endColumn: 19 },
    });
    const text = findingsAsText([{ ...hostile, file: FILE }, hostile], { colour: false, sources });
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
    const [line = "", mark = ""] = text.split("\n").slice(3, 5);
    expect(line).toContain("\\u001b[31mred 日本 end");
    // Two East Asian letters take four places on a screen.
    expect(mark.indexOf("^")).toBe(line.indexOf("\\u001b"));
  });

  test("a long line is shown around the fault", () => {
    const long = `${"a".repeat(5_000)}WRONG${"b".repeat(5_000)}`;
    const finding = diagnostic("YAML_SYNTAX", "x.yaml", "m", {
      place: { line: 1, column: 5_001, endLine: 1, endColumn: 5_006 },
    });
    const [, , , line = "", mark = ""] = findingsAsText([finding], {
      colour: false,
      sources: new Map([["x.yaml", long]]),
    }).split("\n");
    expect(line.length).toBeLessThan(130);
    expect(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe("WRONG");
  });

  test("colour only when asked for", () => {
    expect(findingsAsText([WORD], { colour: true, sources })).toContain("\u001b[31m");
    expect(findingsAsText([], { colour: true })).toBe("no findings\n");
  });

  test("counts", () => {
    const warning: Diagnostic = { ...WORD, severity: "warning" };
    expect(findingsCount([WORD, WORD, warning])).toBe("2 errors, 1 warning");
    expect(findingsCount([{ ...WORD, severity: "info" }])).toBe("1 remark");
  });
});

test("JSON holds everything, with the help of each code", () => {
  expect(JSON.parse(findingsAsJson([WORD]))).toEqual({
    schema: "shotlock/findings/1",
    errors: 1,
    findings: [{ ...WORD, help: DIAGNOSTICS.VALUE_WORD }],
  });
});

describe("annotations", () => {
  test("one line each, with file, line, columns and title", () => {
    expect(findingsAsAnnotations([WORD])).toBe(
      `::error file=${FILE},line=3,endLine=3,col=13,endColumn=17,title=VALUE_WORD::SH0040: \`movement\` does not know "push" (did you mean \`push-in\`?)\n`,
    );
  });

  test("what would end the command or begin another is escaped", () => {
    const sly = diagnostic("UNKNOWN_FIELD", "a,line=1::b.yaml", "100%\n::set-env name=X::y\r", { severity: "info" });
    const text = findingsAsAnnotations([sly]);
    expect(text.trimEnd().split(/[\r\n]/)).toHaveLength(1);
    expect(text).toContain("::notice file=a%2Cline=1%3A%3Ab.yaml,title=UNKNOWN_FIELD::100%25");
  });

  test("no columns on more than one line", () => {
    expect(findingsAsAnnotations([{ ...WORD, endLine: 5 }])).toContain("line=3,endLine=5,title=");
  });
});

describe("order", () => {
  test("by file and place, doubles once", () => {
    const at = (file: string, line: number, column: number): Diagnostic => ({ ...WORD, file, line, column });
    const [a, b, c] = [at("a", 2, 1), at("a", 10, 1), at("b", 1, 1)];
    expect(sortDiagnostics([c, b, a, b, { ...a, hint: "other" }])).toEqual([a, b, c]);
  });
});

test("plain text: joiners and emoji stay, what cannot be seen is shown", () => {
  expect(plainText("می‌خواهم 👨‍👩‍👧 é")).toBe("می‌خواهم 👨‍👩‍👧 é");
  expect(plainText("a\u001b[0m\u202e\u200b\ud800\u{e0041}\n")).toBe("a\\u001b[0m\\u202e\\u200b\\ud800\\ue0041\\u000a");
  expect(plainText("😀😀", 3)).toBe("😀...");
});

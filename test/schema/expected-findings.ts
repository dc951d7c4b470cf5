import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../src/core/diagnostic.ts";

export interface FindingsFixture {
  readonly name: string;
  readonly kind: string;
  readonly bytes: Uint8Array;
  /** `CODE @ line`, or `CODE @ line:column` where the fixture names a column. */
  readonly expected: readonly ExpectedFinding[];
}
export interface ExpectedFinding {
  readonly code: string;
  readonly line: number;
  readonly column?: number;
  /** Words that must stand in the hint. */
  readonly hint?: string;
}

/**
 * Fixtures carry what they expect: `# ERROR: CODE` on the faulty line, with `| words of the hint` if they matter, or
 * `# EXPECT: CODE @ line:column` anywhere.
 */
export function readFixtures(folder: string): readonly FindingsFixture[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) =>
      readdirSync(join(folder, entry.name)).map((name) => {
        const bytes = readFileSync(join(folder, entry.name, name));
        return { name: `${entry.name}/${name}`, kind: entry.name, bytes, expected: expectedIn(bytes.toString("utf8")) };
      }),
    );
}

function expectedIn(text: string): readonly ExpectedFinding[] {
  return text.split("\n").flatMap((line, index) => {
    const onLine = [...line.matchAll(/# ERROR: ([A-Z_0-9]+)(?: \| (.*?))?(?= # ERROR|\s*$)/g)].map((match) => ({
      code: match[1] ?? "",
      line: index + 1,
      ...(match[2] === undefined ? {} : { hint: match[2] }),
    }));
    const elsewhere = [...line.matchAll(/# EXPECT: ([A-Z_0-9]+) @ (\d+)(?::(\d+))?/g)].map((match) => ({
      code: match[1] ?? "",
      line: Number(match[2]),
      ...(match[3] === undefined ? {} : { column: Number(match[3]) }),
    }));
    return [...onLine, ...elsewhere];
  });
}

/** What was expected and not found, and what was found and not expected. */
export function disagreements(
  expected: readonly ExpectedFinding[],
  findings: readonly Diagnostic[],
): { readonly missing: readonly string[]; readonly surplus: readonly string[] } {
  const left = [...findings];
  const missing: string[] = [];
  // Those that name a hint choose first, so that a finding without one is left for an expectation without one.
  for (const wanted of [...expected].sort((a, b) => Number(a.hint === undefined) - Number(b.hint === undefined))) {
    const index = left.findIndex(
      (finding) =>
        finding.code === wanted.code &&
        finding.line === wanted.line &&
        (wanted.column === undefined || finding.column === wanted.column) &&
        (wanted.hint === undefined || (finding.hint ?? "").includes(wanted.hint)),
    );
    if (index === -1) missing.push(JSON.stringify(wanted));
    else left.splice(index, 1);
  }
  return {
    missing,
    surplus: left.map(({ code, line, column, message, hint }) => `${code} @ ${line}:${column} ${message} | ${hint}`),
  };
}

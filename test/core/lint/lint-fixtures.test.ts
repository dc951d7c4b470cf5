import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/core/diagnostic.ts";
import { DIAGNOSTICS } from "../../../src/core/diagnostic-codes.ts";
import { gateVocabulary } from "../../../src/core/gate-vocabulary.ts";
import type { KnownNames } from "../../../src/core/known-names.ts";
import { gates } from "../../../src/gates/registry.ts";
import { repositoryFiles } from "../../../src/kit/repository-files.ts";
import { loadProductions } from "../../../src/operations/load.ts";
import { shippedCatalogue } from "../../catalogue/shipped.ts";
import { type Expected, LINT_FIXTURES, layOut } from "./lint-fixtures.ts";

/** Engines and gates as they are shipped. */
const KNOWN: KnownNames = { catalogue: shippedCatalogue(), gates: gateVocabulary(gates) };
const seen = new Set<string>();

describe("broken productions", () => {
  test.each(LINT_FIXTURES)("$name", async (fixture) => {
    const { root, expected } = layOut(fixture);
    try {
      const { diagnostics } = await loadProductions({ files: repositoryFiles(root), known: KNOWN });
      expect(disagreements(expected, diagnostics)).toEqual({ missing: [], surplus: [] });
      for (const { code } of diagnostics) seen.add(code);
    } finally {
      rmSync(dirname(root), { recursive: true });
    }
  });
});

/** Made in test/operations/load.test.ts: a fixture would be 64 MiB. */
const ELSEWHERE: ReadonlySet<string> = new Set(["REFERENCE_TOO_LARGE"]);

test("every finding that resolving, linting and loading can make has a fixture", () => {
  const source = (path: string): string => fileURLToPath(new URL(`../../../src/${path}`, import.meta.url));
  const files = [
    source("operations/load.ts"),
    ...["core/resolve", "core/lint"].flatMap((folder) =>
      readdirSync(source(folder)).map((name) => join(source(folder), name)),
    ),
  ];
  const made = files
    .flatMap((file) => readFileSync(file, "utf8").match(/"[A-Z]+(?:_[A-Z0-9]+)+"/g) ?? [])
    .map((code) => code.slice(1, -1))
    .filter((code) => code in DIAGNOSTICS && !ELSEWHERE.has(code));
  expect(made.length).toBeGreaterThan(40);
  expect([...new Set(made)].filter((code) => !seen.has(code)).sort()).toEqual([]);
});

function disagreements(expected: readonly Expected[], diagnostics: readonly Diagnostic[]) {
  const left = [...diagnostics];
  const missing: string[] = [];
  // Those that name a hint choose first, so that a finding without one is left for an expectation without one.
  for (const wanted of [...expected].sort((a, b) => Number(a.hint === undefined) - Number(b.hint === undefined))) {
    const index = left.findIndex(
      (finding) =>
        finding.code === wanted.code &&
        finding.file === wanted.file &&
        finding.severity === wanted.severity &&
        (wanted.line === undefined || finding.line === wanted.line) &&
        (wanted.column === undefined || finding.column === wanted.column) &&
        (wanted.hint === undefined || (finding.hint ?? "").includes(wanted.hint)),
    );
    if (index === -1) missing.push(JSON.stringify(wanted));
    else left.splice(index, 1);
  }
  const surplus = left.map(
    ({ severity, code, file, line, column, message, hint }) =>
      `${severity} ${code} @ ${file}:${line}:${column} ${message} | ${hint}`,
  );
  return { missing, surplus };
}

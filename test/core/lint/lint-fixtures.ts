import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Severity } from "../../../src/core/diagnostic.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/lint", import.meta.url));
const SHARED_BIBLE = "bible.yaml";

/**
 * A broken production. It is one episode file, which then plays with the shared bible.yaml, or a folder laid out as a
 * production is. What must be found stands in its comments:
 * `# ERROR: CODE | words of the hint` or `# WARNING: CODE` on the line of the finding, and
 * `# ERROR: CODE @ 14` where the column matters, and `# EXPECT: ERROR CODE` for a finding of a file that has no line.
 * `# LINK: name -> target` asks for a symbolic link, `# FILE: name` for an empty file.
 */
export interface LintFixture {
  readonly name: string;
  readonly path: string;
}

export interface Expected {
  readonly file: string;
  readonly severity: Severity;
  readonly code: string;
  /** Undefined where the finding belongs to the file as a whole. */
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
}

export const LINT_FIXTURES: readonly LintFixture[] = readdirSync(FOLDER)
  .filter((name) => name !== SHARED_BIBLE)
  .sort()
  .map((name) => ({ name: name.replace(/\.yaml$/, ""), path: join(FOLDER, name) }));

/** Lays the fixture out as the only production of an empty repository, with a picture outside of it. */
export function layOut(fixture: LintFixture): { readonly root: string; readonly expected: readonly Expected[] } {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "shotlock-lint-")));
  const root = join(base, "repository");
  const production = join(root, "productions", "broken");
  mkdirSync(join(production, "episodes"), { recursive: true });
  writeFileSync(join(base, "outside.png"), "outside");
  if (statSync(fixture.path).isDirectory()) cpSync(fixture.path, production, { recursive: true });
  else {
    mkdirSync(join(production, "bible"));
    copyFileSync(join(FOLDER, SHARED_BIBLE), join(production, "bible", "bible.yaml"));
    copyFileSync(fixture.path, join(production, "episodes", "E101.yaml"));
  }
  const texts = (readdirSync(production, { recursive: true }) as string[])
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({ file: `productions/broken/${name}`, text: readFileSync(join(production, name), "utf8") }));
  for (const { text } of texts) {
    for (const [, name = "", target = ""] of text.matchAll(/^# LINK: (\S+) -> (\S+)$/gm)) {
      mkdirSync(dirname(join(production, name)), { recursive: true });
      symlinkSync(target, join(production, name));
    }
    for (const [, name = ""] of text.matchAll(/^# FILE: (\S+)$/gm)) {
      mkdirSync(dirname(join(production, name)), { recursive: true });
      writeFileSync(join(production, name), "");
    }
  }
  return { root, expected: texts.flatMap(({ file, text }) => expectedIn(file, text)) };
}

function expectedIn(file: string, text: string): readonly Expected[] {
  const severity = (word: string | undefined): Severity =>
    word === "WARNING" ? "warning" : word === "INFO" ? "info" : "error";
  return text.split("\n").flatMap((line, index) => {
    const onLine = [
      ...line.matchAll(
        /# (ERROR|WARNING|INFO): ([A-Z_0-9]+)(?: @ (\d+))?(?: \| (.*?))?(?= # (?:ERROR|WARNING|INFO)|\s*$)/g,
      ),
    ].map(([, word, code = "", column, hint]) => ({
      file,
      severity: severity(word),
      code,
      line: index + 1,
      ...(column === undefined ? {} : { column: Number(column) }),
      ...(hint === undefined ? {} : { hint }),
    }));
    const ofFile = [...line.matchAll(/# EXPECT: (ERROR|WARNING|INFO) ([A-Z_0-9]+)/g)].map(([, word, code = ""]) => ({
      file,
      severity: severity(word),
      code,
    }));
    return [...onLine, ...ofFile];
  });
}

import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { testRepository } from "./repository.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** What a newcomer reads first must be true. */
describe("README", () => {
  test("its episode is an episode of the sample, at most 14 lines", () => {
    const yaml = /```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? "";
    expect(yaml.trim().split("\n").length).toBeGreaterThan(8);
    expect(yaml.trim().split("\n").length).toBeLessThan(15);
    const repository = testRepository({});
    cpSync(join(ROOT, "productions/elves"), join(repository.root, "productions/elves"), { recursive: true });
    rmSync(join(repository.root, "productions/elves/episodes"), { recursive: true });
    repository.write("productions/elves/episodes/E101.yaml", yaml);
    const linted = repository.run("lint", "--json");
    expect(JSON.parse(linted.out)).toMatchObject({ findings: [] });
    expect(linted.code).toBe(0);
  });

  test("each command that it names is one, and each npm script too", () => {
    const repository = testRepository({});
    const help = repository.run("--help").out;
    const known = new Set([...help.matchAll(/^ {2}([a-z]+)\b/gm)].map((match) => match[1]));
    const named = [...README.matchAll(/shotlock ([a-z]+)/g)]
      .map((match) => match[1] ?? "")
      .filter((word) => word !== "plans");
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((word) => !known.has(word))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
    const run = [...README.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? "");
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("each file that it links to is there", () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect(() => readFileSync(join(ROOT, link)), link).not.toThrow(/ENOENT/);
  });
});

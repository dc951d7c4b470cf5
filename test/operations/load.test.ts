import { spawnSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { repositoryFiles } from "../../src/kit/repository-files.ts";
import { loadProductions } from "../../src/operations/load.ts";
import type { RepositoryFiles } from "../../src/ports/files.ts";
import { findingsAsAnnotations, findingsAsJson, findingsAsText } from "../../src/views/findings.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const GOOD = join(ROOT, "test/fixtures/lint/good-chase");
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A repository with the chase in it. */
function repository(): { readonly root: string; write(path: string, bytes: string | Uint8Array): void } {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "shotlock load ")));
  made.push(base);
  const root = join(base, "repository");
  cpSync(GOOD, join(root, "productions/chase"), { recursive: true });
  return {
    root,
    write(path, bytes) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
    },
  };
}

const EPISODE = "productions/chase/episodes/E101.yaml";

async function codes(root: string): Promise<readonly string[]> {
  const { diagnostics } = await loadProductions({ files: repositoryFiles(root) });
  return diagnostics.map((finding) => finding.code);
}

describe("files that no editor writes", () => {
  test("the good production has nothing to find, and counts its files", async () => {
    const loaded = await loadProductions({ files: repositoryFiles(repository().root) });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.files).toHaveLength(4);
  });

  test("an episode of 50 MB is refused unread, and hides no finding of the others", async () => {
    const { root, write } = repository();
    const file = openSync(join(root, "productions/chase/episodes/E102.yaml"), "w");
    ftruncateSync(file, 50_000_000);
    closeSync(file);
    write(EPISODE, readFileSync(join(root, EPISODE), "utf8").replace("camera: handheld", "camera: handhold"));
    expect(await codes(root)).toEqual(["SHORT_FORM", "FILE_TOO_LARGE"]);
  });

  test.each([
    ["invalid UTF-8", new Uint8Array([0x74, 0x3a, 0xff, 0x0a]), "NOT_UTF8"],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x61, 0x00]), "NOT_UTF8"],
    ["NUL", "title: a\0b\n", "CONTROL_CHARACTERS"],
    ["nothing", "", "EMPTY_FILE"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), "NOT_UTF8"],
  ])("%s", async (_what, bytes, code) => {
    const { root, write } = repository();
    write(EPISODE, bytes);
    expect(await codes(root)).toContain(code);
  });

  test("links that lead out, round and to nothing", async () => {
    const { root, write } = repository();
    writeFileSync(join(root, "../secret.yaml"), "shots: [{ id: 10, framing: CU, duration: 1s, action: secret }]\n");
    const episodes = join(root, "productions/chase/episodes");
    symlinkSync("../../../../secret.yaml", join(episodes, "E201.yaml"));
    symlinkSync("E202.yaml", join(episodes, "E202.yaml"));
    symlinkSync("nowhere.yaml", join(episodes, "E203.yaml"));
    mkdirSync(join(episodes, "E204.yaml"));
    write("productions/chase/bible/more.yaml", "props: {}\n");
    const loaded = await loadProductions({ files: repositoryFiles(root) });
    expect(loaded.diagnostics.map(({ file, code }) => [file.split("/").at(-1), code])).toEqual([
      ["E201.yaml", "REFERENCE_OUTSIDE"],
      ["E202.yaml", "UNREADABLE_FILE"],
      ["E203.yaml", "UNREADABLE_FILE"],
    ]);
    expect(JSON.stringify(loaded.diagnostics)).not.toContain("secret");
  });

  test("a picture that is too large, and one that is nearly called so", async () => {
    const { root, write } = repository();
    const world = "productions/chase/bible/world.yml";
    const text = readFileSync(join(root, world), "utf8").replace(
      "kiras-car: {",
      "kiras-car: { references: [PICTURES],",
    );
    const pictures = ["large.png", "frnt.png", "https://example.org/a.png"].map((name) =>
      name.includes(":") ? name : `bible/${name}`,
    );
    write(world, text.replace("PICTURES", pictures.join(", ")));
    write("productions/chase/bible/front.png", "front");
    const file = openSync(join(root, "productions/chase/bible/large.png"), "w");
    ftruncateSync(file, 64 * 1024 * 1024 + 1);
    closeSync(file);
    const { diagnostics } = await loadProductions({ files: repositoryFiles(root) });
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
      ["REFERENCE_TOO_LARGE", expect.stringContaining("2,000 pixels")],
      ["REFERENCE_MISSING", "did you mean `bible/front.png`?"],
      ["REFERENCE_OUTSIDE", expect.stringContaining("download")],
    ]);
  });

  test("of a flood of findings errors are shown first, and how many are left out", async () => {
    const { root, write } = repository();
    const warned = "- { id: N, framing: CU, duration: 1s, action: a, cast: [kira/jacket, kira/jacket] }";
    const shots = Array.from({ length: 400 }, (_, index) => warned.replace("N", String(index + 1)));
    write(EPISODE, ["shots:", ...shots, "- { id: 401, framing: XXX, duration: 1s, action: a }"].join("\n"));
    const { diagnostics } = await loadProductions({ files: repositoryFiles(root) });
    expect(diagnostics).toHaveLength(201);
    expect(diagnostics.filter((finding) => finding.severity === "error")).toHaveLength(1);
    expect(diagnostics.at(-1)).toMatchObject({ code: "TOO_MANY_FINDINGS", severity: "info" });
    expect(diagnostics.at(-1)?.message).toContain("201 more");
  });

  test("nothing is written", async () => {
    const { root } = repository();
    const state = () =>
      (readdirSync(root, { recursive: true }) as string[])
        .sort()
        .map((name) => [name, statSync(join(root, name)).mtimeMs, statSync(join(root, name)).size]);
    const before = state();
    await codes(root);
    expect(state()).toEqual(before);
  });
});

/** The good production with other bytes, in memory. */
function inMemory(texts: ReadonlyMap<string, Uint8Array>): RepositoryFiles {
  const missing = { problem: "missing" } as const;
  return {
    list: async (folder) => {
      const inside = [...texts.keys()].filter((path) => path.startsWith(`${folder}/`));
      const names = new Set(inside.map((path) => path.slice(folder.length + 1).split("/")[0] ?? ""));
      return [...names].sort().map((name) => ({ name, kind: texts.has(`${folder}/${name}`) ? "file" : "folder" }));
    },
    read: async (path) => {
      const bytes = texts.get(path);
      return bytes === undefined ? missing : { bytes };
    },
    digest: async () => missing,
  };
}

const FILES: readonly (readonly [string, Uint8Array])[] = (readdirSync(GOOD, { recursive: true }) as string[])
  .filter((name) => /\.ya?ml$/.test(name))
  .sort()
  .map((name) => [`productions/chase/${name.replaceAll("\\", "/")}`, new Uint8Array(readFileSync(join(GOOD, name)))]);

test("whatever bytes are flipped, put in or cut out of a good production: findings, soon, and nothing raw on the terminal", async () => {
  const SPLINTERS = [
    "\u001b[31m",
    "\0",
    "\u202e",
    "\ud83d\ude00",
    "\t",
    "- ",
    ": ",
    "[",
    "{",
    '"',
    "'",
    "&a ",
    "*a",
    "!x ",
    "\n",
    "~",
    "0",
    "-",
    "constructor: ",
    "\u009b",
    "é",
    "%",
    "|\n",
  ];
  const wound = fc.record({
    file: fc.nat(FILES.length - 1),
    at: fc.nat(),
    cut: fc.nat(8),
    put: fc.oneof(
      fc.constantFrom(...SPLINTERS).map((text) => [...new TextEncoder().encode(text)]),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 3 }),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(wound, { minLength: 1, maxLength: 3 }), async (wounds) => {
      const texts = new Map(FILES);
      for (const { file, at, cut, put } of wounds) {
        const [path, whole] = FILES[file] ?? ["", new Uint8Array()];
        const bytes = texts.get(path) ?? whole;
        const from = at % (bytes.length + 1);
        texts.set(path, new Uint8Array([...bytes.subarray(0, from), ...put, ...bytes.subarray(from + cut)]));
      }
      const started = process.cpuUsage();
      const { diagnostics, sources } = await loadProductions({ files: inMemory(texts) });
      expect(process.cpuUsage(started).user, "microseconds").toBeLessThan(5_000_000);
      const text = findingsAsText(diagnostics, { colour: false, sources });
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(
        findingsAsAnnotations(diagnostics)
          .split("\n")
          .filter((line) => line !== ""),
      ).toHaveLength(diagnostics.length);
      expect(JSON.parse(findingsAsJson(diagnostics)).findings).toHaveLength(diagnostics.length);
      for (const { line, column } of diagnostics) if (line !== undefined) expect(column).toBeGreaterThan(0);
    }),
    { numRuns: 300, interruptAfterTimeLimit: 40_000 },
  );
}, 60_000);

describe("several productions", () => {
  const two = (): ReturnType<typeof repository> => {
    const made = repository();
    cpSync(GOOD, join(made.root, "productions/second"), { recursive: true });
    return made;
  };

  test("are asked for by folder, by episode, or by both", async () => {
    const { root, write } = two();
    write("productions/second/show.yaml", "id: SEC\n");
    const files = repositoryFiles(root);
    const folders = async (episode?: string) =>
      (await loadProductions({ files, ...(episode === undefined ? {} : { episode }) })).episodes.map(
        (one) => one.folder,
      );
    expect(await folders()).toEqual(["productions/chase", "productions/second"]);
    expect(await folders("E101")).toEqual(["productions/chase", "productions/second"]);
    expect(await folders("second")).toEqual(["productions/second"]);
    expect(await folders("chase/E101")).toEqual(["productions/chase"]);
    expect(await folders("E999")).toEqual([]);
  });

  test("of one code would take each other's takes for theirs: an error, said once", async () => {
    const { root } = two();
    const { diagnostics } = await loadProductions({ files: repositoryFiles(root) });
    expect(diagnostics.map((finding) => [finding.code, finding.severity, finding.file])).toEqual([
      ["DUPLICATE_ID", "error", "productions/second/episodes/E101.yaml"],
    ]);
    expect(diagnostics[0]?.hint).toContain("productions/second");
  });
});

describe("ceilings of a new show", () => {
  test.each([
    [true, 5_000_000],
    [false, 100_000_000],
  ])("count only until it is on the main branch (new: %s)", async (isNew, episodeMicros) => {
    const { root } = repository();
    const config = { ceilings: { episode: 100 }, new_show: { episode: 5 } };
    const { episodes } = await loadProductions({
      files: repositoryFiles(root),
      config,
      isNewShow: async () => isNew,
    });
    expect(episodes[0]?.ceilings.episodeMicros).toBe(episodeMicros);
  });
});

describe("engines of the configuration", () => {
  test("reach every episode beside the show's own", async () => {
    const { root } = repository();
    const config = { engines: { allow: ["fal"], deny: ["kling"] } };
    const { episodes } = await loadProductions({ files: repositoryFiles(root), config });
    expect(episodes[0]?.engines.repository).toEqual({ allow: ["fal"], deny: ["kling"] });
  });
});

describe("shotlock lint", () => {
  const lint = (root: string, ...words: readonly string[]) =>
    spawnSync(process.execPath, [join(ROOT, "dist/cli/main.js"), "-C", root, "lint", ...words], { encoding: "utf8" });

  test("a broken configuration hides nothing, and a key that was written into it is not shown", () => {
    const { root, write } = repository();
    write(
      "shotlock.config.yaml",
      "parallel: 0\nengines: { allow: [veo], accounts: { main: { engine: veo, key: sk-live-123 } } }\ncatalogue: [own.yaml]\n",
    );
    write(EPISODE, readFileSync(join(root, EPISODE), "utf8").replace("camera: handheld", "camera: handhold"));
    const { stdout, status } = lint(root);
    expect(status).toBe(1);
    expect([...stdout.matchAll(/^error\[(\w+)\]/gm)].map(([, code]) => code)).toEqual([
      "SHORT_FORM",
      "REFERENCE_MISSING",
      "VALUE_RANGE",
      "VALUE_FORM",
    ]);
    expect(stdout).not.toContain("sk-live");
  });

  test("a misspelled engine of the configuration is said where it stands, and a pin that it refuses is a conflict", () => {
    const { root, write } = repository();
    write("shotlock.config.yaml", "engines: { allow: [fall, runway], deny: [luma] }\n");
    const misspelled = lint(root);
    expect(misspelled.stdout).toContain("UNKNOWN_ENGINE");
    expect(misspelled.stdout).toContain("shotlock.config.yaml");
    expect(misspelled.stdout).toContain("did you mean `fal`");
    write("shotlock.config.yaml", "engines: { deny: [luma] }\n");
    const text = readFileSync(join(root, EPISODE), "utf8");
    const pinned = text.replace(/^( *)camera: handheld$/m, "$1engine: luma");
    expect(pinned).not.toBe(text);
    write(EPISODE, pinned);
    expect(lint(root).stdout).toContain("shotlock.config.yaml refuses luma");
  });

  test("ends with 0 beside warnings, with 1 beside errors and where there is nothing to look at", () => {
    const { root, write } = repository();
    const text = readFileSync(join(root, EPISODE), "utf8");
    expect(lint(root)).toMatchObject({ status: 0, stdout: "no findings in 4 files\n" });
    write(EPISODE, text.replace("Her foot on the pedal.", "Dmitri's foot on the pedal."));
    const warned = lint(root);
    expect(warned.status).toBe(0);
    expect(warned.stdout).toContain("1 warning in 4 files");
    expect(warned.stdout).toContain("dmitri to the cast");
    const nothing = lint(root, "E999");
    expect(nothing.status).toBe(1);
    expect(nothing.stderr).toContain('no episode "E999"');
    rmSync(join(root, "productions"), { recursive: true });
    expect(lint(root).status).toBe(1);
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { CONFIG_FILE, loadConfigFile } from "../../src/kit/config-file.ts";

const folders: string[] = [];
function repository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), "shotlock config "));
  folders.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test("no file: everything is as by default", async () => {
  expect(await loadConfigFile(repository({}))).toEqual({ isThere: false, value: {}, diagnostics: [] });
});

test("a good file", async () => {
  const root = repository({ [CONFIG_FILE]: "productions: [films/*]\nparallel: 3\nceilings: {run: 2.50}\n" });
  const loaded = await loadConfigFile(root);
  expect(loaded).toMatchObject({
    isThere: true,
    diagnostics: [],
    value: { productions: ["films/*"], parallel: 3, ceilings: { run: 2.5 } },
  });
});

test("faults come with their line", async () => {
  const { diagnostics } = await loadConfigFile(repository({ [CONFIG_FILE]: "parallel: 0\nsigner: no\n" }));
  expect(diagnostics.map(({ code, file, line }) => [code, file, line])).toEqual([
    ["VALUE_RANGE", CONFIG_FILE, 1],
    ["VALUE_TYPE", CONFIG_FILE, 2],
  ]);
});

describe("a hostile checkout", () => {
  /** A program that leaves a mark when it is run. */
  const mark = (path: string): string =>
    `require("node:fs").writeFileSync(${JSON.stringify(path)}, "ran"); module.exports = {parallel: 9};`;

  async function loadIn(files: (marker: string) => Readonly<Record<string, string>>): Promise<{
    readonly ran: boolean;
    readonly loaded: Awaited<ReturnType<typeof loadConfigFile>>;
  }> {
    const { existsSync } = await import("node:fs");
    const marker = join(repository({}), "marker");
    const root = repository(files(marker));
    const before = process.cwd();
    process.chdir(root);
    try {
      const loaded = await loadConfigFile(root);
      expect(process.cwd(), "the working folder is as it was").toBe((await import("node:fs")).realpathSync(root));
      return { ran: existsSync(marker), loaded };
    } finally {
      process.chdir(before);
    }
  }

  test("the mark works: cosmiconfig with its defaults runs the program", async () => {
    const { cosmiconfig } = await import("cosmiconfig");
    const { existsSync } = await import("node:fs");
    const marker = join(repository({}), "marker");
    const root = repository({ "shotlock.config.cjs": mark(marker) });
    await cosmiconfig("shotlock").search(root);
    expect(existsSync(marker)).toBe(true);
  });

  test("a program as configuration is not run, and its name is pointed out where it is one of ours", async () => {
    const { ran, loaded } = await loadIn((marker) => ({
      "shotlock.config.cjs": mark(marker),
      "shotlock.config.js": mark(marker),
    }));
    expect(ran).toBe(false);
    expect(loaded.isThere).toBe(false);
    expect(loaded.value).toEqual({});
  });

  test("settings of the explorer in .config are not read", async () => {
    for (const name of [".config/config.cjs", ".config/config.js", ".config/shotlockrc.cjs"]) {
      const { ran, loaded } = await loadIn((marker) => ({ [name]: mark(marker), [CONFIG_FILE]: "parallel: 3\n" }));
      expect(ran, name).toBe(false);
      expect(loaded.value).toEqual({ parallel: 3 });
    }
  });

  test("$import pulls in neither a program nor a file", async () => {
    const { ran, loaded } = await loadIn((marker) => ({
      "x.cjs": mark(marker),
      "other.yaml": "parallel: 9\n",
      [CONFIG_FILE]: "$import: [./x.cjs, ./other.yaml]\ndefault_tier: draft\n",
    }));
    expect(ran).toBe(false);
    expect(loaded.value).toEqual({ default_tier: "draft" });
    expect(loaded.diagnostics.map((finding) => finding.code)).toEqual(["UNKNOWN_FIELD"]);
  });

  test("package.json and folders above are not searched", async () => {
    const root = repository({
      "package.json": '{"shotlock": {"parallel": 9}}',
      [CONFIG_FILE]: "parallel: 9\n",
      "inner/a": "",
    });
    expect(await loadConfigFile(join(root, "inner"))).toMatchObject({ isThere: false, value: {} });
  });

  test.skipIf(process.platform === "win32")("a link is refused", async () => {
    const outside = repository({ "secret.yaml": "parallel: 9\n" });
    const root = repository({});
    symlinkSync(join(outside, "secret.yaml"), join(root, CONFIG_FILE));
    const loaded = await loadConfigFile(root);
    expect(loaded.value).toBeUndefined();
    expect(loaded.diagnostics.map((finding) => finding.code)).toEqual(["UNREADABLE_FILE"]);
  });

  test("a folder of that name, and a huge file", async () => {
    const folder = repository({ [`${CONFIG_FILE}/a`]: "" });
    expect((await loadConfigFile(folder)).diagnostics.map((finding) => finding.code)).toEqual(["UNREADABLE_FILE"]);
    const huge = repository({ [CONFIG_FILE]: new Uint8Array(50_000_000).fill(0x20) });
    expect((await loadConfigFile(huge)).diagnostics.map((finding) => finding.code)).toEqual(["FILE_TOO_LARGE"]);
  });
});

test("a name that is nearly right is pointed out", async () => {
  const { diagnostics } = await loadConfigFile(repository({ "shotlock.config.yml": "parallel: 2\n" }));
  expect(diagnostics).toMatchObject([{ code: "CONFIG_NAME", severity: "warning", file: "shotlock.config.yml" }]);
});

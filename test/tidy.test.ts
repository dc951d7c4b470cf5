import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** The house rules that a machine can check. Each check first proves that it looked at something. */
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = join(ROOT, "src");

/** Which folders a folder may import from; adapters never import each other. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: ["core", "schema!"],
  ports: ["core", "ports"],
  schema: ["core", "schema"],
  views: ["core", "views", "operations!"],
  operations: ["core", "ports", "schema", "operations"],
  kit: ["core", "ports", "kit", "schema"],
  engines: ["core", "ports", "kit", "engines"],
  gates: ["core", "ports", "kit", "gates"],
  signers: ["core", "ports", "kit", "signers"],
  stores: ["core", "ports", "kit", "stores"],
  journals: ["core", "ports", "kit", "journals"],
  sandbox: ["core", "ports", "kit", "schema", "sandbox"],
  cli: ["compose.ts", "operations", "views", "core", "ports", "cli"],
  "compose.ts": [
    "core",
    "ports",
    "schema",
    "operations",
    "kit",
    "engines",
    "gates",
    "signers",
    "stores",
    "journals",
    "sandbox",
    "compose",
  ],
  compose: [
    "core",
    "ports",
    "schema",
    "operations",
    "kit",
    "engines",
    "gates",
    "signers",
    "stores",
    "journals",
    "sandbox",
    "compose",
  ],
};

interface SourceFile {
  readonly path: string;
  readonly layer: string;
  readonly text: string;
  readonly lines: readonly string[];
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

const files: readonly SourceFile[] = walk(SOURCE)
  .filter((path) => /\.(ts|mjs)$/.test(path))
  .map((path) => {
    const text = readFileSync(path, "utf8");
    const inside = relative(SOURCE, path).replaceAll("\\", "/");
    return { path: inside, layer: inside.split("/")[0] ?? "", text, lines: text.split("\n") };
  })
  .filter((file) => !file.path.includes("generated/"));

/** `import type` from operations is allowed to views: they print what operations return. */
function importsOf(file: SourceFile): { target: string; typeOnly: boolean }[] {
  const found = file.text.matchAll(/^(import|export)\s+(type\s+)?[^;]*?from\s+"(\.[^"]+)"/gm);
  return [...found].map((match) => {
    const parts = [...file.path.split("/").slice(0, -1), ...(match[3] ?? "").split("/")];
    const resolved: string[] = [];
    for (const part of parts) {
      if (part === "..") resolved.pop();
      else if (part !== ".") resolved.push(part);
    }
    return { target: resolved.join("/"), typeOnly: match[2] !== undefined };
  });
}

/** A child program of an adapter or the kit runs outside the layers: it may touch clock and disk. */
const CHILD_PROGRAMS = /^(engines\/animatic\/|kit\/|signers\/c2pa|gen\/|cli\/|compose|stores\/|journals\/)/;

describe("tidy", () => {
  test("saw the source", () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(200);
  });

  test("imports follow the layers", () => {
    const wrong: string[] = [];
    for (const file of files) {
      if (file.layer === "gen") continue;
      const allowed = MAY_IMPORT[file.layer];
      if (allowed === undefined) {
        wrong.push(`${file.path}: unknown layer`);
        continue;
      }
      for (const { target, typeOnly } of importsOf(file)) {
        const layer = target.split("/")[0] ?? "";
        if (allowed.includes(layer) || (typeOnly && allowed.includes(`${layer}!`))) continue;
        wrong.push(`${file.path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("an adapter never imports its neighbour", () => {
    const wrong: string[] = [];
    for (const file of files) {
      if (!["engines", "gates", "signers", "stores", "journals"].includes(file.layer)) continue;
      if (file.path.endsWith("/registry.ts")) continue;
      const own = (file.path.split("/")[1] ?? "").replace(/\.ts$/, "");
      for (const { target } of importsOf(file)) {
        const [layer, name] = target.split("/");
        if (layer === file.layer && (name ?? "").replace(/\.ts$/, "") !== own)
          wrong.push(`${file.path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("the outside world is behind ports", () => {
    const banned: readonly [string, RegExp][] = [
      ["fetch", /(await|=|return|globalThis\.) ?fetch\(/],
      ["process.env", /process\.env/],
      ["Date.now", /Date\.now\(/],
      ["new Date()", /new Date\(\)/],
      ["Math.random", /Math\.random\(/],
      ["setTimeout", /(?<![.\w])setTimeout\(/],
      ["console", /(?<![.\w])console\./],
      ["child_process", /node:child_process/],
    ];
    const pureOnly: readonly [string, RegExp][] = [
      ["node: import in core or views", /from "node:(?!crypto)/],
      ["crypto outside digest", /from "node:crypto"/],
    ];
    const wrong: string[] = [];
    for (const file of files) {
      if (!CHILD_PROGRAMS.test(file.path))
        for (const [name, pattern] of banned) if (pattern.test(file.text)) wrong.push(`${file.path}: ${name}`);
      if (["core", "views", "schema"].includes(file.layer) && file.path !== "core/digest.ts")
        for (const [name, pattern] of pureOnly) if (pattern.test(file.text)) wrong.push(`${file.path}: ${name}`);
    }
    expect(wrong).toEqual([]);
  });

  test("files are short and names are whole words", () => {
    const wrong: string[] = [];
    for (const file of files) {
      if (file.lines.length > 401) wrong.push(`${file.path}: ${file.lines.length} lines, 400 at most`);
      if (/(^|[/-])(utils?|helpers?|manager|service|misc|common)([./-]|$)/.test(file.path))
        wrong.push(`${file.path}: name`);
      if (!/^[a-z0-9./-]+$/.test(file.path)) wrong.push(`${file.path}: kebab-case`);
    }
    expect(wrong).toEqual([]);
  });

  test("functions are at most 60 lines", () => {
    const wrong: string[] = [];
    for (const file of files) {
      let start: number | undefined;
      for (const [index, line] of file.lines.entries()) {
        if (/^(export )?(async )?function\b/.test(line)) start = index;
        if (line === "}" && start !== undefined) {
          if (index - start + 1 > 62) wrong.push(`${file.path}:${start + 1} ${index - start + 1} lines`);
          start = undefined;
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("no defaults by truthiness, no leftovers", () => {
    const wrong: string[] = [];
    for (const file of files)
      for (const [index, line] of file.lines.entries()) {
        if (/\|\|\s*(["'`\d[{]|undefined|null)/.test(line) && !/\|\|\s*"[^"]*" in /.test(line))
          wrong.push(`${file.path}:${index + 1} ||`);
        if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line)) wrong.push(`${file.path}:${index + 1} leftover`);
      }
    expect(wrong).toEqual([]);
  });

  test("the top level is the one that was agreed", () => {
    const allowed = new Set([
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "action.yml",
      "src",
      "schemas",
      "productions",
      "test",
      "README.md",
      "LICENSE",
      "node_modules",
      "dist",
    ]);
    const wrong = readdirSync(ROOT).filter((name) => !allowed.has(name) && !name.startsWith("."));
    expect(wrong).toEqual([]);
  });
});

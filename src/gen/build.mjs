import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * `npm run build`: src -> dist. Types are checked, TypeScript becomes JavaScript, what the program reads at run time is
 * copied, and what no longer has a source is removed. It may run again at any time and writes only what changed.
 */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SOURCE = join(ROOT, "src");
const OUTPUT = join(ROOT, "dist");
const EXECUTABLES = ["cli/main.js"];

const sources = filesUnder(SOURCE).filter((path) => !path.startsWith("gen/"));
const isCompiled = (path) => path.endsWith(".ts");
const assets = sources.filter((path) => !isCompiled(path));

process.exitCode = compile();
for (const path of assets) copyIfChanged(path);
removeStrays(new Set([...assets, ...sources.filter(isCompiled).map((path) => path.replace(/\.ts$/, ".js"))]));
for (const path of EXECUTABLES) if (existsSync(join(OUTPUT, path))) chmodSync(join(OUTPUT, path), 0o755);

/** The compiler's own exit code; run as a program with arguments, so that no shell sees a path with a space. */
function compile() {
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  const compiler = join(dirname(manifest), bin.tsc);
  const done = spawnSync(process.execPath, [compiler, "-p", join(ROOT, "tsconfig.json")], {
    stdio: "inherit",
    cwd: ROOT,
  });
  if (done.error !== undefined) throw done.error;
  return done.status ?? 1;
}

/** Paths below a folder, with slashes on every system, sorted. */
function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

function copyIfChanged(path) {
  const bytes = readFileSync(join(SOURCE, path));
  const target = join(OUTPUT, path);
  if (existsSync(target) && readFileSync(target).equals(bytes)) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
}

function removeStrays(expected) {
  for (const path of filesUnder(OUTPUT)) if (!expected.has(path)) rmSync(join(OUTPUT, path), { force: true });
}

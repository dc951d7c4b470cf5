import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The simulation and the program it plays, as one file for worker processes. A patch changes the text of one source file on
 * the way; one whose words are not there exactly once is an error, so that a planted bug never goes missing silently.
 */
export async function bundleWorker(patches = []) {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-sim-"));
  const outfile = join(folder, "worker.mjs");
  const planted = new Set();
  await build({
    entryPoints: [join(ROOT, "test/sim/worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    sourcemap: "inline",
    logLevel: "silent",
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [{ name: "planted-bugs", setup: (bundler) => plant(bundler, patches, planted) }],
  });
  const missing = patches.filter((patch) => !planted.has(patch));
  if (missing.length > 0) throw new Error(`not part of the program: ${missing.map((patch) => patch.file).join(", ")}`);
  return { path: outfile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function plant(bundler, patches, planted) {
  if (patches.length === 0) return;
  bundler.onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, ({ path }) => {
    const own = patches.filter((patch) => path.replaceAll("\\", "/").endsWith(`/${patch.file}`));
    if (own.length === 0) return undefined;
    let contents = readFileSync(path, "utf8");
    for (const patch of own) {
      const parts = contents.split(patch.find);
      if (parts.length !== 2)
        return { errors: [{ text: `${patch.file} holds ${parts.length - 1} times: ${patch.find}` }] };
      contents = parts.join(patch.replace);
      planted.add(patch);
    }
    return { contents, loader: "ts" };
  });
}

// npm run test:kill [-- --kills 200 --seed 1 --vendor runway --worlds 10]: the kill matrix in its long form.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const value = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
};
const require = createRequire(import.meta.url);
const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const done = spawnSync(
  process.execPath,
  [vitest, "run", "--config", here("../vitest.config.ts"), here("matrix.test.ts")],
  {
    stdio: "inherit",
    cwd: here("../.."),
    env: {
      ...process.env,
      SHOTLOCK_KILLS: value("kills") ?? "200",
      ...(value("seed") === undefined ? {} : { SHOTLOCK_SEED: value("seed") }),
      ...(value("vendor") === undefined ? {} : { SHOTLOCK_VENDOR: value("vendor") }),
      ...(value("worlds") === undefined ? {} : { SHOTLOCK_WORLDS: value("worlds") }),
    },
  },
);
process.exitCode = done.status ?? 1;

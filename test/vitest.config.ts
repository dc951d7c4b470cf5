import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Suites that start real programs take seconds, so limits are generous; test/reporter.ts prints each suite's time. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    reporters: [fileURLToPath(new URL("./reporter.ts", import.meta.url))],
  },
});

import type { SerializedError } from "vitest";
import { DefaultReporter, type TestModule, type TestRunEndReason } from "vitest/node";

/** Time a whole suite (one folder below test/) may take on two cores, in seconds; exceeding it is printed, not hidden. */
const SUITE_BUDGET_S: Readonly<Record<string, number>> = {
  default: 120,
  engines: 180,
  gates: 180,
  kit: 180,
  operations: 240,
  kill: 180,
  cli: 240,
  sim: 60,
};

/** The default report, then the slowest suites against their budget, what was skipped and why, and one line to count by. */
export default class ClosingReporter extends DefaultReporter {
  override onTestRunEnd(
    modules: ReadonlyArray<TestModule>,
    errors: ReadonlyArray<SerializedError>,
    reason: TestRunEndReason,
  ): void {
    super.onTestRunEnd(modules, errors, reason);
    const spentMs = new Map<string, number>();
    const count = { passed: 0, failed: 0, skipped: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      const suite = /test\/([^/]+)\//.exec(module.moduleId.replaceAll("\\", "/"))?.[1] ?? "top";
      spentMs.set(suite, (spentMs.get(suite) ?? 0) + module.diagnostic().duration);
      if (module.state() === "failed" && [...module.children.allTests()].length === 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === "passed") count.passed += 1;
        else if (state === "failed") count.failed += 1;
        else {
          count.skipped += 1;
          skipped.push(test.fullName);
        }
      }
    }
    const line = (text: string): boolean => process.stdout.write(`${text}\n`);
    for (const [suite, milliseconds] of [...spentMs].sort((left, right) => right[1] - left[1]).slice(0, 8)) {
      const budget = SUITE_BUDGET_S[suite] ?? SUITE_BUDGET_S["default"] ?? 0;
      const spent = Math.round(milliseconds / 1000);
      line(`  ${suite}: ${spent} s of ${budget} s${spent > budget ? "  OVER BUDGET" : ""}`);
    }
    if (skipped.length > 0) {
      line(
        "\nSkipped, because a program they need is not installed (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg;",
      );
      line("Windows: winget install ffmpeg):");
      for (const name of skipped.slice(0, 40)) line(`  ${name}`);
      if (skipped.length > 40) line(`  and ${skipped.length - 40} more`);
    }
    line(`\n${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ""}`);
  }
}

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { plainLines } from "../../src/cli/progress/plain-lines.ts";
import { hasFfmpeg, SMALL_SHOW, testRepository } from "./repository.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
/** util-linux's `script` runs a command on a terminal of its own. */
const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

/** Types a command on a real terminal; gives all that the terminal was sent, without what moves the cursor. */
function onTerminal(root: string, words: readonly string[]): { readonly raw: string; readonly text: string } {
  const { CI: _ci, NO_COLOR: _plain, ...rest } = process.env;
  const environment = { ...rest, TERM: "xterm-256color", XDG_CONFIG_HOME: `${root}-keys` };
  const command = [process.execPath, PROGRAM, "-C", root, ...words].map((word) => `'${word}'`).join(" ");
  const done = spawnSync("script", ["-qec", `stty cols 100 rows 40; ${command}`, "/dev/null"], {
    encoding: "utf8",
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect(done.status).toBe(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences are what is taken out
  return { raw: done.stdout, text: done.stdout.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "").replaceAll("\r", "") };
}

describe.skipIf(!hasFfmpeg || !hasScript)("on a terminal", () => {
  test("a row a shot is redrawn with phase, percent and time, then the cut; --no-colour redraws nothing", () => {
    const { root } = testRepository(SMALL_SHOW);
    onTerminal(root, ["keys", "init"]);
    const live = onTerminal(root, ["apply", "E1"]);
    expect(live.raw).toContain("\u001b[");
    expect(live.text).toMatch(/SH0010 {2}At the bench/);
    expect(live.text).toMatch(/› (rendering|fetching|judging|signing) {2}/);
    expect(live.text).toMatch(/✔ SH0030 {2}v001 accepted, score 0\.\d{3} {2}\d+ s/);
    expect(live.text).toMatch(/✔ The cut {2}\d+ s/);
    expect(live.text).toContain("3 takes of 3 shots made");
    const plain = onTerminal(root, ["--no-colour", "plan", "E1"]);
    expect(plain.raw).not.toContain("\u001b");
    expect(onTerminal(root, ["plan", "E1"]).raw).toContain("\u001b[1m");
  });
});

describe("plain lines", () => {
  test("a line for each phase and each quarter, nothing twice, nothing raw", () => {
    const lines: string[] = [];
    const report = plainLines((line) => lines.push(line));
    report({ kind: "shot-phase", shot: "SH0010", phase: "queued" });
    report({ kind: "shot-phase", shot: "SH0010", phase: "rendering", says: "animatic/local" });
    for (const perMille of [10, 260, 270, 510, 990, 1000]) report({ kind: "shot-frames", shot: "SH0010", perMille });
    report({ kind: "shot-finished", shot: "SH0010", outcome: "accepted", says: "v001\u001b[2J", costMicros: 0 });
    report({ kind: "conform", done: 1, total: 2, says: "SH0010 cut" });
    report({ kind: "note", says: "SH0010: asked again" });
    expect(lines.slice(0, 5)).toEqual([
      "SH0010  rendering: animatic/local",
      "SH0010  25 %",
      "SH0010  50 %",
      "SH0010  75 %",
      expect.stringMatching(/^SH0010 {2}accepted: v001/),
    ]);
    expect(lines.slice(5)).toEqual(["conform 1/2: SH0010 cut", "SH0010: asked again"]);
    expect(lines.join("\n")).not.toContain("\u001b");
  });
});

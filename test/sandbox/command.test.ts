import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { scratchFolders } from "../scratch-folder.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folder = scratchFolders("sandbox-command");
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** The command as a process: what it said, when it says something, and how it ended. */
function sandbox(...words: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, "sandbox", "--port", "0", "--footage", "none", ...words]);
  children.push(child);
  let said = "";
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(said);
      if (found !== null) return found;
      const more = new Promise((resolve) => child.stdout.once("data", resolve));
      const isOver = await Promise.race([more.then(() => false), ended.then(() => true)]);
      if (isOver && !pattern.test(said)) throw new Error(`ended without ${pattern}: ${said}`);
    }
  };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  return { child, ended, says, said: () => said };
}

test("tells addresses and keys, fails as the scenario says, logs it live, and prints its bill at Ctrl-C", async () => {
  const scenario = join(folder(), "scenario.yaml");
  writeFileSync(scenario, "schema: shotlock/scenario/1\nfaults:\n  - fault: error\n    vendor: runway\n    times: 1\n");
  const { child, ended, says } = sandbox("--scenario", scenario, "--seed", "4");
  const [, address] = await says(/^runway +(http:\/\/127\.0\.0\.1:\d+)$/m);
  const [, key = ""] = await says(/export RUNWAYML_API_SECRET=(\S+)/);
  await says(/export SHOTLOCK_ADDRESSES=\S+addresses\.yaml/);
  const create = async () =>
    await fetch(`${address}/v1/text_to_video`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "x-runway-version": "2024-11-06" },
      body: JSON.stringify({ model: "gen4.5", promptText: "a", ratio: "1280:720", duration: 5 }),
    });
  expect([(await create()).status, (await create()).status]).toEqual([503, 200]);
  await says(/^runway {3}fault\.struck +gen4\.5 {2}error$/m);
  await says(/^runway {3}money\.charged .*60 credits, 600000 micros$/m);
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  await says(/\$0\.60 {2}in all/);
});

test.each([
  ["faults:\n  - fault: outage\n", /scenario\.yaml:2 /],
  ["faults:\n  - fault: error\n    hold_seconds: 3\n", /\/faults\/0\/hold_seconds/],
])("a scenario that says nonsense is refused with its place: %j", async (text, pattern) => {
  const scenario = join(folder(), "scenario.yaml");
  writeFileSync(scenario, text);
  const { ended, said } = sandbox("--scenario", scenario);
  expect(await ended).toBe(1);
  expect(said()).toMatch(pattern);
});

// npm run bench:planning [-- SHOTS]
// How long a plan of many shots takes, its outlook under four priorities included. A program, not a test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkshop } from "../../dist/compose.js";

const count = Number(process.argv[2] ?? 500);
const ROUNDS = 5;
const folder = mkdtempSync(join(tmpdir(), "planning-"));
const shots = Array.from({ length: count }, (_, n) => {
  const id = `SH${String((n + 1) * 10).padStart(4, "0")}`;
  return `  - { id: ${id}, framing: MCU, duration: ${3 + (n % 5)}s, action: "He picks up shoe number ${n} and looks at it." }`;
});
try {
  mkdirSync(join(folder, ".git"));
  mkdirSync(join(folder, "productions/tale/episodes"), { recursive: true });
  writeFileSync(join(folder, "productions/tale/episodes/E101.yaml"), `title: Many\nshots:\n${shots.join("\n")}\n`);
  const opened = await openWorkshop({ directory: folder, environment: {} });
  if (!opened.ok) throw new Error(opened.error.message);
  const workshop = opened.value;
  const loaded = await workshop.load();
  const [episode] = loaded.episodes;
  if (episode === undefined) throw new Error(JSON.stringify(loaded.diagnostics.slice(0, 3)));
  for (const engines of [undefined, ["kling", "veo", "luma"]]) {
    const times = [];
    let candidates = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = process.cpuUsage();
      const planned = await workshop.plan(episode, { tier: "final", ...(engines === undefined ? {} : { engines }) });
      const { user, system } = process.cpuUsage(before);
      times.push(Math.round((user + system) / 1000));
      if (!planned.ok) throw new Error(planned.error.message);
      candidates = planned.value.plan.steps[0]?.receipt?.candidates.length ?? 0;
    }
    console.log(`${count} shots, ${candidates} engines each: ${times.join(", ")} ms of processor time`);
  }
  await workshop.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

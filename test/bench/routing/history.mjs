// Ten productions one after another in one world whose published order is wrong, the journal carried or not.
import { production } from "./production.mjs";
import { run } from "./run.mjs";
import { mean, usdEach } from "./statistics.mjs";

const PRODUCTIONS = 10;
const APART_MS = 14 * 86_400_000;

export function history({ seeds, count, startMs }) {
  const variants = { "journal carried": true, "nothing carried": false };
  return Object.fromEntries(
    Object.entries(variants).map(([name, carried]) => {
      const rows = Array.from({ length: PRODUCTIONS }, () => []);
      for (const seed of seeds) {
        const memory = carried ? {} : undefined;
        for (let place = 0; place < PRODUCTIONS; place += 1) {
          const asked = { scenario: "calm", seed: `${seed} production ${place}`, count, prior: "wrong", place: seed };
          rows[place].push(run(production("balanced"), { ...asked, startMs: startMs + place * APART_MS, memory }));
        }
      }
      return [name, rows];
    }),
  );
}

export function historyLines(result) {
  const lines = [
    "| journal | figure | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|",
  ];
  for (const [name, rows] of Object.entries(result)) {
    const row = (figure, value) => `| ${name} | ${figure} | ${rows.map(value).join(" | ")} |`;
    lines.push(row("$ each", (runs) => usdEach(runs).toFixed(2)));
    lines.push(row("regret", (runs) => mean(runs, (one) => one.regret / one.done).toFixed(2)));
    lines.push(row("makespan s", (runs) => mean(runs, (one) => one.makespan).toFixed(0)));
  }
  return lines;
}

/** What the fifth production pays less than the first, and than a fifth that remembers nothing. */
export function historyAim(result) {
  const carried = result["journal carried"].map(usdEach);
  const fresh = result["nothing carried"].map(usdEach);
  const [fall, against] = [1 - carried[4] / carried[0], 1 - carried[4] / fresh[4]];
  return {
    name: "history: the fifth production pays 20 % less than the first",
    reached: fall >= 0.2,
    says: `${(100 * fall).toFixed(0)} % less; ${(100 * against).toFixed(0)} % less than a fifth without the journal`,
  };
}

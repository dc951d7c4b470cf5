// `npm run bench:routing [-- --shots 40 --seeds 30 --scenario calm,outage --prior honest,wrong --policy balanced,fast --part table,history,speed]`
// The program's own evidence, health, score and admission against policies of others, in a synthetic world with virtual time.
// Every policy meets the same worlds; the published seeds were never used to choose a number (`--set tuning` was). Prints the
// table with intervals, what is reached and what is not, and writes it to test/bench/results/. Ends with 0: it measures.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { routeShot } from "../../dist/core/route/route-shot.js";
import { aimsOf } from "./routing/aims.mjs";
import { catalogueOf, episodeOf, shotOf } from "./routing/catalogue.mjs";
import { history, historyAim, historyLines } from "./routing/history.mjs";
import { PEERS } from "./routing/peers.mjs";
import { production } from "./routing/production.mjs";
import { run } from "./routing/run.mjs";
import { donePercent, interval, makespan, mean, median, sum, usdEach, usdRatio } from "./routing/statistics.mjs";
import { makeShots, SCENARIOS } from "./routing/world.mjs";

const START_MS = Date.parse("2026-11-28T09:00:00.000Z");
const RESULTS = new URL("results/", import.meta.url);
const PRESETS = ["balanced", "fast", "cheap", "quality"];
const { values: options } = parseArgs({
  options: {
    shots: { type: "string", default: "40" },
    seeds: { type: "string", default: "30" },
    set: { type: "string", default: "published" },
    scenario: { type: "string" },
    prior: { type: "string", default: "honest,wrong" },
    policy: { type: "string" },
    part: { type: "string", default: "table,history,speed" },
  },
});
const count = Number(options.shots);
const seeds = Array.from({ length: Number(options.seeds) }, (_, index) => `${options.set} ${index}`);
const POLICIES = { ...PEERS, ...Object.fromEntries(PRESETS.map((name) => [name, production(name)])) };
const scenarios = chosen(options.scenario, Object.keys(SCENARIOS));
const policies = chosen(options.policy, Object.keys(POLICIES));
const priors = chosen(options.prior, ["honest", "wrong"]);
const parts = chosen(options.part, ["table", "history", "speed"]);
const lines = [];

function chosen(text, known) {
  const names = text === undefined ? known : text.split(",");
  for (const name of names) if (!known.includes(name)) throw new Error(`${name}? known: ${known.join(", ")}`);
  return names;
}

function say(line = "") {
  lines.push(line);
  console.log(line);
}

function tableOf() {
  const table = {};
  for (const prior of priors)
    for (const scenario of scenarios) {
      say();
      say(`### ${scenario}, ${prior} prior (${count} shots, ${seeds.length} seeds)`);
      say();
      say(
        "| policy | done % | makespan s, mean (median) | $ each | of least-busy (95 %) | waste % | regret | refused | tries a shot | paid twice |",
      );
      say("|---|---|---|---|---|---|---|---|---|---|");
      const rows = {};
      for (const name of policies) {
        const asked = { scenario, count, prior, startMs: START_MS };
        rows[name] = seeds.map((seed) => slim(run(POLICIES[name], { ...asked, seed })));
        say(rowOf(name, rows[name], rows["least-busy"]));
      }
      table[prior] = { ...table[prior], [scenario]: rows };
    }
  return table;
}

/** The policy itself is large and of no more use. */
function slim({ policy: _policy, ...figures }) {
  return figures;
}

function rowOf(name, runs, base) {
  const against = base === undefined ? "" : usdRatio(runs, base).toFixed(2);
  const [low, high] = base === undefined ? [] : interval(usdRatio, runs, base).map((value) => value.toFixed(2));
  const cells = [
    name,
    donePercent(runs).toFixed(1),
    `${makespan(runs).toFixed(0)} (${median(runs, (one) => one.makespan).toFixed(0)})`,
    usdEach(runs).toFixed(2),
    base === undefined ? "" : `${against} (${low} to ${high})`,
    ((100 * sum(runs, (one) => one.waste)) / sum(runs, (one) => one.usd)).toFixed(0),
    mean(runs, (one) => one.regret / Math.max(1, one.done)).toFixed(2),
    mean(runs, (one) => one.refusals).toFixed(1),
    mean(runs, (one) => one.attempts / one.count).toFixed(2),
    sum(runs, (one) => one.doublePaid),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The same run twice must journal the same bytes; a plan of 500 shots over 12 endpoints is timed. */
function speedAims() {
  const journalOf = () => {
    const events = [];
    const policy = production("balanced", { journal: (event) => events.push(event) });
    const { policy: made } = run(policy, {
      scenario: "allbad",
      seed: seeds[0],
      count: 160,
      prior: "wrong",
      startMs: START_MS,
    });
    return { text: JSON.stringify(events), evidence: made.evidence };
  };
  const first = journalOf();
  const same = first.text === journalOf().text;
  const whole = catalogueOf();
  const models = whole.models.map((model, index) =>
    index < 4
      ? { ...model, endpoints: [...model.endpoints, { ...model.endpoints[0], id: `${model.title}/2` }] }
      : model,
  );
  const shots = makeShots("plan", 500).map((shot) => shotOf(shot, "balanced"));
  const episode = episodeOf(shots);
  const asked = {
    episode,
    tier: "final",
    catalogue: { ...whole, models },
    asOf: "2026-11-28",
    evidence: first.evidence,
  };
  // Time of this process, not of the clock: the machine may be busy with something else.
  const began = process.cpuUsage();
  for (const shot of shots) routeShot({ ...asked, shot });
  const took = process.cpuUsage(began);
  const tookMs = (took.user + took.system) / 1000;
  return [
    { name: "replay: the same seed journals the same bytes", reached: same, says: `${first.text.length} bytes` },
    {
      name: "speed: 500 shots over 12 endpoints in a second",
      reached: tookMs < 1000,
      says: `${tookMs.toFixed(0)} ms of one core`,
    },
  ];
}

say(`# Routing, ${count} shots, ${seeds.length} ${options.set} seeds`);
say();
say(
  "Synthetic world: qualities and times are invented, prices of the catalogue's order. `honest`: what is published is the truth drawn",
);
say(
  "toward the middle, one number an engine. `wrong`: it says little. Shots refused by every engine that could make them do not count as open.",
);
const aims = [];
if (parts.includes("table")) aims.push(...aimsOf(tableOf()));
if (parts.includes("history")) {
  const result = history({ seeds, count: 40, startMs: START_MS });
  say();
  say("### Ten productions, wrong prior, 40 shots each, 14 days apart");
  say();
  for (const line of historyLines(result)) say(line);
  aims.push(historyAim(result));
}
if (parts.includes("speed")) aims.push(...speedAims());
const missed = aims.filter(({ reached }) => !reached);
say();
say(`## Reached: ${aims.length - missed.length} of ${aims.length}`);
say();
for (const { name, says } of aims.filter(({ reached }) => reached)) say(`- ${name}: ${says}`);
say();
say("## Not reached");
say();
for (const { name, says } of missed) say(`- ${name}: ${says}`);
mkdirSync(RESULTS, { recursive: true });
const name = `routing-${options.set}-${count}${options.scenario === undefined ? "" : `-${scenarios.join("-")}`}`;
// Only whole tables of the published seeds are kept: others are for whoever looks.
if (options.policy === undefined && options.set === "published")
  writeFileSync(new URL(`${name}.md`, RESULTS), `${lines.join("\n")}\n`);

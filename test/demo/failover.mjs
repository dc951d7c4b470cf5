// `npm run demo:failover`: six shots of the sample in a scratch copy, over three vendors on this machine that have a bad night. Prints what
// is decided and why, resolves the lost order as an operator would, and ends by comparing the vendors' bills with our books.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runSandbox } from "../../dist/compose.js";
import { formatMicros } from "../../dist/core/money.js";
import { amountsOf } from "../../dist/core/spending/ledger-entry.js";
import { continueSpending, NOTHING_SPENT } from "../../dist/core/spending.js";
import { decisionLine, journalEvents } from "./narrator.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SHOTS = "SH0020,SH0060,SH0090,SH0095,SH0100,SH0110";
const SEED = 8;
const SPEED = 20;
const TELL_EVERY_MS = 250;
/** What of the vendors' log belongs to the story. */
const TOLD = new Set(["fault.struck", "money.charged", "money.refunded", "job.failed"]);

const began = Date.now();
const folder = mkdtempSync(join(tmpdir(), "shotlock-failover-"));
const repository = join(folder, "production");
const say = (text) => process.stdout.write(`${text}\n`);
const seconds = () => `${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  `;

let failed = false;
try {
  failed = !(await play());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function play() {
  prepareCopy();
  const started = await runSandbox({
    ...{ environment: process.env, speed: SPEED, seed: SEED, footage: process.env.DEMO_FOOTAGE ?? "drawn" },
    scenario: join(ROOT, "test/demo/failover.yaml"),
    told: ({ event, vendor, model, says }) => {
      if (TOLD.has(event)) say(`${seconds()}        ${vendor}: ${event} ${[model, says].filter(Boolean).join(", ")}`);
    },
  });
  if (!started.ok) throw new Error(started.error.message);
  const { sandbox, environment, close } = started.value;
  const work = { ...process.env, ...environment, SHOTLOCK_KEYS: join(folder, "keys"), SHOTLOCK_OPERATOR: "bo" };
  const narrating = narrate(() => sandbox.events());
  try {
    say("Six shots of The Elves and the Shoemaker in draft, 720p, on Runway and fal.");
    await shotlock(work, "keys", "init");
    say("\nThe night: Runway down, fal rate-limited, a black clip, a slow job, a lost answer, a model taken off.\n");
    await shotlock(work, "apply", "E101", "--tier", "draft", "--only", SHOTS, "--no-conform", "--parallel", "3");
    narrating.now();
    await resolveLost(work, sandbox);
    say("\nThe next run collects what was found, and makes what is left.\n");
    await shotlock(work, "apply", "E101", "--tier", "draft", "--only", SHOTS, "--no-conform", "--parallel", "3");
    narrating.now();
    return compare(await sandbox.bill(), await shotlock(work, "plan", "E101", "--tier", "draft", "--only", SHOTS));
  } finally {
    narrating.stop();
    await close();
  }
}

/** The sample with a smaller picture, only the vendors that are here, and the pace at which the sandbox works. */
function prepareCopy() {
  mkdirSync(repository, { recursive: true });
  cpSync(join(ROOT, "productions"), join(repository, "productions"), { recursive: true });
  const show = join(repository, "productions/elves/show.yaml");
  const changes = [
    ["resolution: 1920x1080", "resolution: 1280x720"],
    ["max_paid_takes: 3", "max_paid_takes: 4, on_slow: failover"],
    [
      "engines: { deny: [pika] }",
      "engines: { deny: [pika, seedance, hailuo, minimax, grok, vidu, happyhorse, wan, ltx, omni, luma] }",
    ],
    ["auto: 1.00", "auto: 90.00"],
  ];
  let text = readFileSync(show, "utf8");
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the sample's show.yaml no longer says "${from}"`);
    text = text.replace(from, to);
  }
  writeFileSync(show, text);
  writeFileSync(
    join(repository, "shotlock.config.yaml"),
    "ceilings: { currency: USD, auto: 100.00, episode: 100.00, month: 200.00 }\ncatalogue: [engines-here.yaml]\n",
  );
  const pace = "latency: { p50_seconds: 5, p95_seconds: 8, source: here }";
  writeFileSync(
    join(repository, "engines-here.yaml"),
    [
      "schema: shotlock/catalogue/1",
      "models:",
      `  kling/kling-3.0: { endpoints: { fal/kling-3.0-standard: { ${pace} }, fal/kling-3.0-pro: { ${pace} } } }`,
      `  kling/kling-3.0-turbo: { endpoints: { fal/kling-3.0-turbo-pro: { ${pace} } } }`,
      `  google/veo-3.1: { endpoints: { fal/veo-3.1: { ${pace} } } }`,
      `  runway/gen-4.5: { endpoints: { runway/gen4.5: { ${pace} } } }`,
      "",
    ].join("\n"),
  );
}

/** Runs the program as a person would; hands back what it printed. */
async function shotlock(environment, ...words) {
  say(`$ shotlock ${words.join(" ")}`);
  const child = spawn(process.execPath, [join(ROOT, "dist/cli/main.js"), "-C", repository, ...words], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code === 1) throw new Error(`shotlock ${words.join(" ")} ended with 1:\n${printed}`);
  return { code, printed };
}

/** Tells each decision as it is journaled. */
function narrate(look) {
  let told = 0;
  const now = () => {
    look();
    const events = journalEvents(join(repository, ".shotlock/journal"));
    for (const event of events.slice(told)) {
      const line = decisionLine(event);
      if (line !== undefined) say(`${seconds()}${line}`);
    }
    told = events.length;
  };
  const timer = setInterval(now, TELL_EVERY_MS);
  return { now, stop: () => clearInterval(timer) };
}

/** An operator looks at the vendor's dashboard for the job that our journal has no id of, and says so. */
async function resolveLost(environment, sandbox) {
  const events = journalEvents(join(repository, ".shotlock/journal"));
  const known = new Set(events.filter(({ type }) => type === "attempt.submitted").map(({ job }) => job.id));
  const doubted = events.filter(({ type }) => type === "attempt.doubted");
  if (doubted.length === 0) throw new Error("the lost answer left nothing in doubt");
  for (const { attempt, shot } of doubted) {
    const intended = events.find((event) => event.type === "attempt.intended" && event.attempt === attempt);
    const strangers = sandbox.jobs()[intended.identity.engine].filter(({ job }) => !known.has(job));
    const [lost] = strangers.filter(({ prompt }) => prompt === intended.order.endpoint.prompt);
    say(`\n${shot} waits for a person. The vendor's dashboard shows ${strangers.length} job that we have no id of:`);
    say(`  ${lost.job}  ${lost.model}  ${lost.state}  "${lost.prompt.slice(0, 70)}..."`);
    await shotlock(environment, "resolve", `E101/${shot}`, "--adopt", lost.job, "--reason", "found in fal's dashboard");
  }
}

/** The vendors' bills against our books, job by job and in all. */
function compare(bill, plan) {
  const events = journalEvents(join(repository, ".shotlock/journal"));
  const books = continueSpending(NOTHING_SPENT, events);
  const ours = new Map();
  let held = 0;
  for (const entry of books.entries.values()) {
    const { chargedMicros, heldMicros } = amountsOf(entry);
    held += heldMicros;
    if (entry.job !== undefined) ours.set(entry.job, (ours.get(entry.job) ?? 0) + chargedMicros);
  }
  say(`\n${"vendor's job".padEnd(38)} ${"their bill".padStart(10)} ${"our books".padStart(10)}`);
  const jobs = [...new Set([...Object.keys(bill.jobs), ...ours.keys()])];
  let isEqual = held === 0;
  for (const job of jobs) {
    const [theirs, own] = [bill.jobs[job] ?? 0, ours.get(job) ?? 0];
    isEqual &&= theirs === own;
    say(
      `${job.padEnd(38)} ${formatMicros(theirs).padStart(10)} ${formatMicros(own).padStart(10)}${theirs === own ? "" : "  DIFFERENT"}`,
    );
  }
  const own = [...ours.values()].reduce((sum, micros) => sum + micros, 0);
  say(`${"in all".padEnd(38)} ${formatMicros(bill.micros).padStart(10)} ${formatMicros(own).padStart(10)}`);
  if (held > 0) say(`${formatMicros(held)} are still held for what nobody knows yet.`);
  const isComplete = plan.printed.includes("Nothing to render: 6 shots are made");
  say(isEqual ? "\nEqual, to the millionth of a dollar." : "\nNOT equal.");
  say(isComplete ? "Nothing is left to make." : plan.printed);
  say(`${Math.round((Date.now() - began) / 1000)} s.`);
  return isEqual && isComplete;
}

import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { bundleWorker } from "./bundle.mjs";
import { playSeeds } from "./crew.mjs";

/**
 * `npm run sim -- --seeds N [--from SEED] [--jobs 2] [--counters] [--forget]`: plays worlds and judges them. A failing seed prints how
 * to play it again and is kept in corpus.json, which `npm test` plays for ever.
 */
const CORPUS = fileURLToPath(new URL("corpus.json", import.meta.url));
const SHRINK_MAX = 2;
const KEEP_MAX = 5;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "0" },
    jobs: { type: "string", default: String(Math.min(2, availableParallelism())) },
    counters: { type: "boolean", default: false },
    // For a first look at a change that breaks many worlds.
    forget: { type: "boolean", default: false },
  },
});
const number = (name) => {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} wants a whole number, not ${values[name]}`);
  return value;
};
const [seeds, from, jobs] = [number("seeds"), number("from"), Math.max(1, number("jobs"))];

const total = { seeds: 0, events: 0, failures: [], counters: {} };
const started = performance.now();
let said = started;
const bundle = await bundleWorker();
try {
  await playSeeds({
    path: bundle.path,
    from,
    seeds,
    jobs,
    shrinkMax: values.forget ? 0 : SHRINK_MAX,
    onAnswer(answer) {
      total.seeds += answer.seeds;
      total.events += answer.events;
      total.failures.push(...answer.failures);
      for (const [name, times] of Object.entries(answer.counters))
        total.counters[name] = (total.counters[name] ?? 0) + times;
      if (performance.now() - said > 5_000) {
        said = performance.now();
        console.log(`  ${total.seeds} of ${seeds} worlds, ${rate()} a second, ${total.failures.length} break a law`);
      }
    },
  });
} finally {
  bundle.remove();
}

await report();

function rate() {
  return (total.seeds / ((performance.now() - started) / 1000)).toFixed(1);
}

async function report() {
  const failures = total.failures.sort((one, other) => one.seed - other.seed);
  console.log(
    `${total.seeds} worlds (seeds ${from} to ${from + seeds - 1}), ${total.events} journal events, ${rate()} worlds a second on ${jobs} processes: ${failures.length} break a law`,
  );
  const byLaw = new Map();
  for (const { seed, breaches } of failures)
    for (const law of new Set(breaches.map((breach) => breach.law))) byLaw.set(law, [...(byLaw.get(law) ?? []), seed]);
  for (const [law, broken] of byLaw)
    console.log(`  ${law}: ${broken.length} worlds, first ${broken.slice(0, 8).join(", ")}`);
  for (const { seed, breaches } of failures.slice(0, 10)) {
    console.log(`\nseed ${seed}: npm run sim -- --seeds 1 --from ${seed}`);
    for (const { law, says } of breaches.slice(0, 5)) console.log(`  ${law}: ${says}`);
  }
  if (!values.forget) keep(failures);
  if (values.counters)
    for (const [name, times] of Object.entries(total.counters).sort()) console.log(`  ${name}: ${times}`);
  const missing = await tellCoverage();
  process.exitCode = failures.length > 0 || missing > 0 ? 1 : 0;
}

/** One entry a law, so that a bad change does not flood the corpus. */
function keep(failures) {
  const corpus = JSON.parse(readFileSync(CORPUS, "utf8"));
  const known = new Set(corpus.worlds.map((world) => world.seed));
  const laws = new Set();
  const fresh = failures.filter(({ seed, breaches }) => {
    const law = breaches[0]?.law;
    if (known.has(seed) || laws.has(law)) return false;
    laws.add(law);
    return true;
  });
  const kept = fresh.slice(0, KEEP_MAX);
  for (const { seed, breaches, shrunk } of kept)
    corpus.worlds.push({ seed, law: breaches[0].law, note: "", ...(shrunk === undefined ? {} : { scenario: shrunk }) });
  if (kept.length === 0) return;
  writeFileSync(CORPUS, `${JSON.stringify(corpus, null, 1)}\n`);
  console.log(`\nkept in test/sim/corpus.json: ${kept.map(({ seed }) => seed).join(", ")}`);
}

async function tellCoverage() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("coverage.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "error",
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  const { COVERAGE_FROM, MUST_REACH, notReached } = await import(`data:text/javascript;base64,${source}`);
  if (total.seeds < COVERAGE_FROM) return 0;
  const missing = notReached(total.counters);
  console.log(`coverage: ${MUST_REACH.length - missing.length} of ${MUST_REACH.length} things really occurred`);
  for (const name of missing) console.log(`  NEVER: ${name}`);
  return missing.length;
}

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { bundleWorker } from "./bundle.mjs";
import { playSeeds } from "./crew.mjs";
import { PLANTED_BUGS } from "./planted-bugs.mjs";

/**
 * `npm run sim:mutants [-- --only NAME]`: plants one known bug at a time into the program's text and says after how many
 * worlds which law found it. The program as it is must pass the same seeds: otherwise a law finds anything.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    jobs: { type: "string", default: String(Math.min(2, availableParallelism())) },
    only: { type: "string" },
  },
});
const seeds = Number(values.seeds);
const jobs = Number(values.jobs);

/** The lowest seed that breaks a law, and that law; undefined when none does. */
async function firstFailure(patches) {
  const bundle = await bundleWorker(patches);
  const failures = [];
  try {
    const onAnswer = (answer) => {
      failures.push(...answer.failures);
      return failures.length > 0;
    };
    await playSeeds({ path: bundle.path, from: 0, seeds, jobs, firstOnly: true, onAnswer });
  } finally {
    bundle.remove();
  }
  return failures.sort((one, other) => one.seed - other.seed)[0];
}

const row = (name, worlds, law) => console.log(`${name.padEnd(44)} ${String(worlds).padStart(8)}  ${law}`);
const started = performance.now();
let missed = 0;
// Words that are no longer in the program are told before an hour is spent on the others.
const unplaced = [];
for (const { name, patches } of PLANTED_BUGS)
  try {
    (await bundleWorker(patches)).remove();
  } catch (failed) {
    unplaced.push(`${name}: ${failed.errors?.[0]?.text ?? failed.message}`);
  }
if (unplaced.length > 0) {
  console.error(`not to be planted any more, correct planted-bugs.mjs:\n  ${unplaced.join("\n  ")}`);
  process.exit(1);
}
row("planted bug", "worlds", "found by the law");
for (const { name, patches } of PLANTED_BUGS) {
  if (values.only !== undefined && values.only !== name) continue;
  const failure = await firstFailure(patches);
  if (failure === undefined) missed += 1;
  row(name, failure === undefined ? "-" : failure.seed + 1, failure?.breaches[0]?.law ?? "NOT FOUND");
}
const plain = await firstFailure([]);
row(
  "(nothing planted)",
  seeds,
  plain === undefined ? "no law is broken" : `seed ${plain.seed}: ${plain.breaches[0].law}`,
);
console.log(`${Math.round((performance.now() - started) / 1000)} s on ${jobs} processes`);
process.exitCode = missed === 0 && plain === undefined ? 0 : 1;

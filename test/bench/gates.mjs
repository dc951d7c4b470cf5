// `npm run bench:gates [-- --quick] [--only CLASS,CLASS] [--size 640x360] [--seed WORD] [--photos FOLDER] [--set hold-out] [--json FILE]`
// Makes clean clips, puts one fault at a time into them, lets the real gates judge all of them, and prints what each gate
// read and who was caught. Thresholds may be chosen by the calibration set only; the hold-out set says whether they hold.
// Ends with 1 when a clean clip was refused, or a class of faults goes through its gate in more than one scene in five. What no measure can tell apart is printed under
// a heading of its own: a fault of which its gate only warns, a fault that shows nowhere (found by other measures than the gates'), a clean clip whose encoder let it stand still.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { judge } from "../../dist/core/judge.js";
import { gates } from "../../dist/gates/registry.js";
import { resolveMediaTools } from "../../dist/kit/ffmpeg.js";
import { createProcessRunner } from "../../dist/kit/process-runner.js";
import { basesOf } from "./gates-bases.mjs";
import { CLEAN, DEFECTS } from "./gates-defects.mjs";
import { standsStill } from "./gates-stills.mjs";

const LANES = 2;
/** One scene in so many may hide a fault. */
const LEAK_MAX = 5;
const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    size: { type: "string" },
    set: { type: "string" },
    seed: { type: "string", default: "1" },
    photos: { type: "string" },
    json: { type: "string" },
  },
});
const POLICY = { allow: [], limits: {} };
const folder = mkdtempSync(join(tmpdir(), "shotlock-bench-gates-"));
const media = await resolveMediaTools({ process: createProcessRunner(), force: "native" });
if (!media.ok) throw new Error(media.error.message);
const tools = media.value.tools;
const started = process.hrtime.bigint();

const bases = (await basesOf({ ...options, folder })).filter(
  ({ set }) => options.set === undefined || set === options.set || set === "given",
);
const classes = Object.entries({ ...CLEAN, ...DEFECTS }).filter(
  ([name]) => options.only === undefined || name in CLEAN || options.only.split(",").includes(name),
);
process.stdout.write(
  `seed ${options.seed}, ffmpeg ${tools.version}, ${bases.length} clean clips, ${classes.length} variants of each\n`,
);
await inLanes(bases, async (base, index) => {
  base.path = join(folder, `base-${index}.mp4`);
  await base.make(base.path);
});
process.stdout.write(`clean clips made after ${seconds()} s\n`);
const results = [];
await inLanes(bases, async (base, index) => {
  const siblings = bases.filter(({ set }) => set === base.set);
  const other = siblings[(siblings.indexOf(base) + 1) % siblings.length];
  for (const [name, variant] of classes) {
    const path = join(folder, `clip-${index}.mp4`);
    await variant.make(base, path, other);
    const judgement = await judgeClip(base, path, join(folder, `desk-${index}`));
    results.push({ base, name, variant, judgement, reason: cannotTell({ base, path, variant, judgement }) });
    rmSync(path, { force: true });
  }
  process.stderr.write(`${index + 1}/${bases.length} ${base.name}, ${seconds()} s\n`);
});
rmSync(folder, { recursive: true, force: true });

async function judgeClip(base, path, directory) {
  mkdirSync(directory, { recursive: true });
  const { width, height, rate, frames } = base;
  const take = {
    path,
    policy: POLICY,
    order: { width, height, rate, frames, headFrames: 0, tailFrames: 0, audio: "required" },
  };
  const desk = { media: tools, signal: new AbortController().signal, directory };
  const readings = [];
  for (const gate of gates) readings.push(await gate.measure(take, desk));
  return judge(readings, POLICY);
}

async function inLanes(items, work) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function seconds() {
  return Number((process.hrtime.bigint() - started) / 1_000_000_000n);
}

/** Why a mistake about a clip is none of the gates, found out without their measures. */
function cannotTell({ base, path, variant, judgement }) {
  const failing = judgement.readings.filter(({ verdict }) => verdict === "fail").map(({ gate }) => gate);
  if (variant.gates === undefined)
    return failing.join() === "frozen" && standsStill(path) ? "its encoder left out all that moved" : undefined;
  const warns = variant.gates.some((gate) => readingOf({ judgement }, gate)?.verdict === "warn");
  if (warns) return "its gate warns";
  const unseen = variant.unseen?.(base, path);
  return typeof unseen === "string" ? unseen : undefined;
}

const faults = [];
const informs = [];
for (const set of [...new Set(bases.map((base) => base.set))]) {
  const ofSet = results.filter(({ base }) => base.set === set);
  process.stdout.write(
    `\n== ${set}: ${bases
      .filter((base) => base.set === set)
      .map(({ name }) => name)
      .join("; ")}\n`,
  );
  printRanges(ofSet);
  printConfusion(ofSet);
}
process.stdout.write(`\n${results.length} clips in ${seconds()} s\n`);
for (const line of faults) process.stdout.write(`${line}\n`);
if (informs.length > 0) process.stdout.write(`\ncannot be told apart (${informs.length}, not counted as wrong)\n`);
for (const line of informs) process.stdout.write(`${line}\n`);
const refused = faults.filter((line) => line.startsWith("FALSE")).length;
const leaky = leakyClasses();
process.stdout.write(
  `\n${refused} clean clips refused; ${faults.length - refused} faulty ones went through; ${leaky.length === 0 ? "every class is caught" : `not caught: ${leaky.join(", ")}`}\n`,
);
if (options.json !== undefined)
  writeFileSync(
    options.json,
    JSON.stringify(
      results.map(({ base, name, judgement }) => ({ set: base.set, base: base.name, name, ...judgement })),
      null,
      1,
    ),
  );
process.exitCode = refused === 0 && leaky.length === 0 ? 0 : 1;

/** Faults that go through in more than one scene in five, those apart that nobody can tell. */
function leakyClasses() {
  return classes
    .filter(([, variant]) => variant.gates !== undefined && variant.informs !== true)
    .filter(([name, variant]) => {
      const told = results.filter((one) => one.name === name && one.reason === undefined);
      return told.filter((one) => !isCaught(one, variant)).length * LEAK_MAX > told.length;
    })
    .map(([name]) => name);
}

function readingOf({ judgement }, gate) {
  return judgement.readings.find((reading) => reading.gate === gate);
}

function range(some, gate) {
  const numbers = some.map((one) => readingOf(one, gate)?.milli).filter((milli) => milli !== undefined);
  if (numbers.length === 0) return "-".padStart(19);
  const text = (milli) => (milli / 1000).toFixed(2);
  return `${text(Math.min(...numbers))} .. ${text(Math.max(...numbers))}`.padStart(19);
}

function printRanges(ofSet) {
  process.stdout.write(`\n${"gate".padEnd(14)}${"limit".padStart(10)}${"clean".padStart(20)}  what its faults read\n`);
  for (const gate of gates) {
    const clean = ofSet.filter(({ name }) => name in CLEAN);
    const limits = Object.values(gate.limits).map(({ value }) => value)[0] ?? "-";
    const bad = classes
      .filter(([, { gates: wanted }]) => wanted?.[0] === gate.id)
      .map(
        ([name]) =>
          `${name} ${range(
            ofSet.filter((one) => one.name === name),
            gate.id,
          ).trim()}`,
      );
    process.stdout.write(`${gate.id.padEnd(14)}${limits.padStart(10)} ${range(clean, gate.id)}  ${bad.join(", ")}\n`);
  }
}

function printConfusion(ofSet) {
  process.stdout.write(
    `\n${"variant".padEnd(24)}${"refused".padStart(9)}${"caught".padStart(9)}${"warned".padStart(8)}${"score".padStart(13)}  gates that fail\n`,
  );
  for (const [name, variant] of classes) {
    const some = ofSet.filter((one) => one.name === name);
    const failing = (one) => one.judgement.readings.filter(({ verdict }) => verdict === "fail").map(({ gate }) => gate);
    const refused = some.filter(({ judgement }) => judgement.verdict === "fail");
    const caught = some.filter((one) => isCaught(one, variant));
    const warned = some.filter(
      ({ judgement }) => judgement.verdict === "pass" && judgement.readings.some(({ verdict }) => verdict === "warn"),
    );
    const counts = new Map();
    for (const gate of some.flatMap(failing)) counts.set(gate, (counts.get(gate) ?? 0) + 1);
    const scores = some.map(({ judgement }) => judgement.scorePerMille / 1000);
    const score = `${Math.min(...scores).toFixed(2)}-${Math.max(...scores).toFixed(2)}`;
    const list = [...counts].sort((a, b) => b[1] - a[1]).map(([gate, count]) => `${gate} ${count}`);
    process.stdout.write(
      `${name.padEnd(24)}${`${refused.length}/${some.length}`.padStart(9)}${(variant.gates === undefined ? "" : `${caught.length}/${some.length}`).padStart(9)}${String(warned.length).padStart(8)}${score.padStart(13)}  ${list.join(", ")}\n`,
    );
    for (const one of some) {
      const where = `${one.base.set}, ${one.base.name}, ${name}`;
      if (variant.gates === undefined && one.judgement.verdict === "fail")
        note(
          one.reason,
          `FALSE ALARM  ${where}: ${one.judgement.readings
            .filter(({ verdict }) => verdict === "fail")
            .map((r) => `${r.gate} ${(r.milli ?? 0) / 1000} (${r.says})`)
            .join("; ")}`,
        );
      if (variant.gates !== undefined && variant.informs !== true && !isCaught(one, variant))
        note(
          one.reason,
          `MISSED       ${where}: ${variant.gates.map((gate) => `${gate} ${(readingOf(one, gate)?.milli ?? 0) / 1000}`).join(", ")}${failing(one).length > 0 ? ` (but ${failing(one).join(", ")})` : ""}`,
        );
    }
  }
}

function note(reason, line) {
  if (reason === undefined) faults.push(line);
  else informs.push(`${line}: ${reason}`);
}

function isCaught(one, { gates: wanted, verdicts = ["fail"] }) {
  return wanted?.some((gate) => verdicts.includes(readingOf(one, gate)?.verdict)) === true;
}

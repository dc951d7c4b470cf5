// npm run bench:conform [-- --shots 24 --seconds 5 --size 1280x720 --wasm --keep]
// How long a conform takes when everything, nothing, one take, one trim or the order changed, signing included, against
// the obvious rival: one ffmpeg run with a concat filter that encodes the whole cut again. A program, not a test.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createAssembler } from "../../dist/kit/conform/assembler.js";
import { resolveMediaTools } from "../../dist/kit/ffmpeg.js";
import { makeDevelopmentKeys } from "../../dist/kit/keys/development-keys.js";
import { createProcessRunner } from "../../dist/kit/process-runner.js";
import { conformEpisode } from "../../dist/operations/conform.js";
import { createC2paSigner } from "../../dist/signers/c2pa.js";
import { directoryStore } from "../../dist/stores/directory.js";

const { values: wish } = parseArgs({
  options: {
    shots: { type: "string", default: "24" },
    seconds: { type: "string", default: "5" },
    size: { type: "string", default: "1280x720" },
    wasm: { type: "boolean", default: false },
    rival: { type: "boolean", default: true },
    keep: { type: "boolean", default: false },
  },
  allowNegative: true,
});
const SHOTS = Number(wish.shots);
const RATE = 24;
const HANDLE_FRAMES = 8;
const SHOT_FRAMES = Number(wish.seconds) * RATE;
const TAKE_FRAMES = SHOT_FRAMES + 2 * HANDLE_FRAMES;
const [WIDTH, HEIGHT] = wish.size.split("x").map(Number);

const root = mkdtempSync(join(tmpdir(), "shotlock-bench-conform-"));
const place = (...names) => join(root, ...names);
const clock = { now: () => Date.now(), sleep: async () => undefined };
const found = await resolveMediaTools({ process: createProcessRunner(), ...(wish.wasm ? { force: "wasm" } : {}) });
if (!found.ok) throw new Error(found.error.message);
const media = timed(found.value.tools);
const keys = await makeDevelopmentKeys(place("keys"), { nowMs: Date.now() });
if (!keys.ok) throw new Error(keys.error.message);
const signer = createC2paSigner({ keys: keys.value, clock });
const store = directoryStore(place("store"));

/** Counts the runs of ffmpeg and the time spent waiting for them. */
function timed(tools) {
  const timings = { runs: 0, milliseconds: 0 };
  const watch = (run) => async (args, options) => {
    const started = performance.now();
    try {
      return await run(args, options);
    } finally {
      timings.runs += 1;
      timings.milliseconds += performance.now() - started;
    }
  };
  return { ...tools, ffmpeg: watch(tools.ffmpeg), ffprobe: watch(tools.ffprobe), timings };
}

function ffmpeg(...args) {
  const run = spawnSync("ffmpeg", ["-hide_banner", "-v", "error", "-y", ...args], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
}

/** A signed take with moving pictures and a sound of its own. */
async function makeTake(shot, id, hue) {
  const raw = place("raw", `${shot}-${id}.mp4`);
  const picture = `testsrc2=s=${wish.size}:r=${RATE},hue=h=${hue}`;
  const sound = `sine=f=${220 + hue}:r=48000,volume=0.3`;
  const codecs = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-c:a", "aac"];
  const inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound];
  ffmpeg(...inputs, "-frames:v", String(TAKE_FRAMES), "-t", String(TAKE_FRAMES / RATE), ...codecs, raw);
  const action = {
    action: "c2pa.created",
    digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
    softwareAgent: { name: "bench" },
  };
  const definition = {
    title: `${shot}_${id}`,
    format: "video/mp4",
    claim_generator_info: [{ name: "shotlock", version: "0" }],
    assertions: [{ label: "c2pa.actions.v2", data: { actions: [action] } }],
  };
  const target = place("raw", `${shot}-${id}.signed.mp4`);
  const signed = await signer.sign({ source: raw, target, mimeType: "video/mp4", definition, ingredients: [] });
  if (!signed.ok) throw new Error(signed.error.message);
  const { sha256 } = await store.put(signed.value.path);
  return takeOf(shot, id, sha256, signed.value);
}

function takeOf(shot, id, sha256, signed) {
  const identity = { engine: "animatic", model: "bench", modelVersion: "1", endpoint: "bench" };
  const facts = { sha256, bytes: 1, container: "mp4", videoCodec: "h264", audio: true };
  return {
    id,
    tier: "animatic",
    madeAs: `${shot}_${id}`,
    origin: "generated",
    identity,
    raw: sha256,
    signed: { ...signed, sha256 },
    facts: { ...facts, width: WIDTH, height: HEIGHT, rate: String(RATE), frames: TAKE_FRAMES },
    headFrames: HANDLE_FRAMES,
    tailFrames: HANDLE_FRAMES,
  };
}

const CUT = { kind: "cut", frames: 0 };
const plainShot = (id) => ({
  id,
  name: `BEN_E101_${id}`,
  status: "active",
  intent: { durationFrames: SHOT_FRAMES },
  editorial: { title: `Shot ${id}`, transitionIn: CUT, transitionOut: CUT, trimInFrames: 0, trimOutFrames: 0 },
});

let state = { shots: {}, conformed: {} };
let conforms = 0;

async function conform(label, shots) {
  const [wasRuns, wasMs, cpu] = [media.timings.runs, media.timings.milliseconds, cpuSeconds()];
  const started = performance.now();
  conforms += 1;
  const done = await conformEpisode(
    {
      assembler: createAssembler(media),
      signer,
      store,
      clock,
      append: async () => ({ ok: true, value: undefined }),
      copy: async () => undefined,
      report: () => undefined,
      signal: new AbortController().signal,
    },
    {
      episode: {
        id: "E101",
        title: "Bench",
        show: { id: "BEN", title: "Bench" },
        format: { rate: { numerator: RATE, denominator: 1 }, width: WIDTH, height: HEIGHT, startTimecodeFrames: 0 },
        conform: { loudnessLufs: -16, slate: true },
        shots,
      },
      state,
      tier: "animatic",
      run: "bench",
      operator: "bench",
      decisions: [],
      tool: { version: "0" },
      joinedWith: { name: "ffmpeg", version: media.version },
      directory: place("work", String(conforms)),
      cache: place("cache"),
    },
  );
  if (!done.ok) throw new Error(done.error.message);
  state = { ...state, conformed: { animatic: done.value.record } };
  const seconds = (performance.now() - started) / 1000;
  const runs = media.timings.runs - wasRuns;
  const inFfmpeg = (media.timings.milliseconds - wasMs) / 1000;
  rmSync(place("work", String(conforms)), { recursive: true, force: true });
  return row(
    label,
    seconds,
    cpuSeconds() - cpu,
    `${runs} runs of ffmpeg (${inFfmpeg.toFixed(1)} s); ${done.value.says}`,
  );
}

/** CPU seconds of this process and its ended children; only Linux tells. */
function cpuSeconds() {
  const own = process.cpuUsage();
  let children = 0;
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
    children = (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    // Another system: only our own part is shown.
  }
  return (own.user + own.system) / 1e6 + children;
}

function row(label, seconds, cpu, says) {
  const load = loadavg()[0].toFixed(1);
  console.log(
    `${label.padEnd(22)} ${seconds.toFixed(2).padStart(7)} s  cpu ${cpu.toFixed(1).padStart(6)} s  load ${load.padStart(5)}  ${says}`,
  );
  return { seconds, cpu };
}

/** The whole cut encoded in one run, as people do it by hand: same codec, same quality, same loudness target. */
function rival(takes) {
  const inputs = takes.flatMap((take) => ["-i", place("raw", `${take.madeAs.replace("_", "-")}.mp4`)]);
  const [from, to] = [HANDLE_FRAMES, HANDLE_FRAMES + SHOT_FRAMES];
  const parts = takes.map(
    (_, index) =>
      `[${index}:v]trim=start_frame=${from}:end_frame=${to},setpts=PTS-STARTPTS[v${index}];` +
      `[${index}:a]atrim=${from / RATE}:${to / RATE},asetpts=PTS-STARTPTS[a${index}]`,
  );
  const joined = takes.map((_, index) => `[v${index}][a${index}]`).join("");
  const graph = `${parts.join(";")};${joined}concat=n=${takes.length}:v=1:a=1[v][s];[s]loudnorm=I=-16:TP=-1.5[a]`;
  const codecs = [
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-crf",
    "18",
    "-c:a",
    "aac",
    "-b:a",
    "192k",
    "-ar",
    "48000",
  ];
  const [started, cpu] = [performance.now(), cpuSeconds()];
  ffmpeg(...inputs, "-filter_complex", graph, "-map", "[v]", "-map", "[a]", ...codecs, place("rival.mp4"));
  return row("rival: encode it all", (performance.now() - started) / 1000, cpuSeconds() - cpu, "one run, unsigned");
}

try {
  mkdirSync(place("raw"), { recursive: true });
  console.log(`${SHOTS} shots of ${wish.seconds} s, ${wish.size}, ffmpeg ${media.version} ${media.kind}`);
  const ids = Array.from({ length: SHOTS }, (_, index) => `SH${String((index + 1) * 10).padStart(4, "0")}`);
  const takes = [];
  for (const [index, id] of ids.entries()) takes.push(await makeTake(id, "v001", index * 11));
  const changed = await makeTake(ids[2], "v002", 300);
  const shotState = (take) => ({ takes: [take], attempts: [], circled: { animatic: take.id }, kept: {} });
  state = { ...state, shots: Object.fromEntries(ids.map((id, index) => [id, shotState(takes[index])])) };
  const shots = ids.map(plainShot);
  const rows = {};
  rows["first conform"] = await conform("first conform", shots);
  rows["nothing changed"] = await conform("nothing changed", shots);
  state = { ...state, shots: { ...state.shots, [ids[2]]: shotState(changed) } };
  rows["one take changed"] = await conform("one take changed", shots);
  const edited = (change) =>
    shots.map((shot, index) => (index === 5 ? { ...shot, editorial: { ...shot.editorial, ...change } } : shot));
  rows["one trim"] = await conform("one trim", edited({ trimOutFrames: 12 }));
  rows["one dissolve"] = await conform("one dissolve", edited({ transitionIn: { kind: "dissolve", frames: 12 } }));
  rows["one title"] = await conform("one title", edited({ title: "Another title" }));
  rows["another order"] = await conform("another order", [...shots].reverse());
  if (wish.rival) {
    const other = rival(takes);
    for (const [label, mine] of Object.entries(rows))
      console.log(
        `  ${label.padEnd(20)} wall ${ratio(mine.seconds, other.seconds)}, cpu ${ratio(mine.cpu, other.cpu)}`,
      );
  }
} finally {
  await signer.close();
  if (wish.keep) console.log(root);
  else rmSync(root, { recursive: true, force: true });
}

function ratio(mine, theirs) {
  return mine <= theirs
    ? `1/${(theirs / mine).toFixed(1)} of the rival`
    : `${(mine / theirs).toFixed(1)} times the rival`;
}

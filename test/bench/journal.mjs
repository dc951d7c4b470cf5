// npm run bench:journal [-- --events 20000]: size and time of a long journal, in a folder and on a branch, and appends a second.
import { spawnSync } from "node:child_process";
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { printBatch } from "../../dist/core/journal-chain.js";
import { directoryJournal } from "../../dist/journals/directory.js";
import { filesToJoin, segmentFile, singleFile } from "../../dist/journals/git-branch/segments.js";
import { gitBranchJournal } from "../../dist/journals/git-branch.js";
import { systemClock } from "../../dist/kit/clock.js";
import { batchName, NO_CONTENTS, signBatch } from "../../dist/kit/journal/batches.js";
import { createProcessRunner } from "../../dist/kit/process-runner.js";
import { openRecord } from "../../dist/operations/apply/journal-record.js";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const at = process.argv.indexOf("--events");
const EVENTS = at === -1 ? 20_000 : Number(process.argv[at + 1]);
const folder = mkdtempSync(join(tmpdir(), "shotlock-bench-"));
const BRANCH = "refs/heads/shotlock/state";

const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), randomBytes(32)]),
  format: "der",
  type: "pkcs8",
});
const publicKey = createPublicKey(privateKey);
const signer = {
  sign: (bytes) => ({ keyId: "bench", signature: sign(null, bytes, privateKey).toString("base64") }),
  verify: (bytes, _keyId, signature) => verify(null, bytes, publicKey, Buffer.from(signature, "base64")),
};

/** Events of a real run, again and again, with digests and times of their own: digests are what does not compress. */
function* realEvents() {
  const root = join(folder, "show");
  mkdirSync(root);
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("productions/small/show.yaml", 'id: SML\nformat: {fps: 24, resolution: 320x180, aspect: "16:9"}\n');
  const shots = [1, 2, 3].map(
    (number) => `  - {id: SH00${number}0, framing: MS, duration: 1s, action: A lamp burns in room ${number}.}\n`,
  );
  write("productions/small/episodes/E1.yaml", `title: Small\nshots:\n${shots.join("")}`);
  const environment = { ...process.env, XDG_CONFIG_HOME: join(folder, "keys"), CI: "true" };
  for (const words of [
    ["keys", "init"],
    ["apply", "E1", "--no-conform"],
  ]) {
    const done = spawnSync(process.execPath, [PROGRAM, "-C", root, ...words], { encoding: "utf8", env: environment });
    if (done.status !== 0) throw new Error(done.stderr);
  }
  const place = join(root, ".shotlock/journal");
  const texts = readdirSync(place)
    .filter((name) => /^\d+\.json$/.test(name))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(place, name), "utf8")).events)
    .map((event) => JSON.stringify(event));
  for (let round = 0; ; round += 1)
    for (const text of texts) {
      const own = text.replace(/sha256:[0-9a-f]{64}/g, () => `sha256:${randomBytes(32).toString("hex")}`);
      yield JSON.parse(own.replaceAll("SH00", `SH${String(round % 90).padStart(2, "0")}`));
    }
}

function git(words, input) {
  const done = spawnSync("git", words, {
    env: { ...process.env, GIT_DIR: join(folder, "hub.git"), ...AUTHOR },
    maxBuffer: 1e9,
    ...(input === undefined ? {} : { input }),
  });
  if (done.status !== 0) throw new Error(done.stderr.toString());
  return done.stdout.toString().trim();
}
const AUTHOR = {
  GIT_AUTHOR_NAME: "bench",
  GIT_AUTHOR_EMAIL: "b@localhost",
  GIT_COMMITTER_NAME: "bench",
  GIT_COMMITTER_EMAIL: "b@localhost",
};
const bytesIn = (path) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
async function timed(says, work) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const used = process.cpuUsage(cpu);
  const milliseconds = Math.round(performance.now() - start);
  console.log(`${says}: ${milliseconds} ms (${Math.round((used.user + used.system) / 1000)} ms of this process)`);
  return value;
}
const branchJournal = (options) =>
  gitBranchJournal({
    folder: join(folder, "clone.git"),
    remote: "origin",
    address: async () => ({ ok: true, value: `file://${join(folder, "hub.git")}` }),
    branch: "shotlock/state",
    clock: systemClock(),
    process: createProcessRunner(),
    environment: process.env,
    signer,
    ...options,
  });

try {
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}, ${git(["--version"])}`);
  // One event a batch, which is what a single shot writes; files joined as the journal itself joins them.
  let files = [];
  let rewritten = 0;
  let [head, sequence] = [NO_CONTENTS.head, 0];
  const events = realEvents();
  const place = join(folder, "journal");
  mkdirSync(place);
  for (let number = 1; number <= EVENTS; number += 1) {
    const batch = signBatch(signer, { ...NO_CONTENTS, head, sequence }, [events.next().value]);
    const text = printBatch(batch);
    writeFileSync(join(place, batchName(number)), text);
    [head, sequence] = [batch.hash, number];
    const joined = filesToJoin(files);
    if (joined.length > 0) {
      const whole = joined.map((file) => file.text).join("");
      rewritten += whole.length;
      const segment = segmentFile(joined[0].first, joined.at(-1).last);
      files = [...files.slice(0, -joined.length), { ...segment, text: whole, bytes: Buffer.byteLength(whole) }];
    }
    files.push({ ...singleFile(number), text, bytes: Buffer.byteLength(text) });
  }
  git(["init", "--quiet", "--bare", join(folder, "hub.git")]);
  const lines = files.map(({ name, text }) => `100644 blob ${git(["hash-object", "-w", "--stdin"], text)}\t${name}\0`);
  const inside = git(["mktree", "-z"], lines.join(""));
  const top = git(["mktree", "-z"], `040000 tree ${inside}\tjournal\0`);
  git(["update-ref", BRANCH, git(["commit-tree", top, "-m", "bench"])]);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  console.log(
    `${EVENTS} events, one a batch: ${megabytes(bytes)} in ${files.length} files, each byte rewritten ${(rewritten / bytes).toFixed(1)} times`,
  );

  const folderJournal = directoryJournal({
    folder: place,
    clock: systemClock(),
    process: createProcessRunner(),
    signer,
  });
  console.log(`folder: ${megabytes(bytesIn(place))} in ${EVENTS} files`);
  await timed("folder, first read", () => folderJournal.read());
  await timed("folder, read again", () => folderJournal.read());

  const journal = branchJournal({ pushEveryMs: 0 });
  const read = await timed("branch, first read of a new clone", () => journal.read());
  if (!read.ok) throw new Error(read.error.message);
  console.log(`branch: clone of ${megabytes(bytesIn(join(folder, "clone.git")))}`);
  await timed("branch, a later process with the clone", () => branchJournal({ pushEveryMs: 0 }).read());
  await timed("branch, read again with nothing new", () => journal.read());
  const before = bytesIn(join(folder, "clone.git"));
  await timed("branch, 20 appends one after another, no pause", async () => {
    let { head: now } = read.value;
    for (let index = 0; index < 20; index += 1) {
      const appended = await journal.append([events.next().value], now);
      if (!appended.ok) throw new Error(appended.error.message);
      now = appended.value.head;
    }
  });
  console.log(`branch: ${Math.round((bytesIn(join(folder, "clone.git")) - before) / 20 / 1000)} kB more a push`);
  const stamp = { run: "bench", operator: "bench", show: "SML", episode: "E9" };
  const opened = await openRecord(branchJournal({}), systemClock(), stamp);
  if (!opened.ok) throw new Error(opened.error.message);
  for (const parallel of [1, 8, 64]) {
    const each = Math.ceil(24 / Math.max(4, parallel));
    const start = performance.now();
    await Promise.all(
      Array.from({ length: parallel }, async () => {
        for (let index = 0; index < each; index += 1)
          await opened.value.append({ type: "note.written", says: "measured" });
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `branch, ${parallel} shots at once, one push a second: ${((parallel * each) / seconds).toFixed(1)} appends a second`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

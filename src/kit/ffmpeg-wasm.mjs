#!/usr/bin/env node
// ffmpeg and ffprobe on a command line, on top of @ffmpeg/core (FFmpeg 5.1 as WASM), in a process of its own:
//   node ffmpeg-wasm.mjs ARGUMENTS...      node ffmpeg-wasm.mjs --ffprobe ARGUMENTS...
// The module knows only files in memory, so inputs are copied in before the run, and what it wrote is copied out after.
// Standard input is read to its end first. FFMPEG_WASM_FILES (separated like PATH) names inputs that only a filter names.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const wantsProbe = process.argv[2] === "--ffprobe";
const given = process.argv.slice(wantsProbe ? 3 : 2);

// The module looks for a web worker around it; these four names are all it asks of one.
globalThis.self = globalThis;
globalThis.location = { href: "file:///" };
globalThis.WorkerGlobalScope = function WorkerGlobalScope() {};
globalThis.importScripts = () => {};

const folder = path.dirname(require.resolve("@ffmpeg/core")).replace(/esm$/, "umd");
const createCore = require(path.join(folder, "ffmpeg-core.js"));
const core = await createCore({
  wasmBinary: readFileSync(path.join(folder, "ffmpeg-core.wasm")),
  mainScriptUrlOrBlob: `x#${btoa(JSON.stringify({ wasmURL: "", workerURL: "" }))}`,
});
const probed = new Set();
let probeFailed = false;
core.setLogger(({ type, message }) => {
  // Printed by the module at every exit, good or bad.
  if (message === "Aborted()") return;
  // The module's ffprobe keeps no exit code. A file that it could not read is named first in its last word.
  if (type !== "stdout") for (const name of probed) if (message.startsWith(`${name}: `)) probeFailed = true;
  (type === "stdout" ? process.stdout : process.stderr).write(`${message}\n`);
});

// A path inside the module: absolute, with slashes, without a drive letter.
const insideName = (name) =>
  path
    .resolve(name)
    .replaceAll("\\", "/")
    .replace(/^[A-Za-z]:/, "");
const copiedIn = new Set();
const outputFolders = new Map();

function makeFolders(inside) {
  let current = "";
  for (const part of inside.split("/").filter(Boolean)) {
    current += `/${part}`;
    try {
      core.FS.mkdir(current);
    } catch {
      // It is there already.
    }
  }
}

function copyIn(outside) {
  const inside = insideName(outside);
  if (copiedIn.has(inside)) return inside;
  makeFolders(path.posix.dirname(inside));
  core.FS.writeFile(inside, readFileSync(outside));
  copiedIn.add(inside);
  return inside;
}

function inputName(name, format) {
  if (name === "pipe:0" || name === "-") {
    core.FS.writeFile("/standard-input", readFileSync(0));
    copiedIn.add("/standard-input");
    return "/standard-input";
  }
  // A lavfi source, a frame pattern, or a file that is not there: the module says which.
  if (!existsSync(name) || !statSync(name).isFile()) return name;
  return format === "concat" ? copyListIn(name) : copyIn(name);
}

// A list of files for `-f concat`: what it names is copied in too, and the list then speaks of the names inside.
function copyListIn(outside) {
  const lines = readFileSync(outside, "utf8").split("\n");
  const list = lines.map((line) => {
    const quoted = /^file '(.*)'\s*$/.exec(line)?.[1];
    if (quoted === undefined) return line;
    const file = path.resolve(path.dirname(outside), quoted.replaceAll("'\\''", "'"));
    return `file '${copyIn(file).replaceAll("'", "'\\''")}'`;
  });
  const inside = insideName(outside);
  makeFolders(path.posix.dirname(inside));
  core.FS.writeFile(inside, list.join("\n"));
  copiedIn.add(inside);
  return inside;
}

function outputName(name) {
  if (name === "-" || name.startsWith("pipe:")) return name;
  const inside = insideName(name);
  makeFolders(path.posix.dirname(inside));
  outputFolders.set(path.posix.dirname(inside), path.dirname(path.resolve(name)));
  return inside;
}

const FLAGS = new Set(
  "-n -an -vn -sn -dn -hide_banner -nostats -stats -nostdin -shortest -copyts -re -autorotate -noautorotate -bitexact -version -filters -encoders -decoders -codecs -formats -muxers -demuxers -buildconf -pix_fmts -pretty -unit -prefix -count_frames -count_packets -L".split(
    " ",
  ),
);
const isFlag = (word) => FLAGS.has(word) || (wantsProbe && /^-show_(?!entries|data_hash|log)/.test(word));

function translate(words) {
  const translated = [];
  let format;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    // The module adds these two itself.
    if (word === "-y" || word === "-nostdin") continue;
    if (!word.startsWith("-") || word === "-") {
      translated.push(wantsProbe ? inputName(word) : outputName(word));
      if (wantsProbe) probed.add(translated.at(-1));
      continue;
    }
    translated.push(word);
    if (isFlag(word) || index + 1 >= words.length) continue;
    index += 1;
    if (word === "-f") format = words[index];
    translated.push(word === "-i" ? inputName(words[index], format) : words[index]);
    if (word === "-i") format = undefined;
  }
  return translated;
}

function copyOut() {
  for (const [inside, outside] of outputFolders)
    for (const name of core.FS.readdir(inside)) {
      const file = path.posix.join(inside, name);
      if (name === "." || name === ".." || copiedIn.has(file) || !core.FS.isFile(core.FS.stat(file).mode)) continue;
      mkdirSync(outside, { recursive: true });
      writeFileSync(path.join(outside, name), core.FS.readFile(file));
    }
}

for (const file of (process.env.FFMPEG_WASM_FILES ?? "").split(path.delimiter).filter(Boolean))
  copyIn(path.resolve(file));
const words = translate(given);
const returned = wantsProbe ? core.ffprobe(...words) : core.exec(...words);
copyOut();
process.exitCode = wantsProbe ? Number(probeFailed) : core.ret > 0 ? core.ret : Math.max(0, returned);

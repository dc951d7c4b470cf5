// Clean clips: drawn by this bench, drawn by the animatic engine, or moved over photographs that somebody gives.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { makeOrder } from "../../dist/core/make-order.js";
import { repositoryFiles } from "../../dist/kit/repository-files.js";
import { loadProductions } from "../../dist/operations/load.js";
import { CALIBRATION } from "./gates-calibration.mjs";
import { randomFrom } from "./gates-drawing.mjs";
import { HOLD_OUT } from "./gates-hold-out.mjs";
import { BIBLE, PRODUCTIONS } from "./gates-productions.mjs";

const SECONDS = 2.4;
const RATES = ["24", "25", "30", "24000/1001", "30000/1001"];
const SIZES = ["640x360", "640x360", "854x480", "360x640", "480x480", "860x360"];
/** Not every film is small: every so many scenes one has a full size. */
const LARGE = { 3: "1280x720", 14: "1920x1080" };
const LARGE_SECONDS = 1.6;
/** Film grain over the drawn picture, as strength of ffmpeg's noise; 0 is a drawing without any. */
const GRAIN = [6, 0, 8, 4, 10, 3];
const OWN = {
  "still life, locked off, grain": 9,
  "listener, locked off, no grain": 0,
  "desk, locked off": 4,
  "night, few lights": 5,
  "shelf, nothing but grain": 7,
  "corridor, locked off, one door": 0,
};
/** Fades are made where a laboratory makes them: over the finished picture. Shares of the clip. */
const FADES = {
  "harbour, fade in": { way: "in", from: 0.13, to: 0.5 },
  "dunes, fade out": { way: "out", from: 0.45, to: 0.85 },
  "fade in out of black": { way: "in", from: 0.2, to: 0.6 },
  "fade out to black": { way: "out", from: 0.5, to: 0.85 },
};
const ENCODE = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-g", "48"];
const SOUND = ["-f", "lavfi", "-t", "10", "-i", "anoisesrc=colour=pink:amplitude=0.2:seed=1:sample_rate=48000"];
export const FASTSTART = ["-movflags", "+faststart"];

/** Every base: what it is called, which set it belongs to, its order, and how it is made. */
export async function basesOf({ seed, size, quick, photos, folder }) {
  const drawn = (scenes, set) =>
    Object.entries(scenes).map(([name, scene], index) => {
      const spec = { ...shapeOf(index + (set === "calibration" ? 0 : 1), size), fade: FADES[name] };
      return { name, set, ...spec, make: (path) => draw(scene, `${seed} ${name}`, name, spec, path) };
    });
  const bases = [
    ...drawn(CALIBRATION, "calibration"),
    ...(await animatics("calibration", folder)),
    ...drawn(HOLD_OUT, "hold-out"),
    ...(await animatics("hold-out", folder)),
    ...(photos === undefined ? [] : photographs(photos, size)),
  ];
  return quick ? bases.filter((_, index) => index % 5 === 0) : bases;
}

function shapeOf(index, size) {
  const large = size === undefined && LARGE[index] !== undefined;
  const [width, height] = (size ?? LARGE[index] ?? SIZES[index % SIZES.length]).split("x").map(Number);
  const [numerator, denominator = 1] = RATES[index % RATES.length].split("/").map(Number);
  const frames = Math.round(((large ? LARGE_SECONDS : SECONDS) * numerator) / denominator);
  return { width, height, rate: { numerator, denominator }, frames, grain: GRAIN[index % GRAIN.length] };
}

function fadeFilter({ way, from, to }, frames) {
  return `fade=t=${way}:s=${Math.round(from * frames)}:n=${Math.round((to - from) * frames)}`;
}

async function draw(scene, seed, name, spec, path) {
  const { width, height, rate } = spec;
  const canvas = createCanvas(width, height);
  const c = canvas.getContext("2d");
  const paint = scene(randomFrom(seed), { w: width, h: height });
  const grain = OWN[name] ?? spec.grain;
  const filters = [
    ...(grain > 0 ? [`noise=alls=${grain}:allf=t`] : []),
    ...(spec.fade === undefined ? [] : [fadeFilter(spec.fade, spec.frames)]),
  ];
  await film(path, spec, filters, (frame) => {
    c.fillStyle = "black";
    c.fillRect(0, 0, width, height);
    paint(c, (frame * rate.denominator) / rate.numerator);
    return canvas.data();
  });
}

/** Frames through a pipe into a film with sound. */
async function film(path, { width, height, rate, frames }, filters, picture) {
  const encoder = spawn("ffmpeg", [
    ...["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", `${width}x${height}`],
    ...["-r", `${rate.numerator}/${rate.denominator}`, "-i", "pipe:0", ...SOUND],
    ...(filters.length === 0 ? [] : ["-vf", filters.join(",")]),
    ...["-map", "0:v", "-map", "1:a", ...ENCODE, "-c:a", "aac", "-b:a", "96k", "-shortest"],
    ...[...FASTSTART, path],
  ]);
  encoder.stdin.on("error", () => undefined);
  let complaints = "";
  encoder.stderr.on("data", (text) => {
    complaints += text;
  });
  const ended = new Promise((resolve) => encoder.on("close", resolve));
  for (let frame = 0; frame < frames; frame += 1)
    if (!encoder.stdin.write(Buffer.from(picture(frame))))
      await new Promise((resolve) => encoder.stdin.once("drain", resolve));
  encoder.stdin.end();
  if ((await ended) !== 0) throw new Error(`${path}: ${complaints}`);
}

/** Shots of the bench's own productions, drawn by the engine in a process of its own, as in a real run. */
async function animatics(set, work) {
  const root = join(work, set);
  const folder = join(root, "productions", "bench");
  mkdirSync(join(folder, "episodes"), { recursive: true });
  mkdirSync(join(folder, "bible"));
  writeFileSync(join(folder, "bible", "people.yaml"), BIBLE);
  writeFileSync(join(folder, "show.yaml"), PRODUCTIONS[set].show);
  writeFileSync(join(folder, "episodes", "E101.yaml"), PRODUCTIONS[set].episode);
  const { episodes, diagnostics } = await loadProductions({ files: repositoryFiles(root) });
  const [episode] = episodes;
  if (episode === undefined) throw new Error(`the ${set} production does not load: ${JSON.stringify(diagnostics)}`);
  return episode.shots.map((shot) => {
    const order = makeOrder({
      episode,
      shot,
      tier: "animatic",
      candidate: {
        identity: { engine: "animatic", model: "shotlock/animatic", modelVersion: "1", endpoint: "animatic/local" },
        quote: { deliveredFrames: shot.intent.durationFrames },
      },
      attempt: shot.id,
      take: "v001",
      seed: "1",
      profile: "draft",
      startTimecodeFrames: 0,
    });
    const { width, height, rate, frames } = order;
    return {
      name: `animatic ${episode.show.id} ${shot.id}`,
      set,
      ...{ width, height, rate, frames },
      make: (path) => animatic(order, `${path}.job`, path),
    };
  });
}

async function animatic(order, folder, path) {
  mkdirSync(folder);
  writeFileSync(
    join(folder, "job.json"),
    JSON.stringify({ order: { ...order, audio: "required" }, ffmpeg: ["ffmpeg"] }),
  );
  const child = fileURLToPath(new URL("../../dist/engines/animatic/child.js", import.meta.url));
  await run(process.execPath, [child, folder]);
  await ffmpeg(
    "-i",
    join(folder, "animatic.mp4"),
    ...SOUND,
    "-map",
    "0:v",
    "-map",
    "1:a",
    "-c:v",
    "copy",
    "-c:a",
    "aac",
    "-shortest",
    ...FASTSTART,
    path,
  );
}

/** A slow move over each photograph of a folder: real lenses, real grain, real light. */
function photographs(folder, size) {
  return readdirSync(folder)
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .sort()
    .map((name, index) => {
      const spec = shapeOf(index, size);
      return {
        name: `photograph ${name}`,
        set: "given",
        ...spec,
        make: async (path) => {
          const image = await loadImage(join(folder, name));
          const { width: w, height: h, frames } = spec;
          const canvas = createCanvas(w, h);
          const c = canvas.getContext("2d");
          const cover = Math.max(w / image.width, h / image.height) * 1.2;
          await film(path, spec, [], (frame) => {
            const share = frame / frames;
            c.drawImage(
              image,
              -(image.width * cover - w) * (0.2 + 0.5 * share),
              -(image.height * cover - h) * 0.5,
              image.width * cover,
              image.height * cover,
            );
            return canvas.data();
          });
        },
      };
    });
}

export function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    let complaints = "";
    child.stderr.on("data", (text) => {
      complaints = `${complaints}${text}`.slice(-2000);
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${complaints}`)),
    );
  });
}

export function ffmpeg(...args) {
  return run("ffmpeg", ["-hide_banner", "-v", "error", "-nostdin", "-y", ...args]);
}

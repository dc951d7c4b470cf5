import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { essenceOfFrames } from "../../src/core/provenance/essence.ts";
import { resolveMediaTools } from "../../src/kit/ffmpeg.ts";
import { createProcessRunner } from "../../src/kit/process-runner.ts";
import type { MediaTools } from "../../src/ports/media.ts";
import type { ProcessOutcome, ProcessRunner } from "../../src/ports/process.ts";
import { cutList, cuttingRoom } from "./conform/cutting-room.ts";
import { WITHOUT_FFMPEG } from "./conform/native-media.ts";
import { readNumbers } from "./conform/numbered-film.ts";

const FILTERS =
  "scale split select fps tpad setparams overlay xfade fade ebur128 alimiter aresample apad afade amix anullsrc";

interface Machine {
  /** What each program answers to `-version`; a program that is not named is not there. */
  readonly programs: Readonly<Record<string, string>>;
  readonly filters?: string;
  readonly encoders?: string;
  readonly decoders?: string;
}

/** A machine with these programs, as the resolver sees it. */
function machine({ programs, filters = FILTERS, encoders = "libx264 aac png", decoders = "h264 aac png" }: Machine) {
  const asked: string[] = [];
  const list = (names: string): string =>
    names
      .split(" ")
      .map((name) => ` V....D ${name}          what it does`)
      .join("\n");
  const answer = (stdout: string): ProcessOutcome => ({
    exitCode: 0,
    stdout,
    stderr: "",
    timedOut: false,
    notFound: false,
  });
  const runner: ProcessRunner = {
    run: async (request) => {
      const words = request.arguments.filter((word) => word !== "-hide_banner");
      asked.push(`${request.program} ${words.join(" ")}`);
      const version = programs[request.program];
      if (version === undefined) return { ...answer(""), exitCode: null, notFound: true };
      if (version === "broken") return { ...answer(""), exitCode: 127 };
      const lists: Record<string, string> = { "-filters": filters, "-encoders": encoders, "-decoders": decoders };
      return answer(words[0] === "-version" ? version : list(lists[words[0] ?? ""] ?? ""));
    },
    start: () => {
      throw new Error("not asked for");
    },
    alive: () => false,
  };
  return { runner, asked };
}

const SIX = { ffmpeg: "ffmpeg version 6.1.1", ffprobe: "ffprobe version 6.1.1" };

async function found(of: Machine, request: { ffmpegPath?: string; force?: "native" | "wasm" } = {}) {
  const tools = await resolveMediaTools({ process: machine(of).runner, ...request });
  if (!tools.ok) return tools.error.message;
  const { kind, version, ffmpegCommand } = tools.value.tools;
  return { is: kind === "native" ? `${ffmpegCommand[0]} ${version}` : kind, refused: tools.value.refused };
}

describe("which ffmpeg is used", () => {
  test("the given one, then the one on PATH, then the WASM build; why one was passed over is said", async () => {
    const given = { "/opt/ffmpeg": "ffmpeg version n7.1", [join("/opt", "ffprobe")]: "ffprobe version n7.1" };
    expect(await found({ programs: { ...SIX, ...given } }, { ffmpegPath: "/opt/ffmpeg" })).toEqual({
      is: "/opt/ffmpeg 7.1",
      refused: undefined,
    });
    expect(await found({ programs: SIX })).toEqual({ is: "ffmpeg 6.1.1", refused: undefined });
    expect(await found({ programs: SIX }, { ffmpegPath: "/opt/ffmpeg" })).toEqual({
      is: "ffmpeg 6.1.1",
      refused: "/opt/ffmpeg is not there",
    });
    expect(await found({ programs: {} })).toEqual({ is: "wasm", refused: undefined });
    expect(await found({ programs: SIX }, { force: "wasm" })).toEqual({ is: "wasm", refused: undefined });
    expect(await found({ programs: {} }, { force: "native" })).toBe("no usable ffmpeg: there is none on PATH");
  });

  test.each<[string, Machine, string]>([
    ["too old", { programs: { ...SIX, ffmpeg: "ffmpeg version 4.4.2-0ubuntu" } }, "ffmpeg 4.4.2 is older than 5"],
    ["broken", { programs: { ...SIX, ffmpeg: "broken" } }, "ffmpeg -version ended with 127"],
    ["without ffprobe", { programs: { ffmpeg: SIX.ffmpeg } }, "ffmpeg has no ffprobe beside it"],
    ["a small build", { programs: SIX, filters: FILTERS.replace("xfade ", "") }, "ffmpeg lacks the filters xfade"],
    ["without H.264", { programs: SIX, encoders: "aac png libopenh264" }, "ffmpeg lacks the encoders libx264"],
    ["without a decoder", { programs: SIX, decoders: "png" }, "ffmpeg lacks the decoders h264, aac"],
  ])("%s: refused with the reason, the WASM build steps in", async (_, of, reason) => {
    expect(await found(of)).toEqual({ is: "wasm", refused: reason });
    expect(await found(of, { force: "native" })).toBe(`no usable ffmpeg: ${reason}`);
  });

  test("a build from git has no number: what it can do decides", async () => {
    expect(await found({ programs: { ...SIX, ffmpeg: "ffmpeg version git-2026-11-01-abc" } })).toEqual({
      is: "ffmpeg git",
      refused: undefined,
    });
  });
});

/** The WASM build takes long to start: few runs, small pictures. */
describe("the WASM build, in a child process", () => {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-wasm's "));
  let media: MediaTools;
  beforeAll(async () => {
    const tools = await resolveMediaTools({ process: createProcessRunner(), force: "wasm" });
    if (!tools.ok) throw new Error(tools.error.message);
    media = tools.value.tools;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("has all that is needed", async () => {
    for (const list of ["filters", "encoders", "decoders"] as const) {
      const { stdout } = await media.ffmpeg(["-hide_banner", `-${list}`]);
      const needed = { filters: FILTERS, encoders: "libx264 aac png", decoders: "h264 aac png" }[list].split(" ");
      expect(needed.filter((name) => !new RegExp(`^\\s*\\S+\\s+${name}\\s`, "m").test(stdout))).toEqual([]);
    }
  });

  test("ends with an error for a file that is not there, and with its words", async () => {
    const outcome = await media.ffmpeg(["-v", "error", "-i", join(folder, "nothing.mp4"), "-f", "null", "-"]);
    expect(outcome.exitCode).not.toBe(0);
    expect(outcome.stderr).toContain("No such file");
    for (const name of ["nothing.mp4", "garbage.mp4"]) {
      if (name === "garbage.mp4") writeFileSync(join(folder, name), "<html>not a film</html>");
      const probed = await media.ffprobe(["-v", "error", "-show_streams", "-of", "json", join(folder, name)]);
      expect([name, probed.exitCode]).toEqual([name, 1]);
    }
  });

  test("reads a list of files whose folder has a quote and a blank in its name, and standard input", async () => {
    const part = join(folder, "part.mp4");
    const source = ["-f", "lavfi", "-i", "testsrc2=s=64x36:r=24", "-frames:v", "6", "-c:v", "libx264"];
    expect((await media.ffmpeg(["-v", "error", ...source, part])).exitCode).toBe(0);
    const list = join(folder, "list.txt");
    writeFileSync(list, `file '${part.replaceAll("'", "'\\''")}'\nfile 'part.mp4'\n`);
    const hashes = ["-map", "0:v", "-c", "copy", "-f", "framehash", "-"];
    const joined = await media.ffmpeg(["-v", "error", "-f", "concat", "-safe", "0", "-i", list, ...hashes]);
    expect(joined.stderr).toBe("");
    const probed = await media.ffprobe(["-v", "error", "-show_entries", "stream=width", "-of", "csv=p=0", part]);
    expect([probed.exitCode, probed.stdout.trim()]).toEqual([0, "64"]);
    expect(joined.stdout.split("\n").filter((line) => line.startsWith("0,"))).toHaveLength(12);
    const piped = await media.ffmpeg(["-v", "error", "-i", "pipe:0", "-f", "framehash", "-"], {
      input: new Uint8Array(readFileSync(part)),
    });
    expect(piped.stdout.split("\n").filter((line) => line.startsWith("0,"))).toHaveLength(6);
  });

  test("is ended by a signal at once and leaves nothing behind", async () => {
    const controller = new AbortController();
    const target = join(folder, "long.mp4");
    const long = ["-f", "lavfi", "-i", "testsrc2=s=1280x720:r=24", "-t", "600", "-c:v", "libx264", target];
    const running = media.ffmpeg(["-v", "error", ...long], { signal: controller.signal });
    setTimeout(() => controller.abort(), 1500);
    expect((await running).exitCode).not.toBe(0);
    expect(readdirSync(folder)).not.toContain("long.mp4");
    const timed = await media.ffmpeg(["-v", "error", ...long], { timeoutMs: 1500 });
    expect(timed.timedOut).toBe(true);
  });

  test.skipIf(WITHOUT_FFMPEG !== undefined)("conforms frame by frame, with a dissolve", async () => {
    const room = cuttingRoom();
    try {
      const of = await room.story([
        { id: "SH0010" },
        { id: "SH0020", change: { editorial: { transitionIn: { kind: "dissolve", frames: 4 } } } },
      ]);
      const { cut, assembly } = await room.assembled(of, { media });
      const shown = await readNumbers(assembly.path);
      const list = cutList(cut);
      expect(shown.length).toBe(40);
      for (const [at, { pictures }] of list.entries()) {
        const [only, second] = pictures;
        if (only?.entry.source.kind !== "take" || second !== undefined) continue;
        expect([at, shown[at]?.take, shown[at]?.frame]).toEqual([at, room.takeNumber(only.entry.shot), only.frame]);
      }
      expect(Math.abs((assembly.loudnessMilli ?? 0) + 16_000)).toBeLessThanOrEqual(500);
      // The system's ffmpeg decodes it to the very frames that the WASM build hashed.
      const decode = ["-v", "error", "-i", assembly.path, "-map", "0:v:0", "-f", "framehash", "-hash", "sha256", "-"];
      const { stdout } = spawnSync("ffmpeg", decode, { encoding: "utf8" });
      const hashes = stdout
        .split("\n")
        .filter((line) => line.startsWith("0,"))
        .map((line) => line.slice(-64));
      for (const { recordInFrames, durationFrames, essence } of assembly.entries)
        expect(essenceOfFrames(hashes.slice(recordInFrames, recordInFrames + durationFrames))).toBe(essence);
    } finally {
      room.close();
    }
  });
});

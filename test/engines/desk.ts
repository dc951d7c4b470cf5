import { spawnSync } from "node:child_process";
import { systemClock } from "../../src/kit/clock.ts";
import { openHttp } from "../../src/kit/http/open-http.ts";
import { createProcessRunner } from "../../src/kit/process-runner.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Desk } from "../../src/ports/engine.ts";
import type { Http } from "../../src/ports/http.ts";
import type { MediaTools } from "../../src/ports/media.ts";

export const HAS_FFMPEG = spawnSync("ffmpeg", ["-version"]).status === 0;
export const WITHOUT_FFMPEG = HAS_FFMPEG ? "" : " (skipped: no ffmpeg on this machine)";

async function refused(): Promise<never> {
  throw new Error("this engine has no business on the network");
}
const NO_NETWORK: Http = { send: refused, upload: refused, download: refused };

export interface DeskWish {
  readonly signal?: AbortSignal;
  readonly log?: string[];
  readonly ffmpegCommand?: readonly [string, ...string[]];
  /** Files of the store, by digest. */
  readonly files?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Where the engine is: an emulator of this machine. */
  readonly address?: string;
  readonly clock?: Clock;
}

/** A real desk on a folder: real processes, real time. */
export function deskOn(directory: string, wish: DeskWish = {}): Desk {
  const runner = createProcessRunner();
  const run = (program: string) => (args: readonly string[]) => runner.run({ program, arguments: args });
  const media: MediaTools = {
    kind: "native",
    version: "5",
    profile: "full",
    ffmpegCommand: wish.ffmpegCommand ?? ["ffmpeg"],
    ffmpeg: run("ffmpeg"),
    ffprobe: run("ffprobe"),
  };
  const clock = wish.clock ?? systemClock();
  const { address } = wish;
  return {
    clock,
    signal: wish.signal ?? new AbortController().signal,
    process: runner,
    media,
    directory,
    fileOf: async (sha256) => wish.files?.[sha256],
    ...(address === undefined
      ? { http: NO_NETWORK }
      : { address, http: openHttp({ address, isPrivate: true, clock }) }),
    secret: (name) => wish.secrets?.[name],
    log: (message) => void wish.log?.push(message),
  };
}

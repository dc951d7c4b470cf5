import type { ProcessOutcome } from "./process.ts";

/** One argv, two builds: a system ffmpeg >= 5, or the WASM build in a child process. */
export interface MediaTools {
  readonly kind: "native" | "wasm";
  readonly version: string;
  /** Largest side of what should be rendered here: WASM is slow, so its profile is a 640x360 draft. */
  readonly profile: "full" | "draft";
  /** Program and leading arguments, for a child that pipes into ffmpeg itself. */
  readonly ffmpegCommand: readonly [string, ...string[]];
  ffmpeg(args: readonly string[], options?: MediaOptions): Promise<ProcessOutcome>;
  ffprobe(args: readonly string[], options?: MediaOptions): Promise<ProcessOutcome>;
}
export interface MediaOptions {
  readonly input?: Uint8Array;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

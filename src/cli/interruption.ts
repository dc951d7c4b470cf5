import type { Terminal } from "./terminal.ts";

/** Ctrl-C once: stop in a state that the next run continues; twice: the usual way. */
export function interruption(terminal: Terminal): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    terminal.problem("stopping: what was made is kept, the next run continues here");
    controller.abort(new Error("stopped by a person"));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  return {
    signal: controller.signal,
    release() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}

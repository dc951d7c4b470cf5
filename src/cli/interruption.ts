import type { Terminal } from "./terminal.ts";

/** Ctrl-C once: stop in a state that the next run continues; twice: the usual way. */
export function interruption(terminal: Terminal): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const release = (): void => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  };
  // Not `once`: a listener that is gone when the children's own one looks makes it end us at once.
  function stop(name: NodeJS.Signals): void {
    if (controller.signal.aborted) {
      release();
      process.kill(process.pid, name);
      return;
    }
    terminal.problem("stopping: what was made is kept, the next run continues here");
    controller.abort(new Error("stopped by a person"));
  }
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return { signal: controller.signal, release };
}

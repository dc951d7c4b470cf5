import type { Terminal } from "./terminal.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Ctrl-C once: stop in a state that the next run continues; twice: the usual way. The listener stays for the whole run: a
 * library that watches over child programs ends the process as soon as it is the only one that listens.
 */
export function interruption(terminal: Terminal): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const release = (): void => {
    for (const name of STOP_SIGNALS) process.off(name, stop);
  };
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      release();
      process.kill(process.pid, name);
      return;
    }
    terminal.problem("stopping: what was made is kept, the next run continues here");
    controller.abort(new Error("stopped by a person"));
  };
  for (const name of STOP_SIGNALS) process.on(name, stop);
  return { signal: controller.signal, release };
}

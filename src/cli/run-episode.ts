import type { Workshop } from "../compose.ts";
import type { Plan } from "../core/plan-steps.ts";
import type { Episode, Tier } from "../core/production.ts";
import { applyAsText } from "../views/apply-text.ts";
import { EXIT } from "./exit.ts";
import { type OpenProgress, openProgress } from "./progress/open-progress.ts";
import type { Terminal } from "./terminal.ts";

export interface EpisodeRun {
  readonly episode: Episode;
  readonly tier: Tier;
  readonly only?: readonly string[];
  readonly parallel?: number;
  readonly conform: boolean;
  showPlan(plan: Plan): void;
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Ctrl-C once: stop in a state that the next run continues; twice: the usual way. The listener stays for the whole run: a
 * library that watches over child programs ends the process as soon as it is the only one that listens.
 */
function interruption(terminal: Terminal): { signal: AbortSignal; release(): void } {
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

function progressOf(terminal: Terminal, plan: Plan, conforms: boolean): OpenProgress {
  const shots = plan.steps
    .filter((step) => step.kind === "render" || step.kind === "retake")
    .map((step) => ({ shot: step.shot, ...(step.title === undefined ? {} : { title: step.title }) }));
  return openProgress(terminal, { shots, conforms: conforms && (plan.conform.needed || shots.length > 0) });
}

/** Plan, apply, conform one episode with live progress; prints what came of it. Gives the exit code. */
export async function runEpisode(workshop: Workshop, terminal: Terminal, run: EpisodeRun): Promise<number> {
  const planned = await workshop.plan(run.episode, {
    tier: run.tier,
    ...(run.only === undefined ? {} : { only: run.only }),
  });
  if (!planned.ok) {
    terminal.problem(`${planned.error.message}\n  ${planned.error.hint}`);
    return planned.error.exitCode;
  }
  run.showPlan(planned.value.plan);
  const interrupted = interruption(terminal);
  const progress = progressOf(terminal, planned.value.plan, run.conform);
  try {
    const applied = await workshop.apply(run.episode, planned.value, {
      signal: interrupted.signal,
      report: progress.report,
      conform: run.conform,
      ...(run.only === undefined ? {} : { only: run.only }),
      ...(run.parallel === undefined ? {} : { parallel: run.parallel }),
    });
    await progress.close();
    if (!applied.ok) {
      terminal.problem(`${applied.error.message}\n  ${applied.error.hint}`);
      return applied.error.exitCode;
    }
    terminal.out(applyAsText(applied.value));
    if (applied.value.failed.length > 0 || applied.value.stopped.length > 0) return EXIT.error;
    return applied.value.waiting.length > 0 ? EXIT.waits : EXIT.done;
  } finally {
    interrupted.release();
    await progress.close();
  }
}

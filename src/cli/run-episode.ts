import type { Workshop } from "../compose.ts";
import type { Plan } from "../core/plan-steps.ts";
import type { Episode, Tier } from "../core/production.ts";
import { applyAsText } from "../views/apply-text.ts";
import { EXIT } from "./exit.ts";
import { interruption } from "./interruption.ts";
import { type OpenProgress, openProgress } from "./progress/open-progress.ts";
import { tellProblem } from "./tell-problem.ts";
import type { Terminal } from "./terminal.ts";

export interface EpisodeRun {
  readonly episode: Episode;
  readonly tier: Tier;
  readonly only?: readonly string[];
  readonly parallel?: number;
  readonly conform: boolean;
  readonly waits: boolean;
  showPlan(plan: Plan): void;
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
  if (!planned.ok) return tellProblem(terminal, planned.error);
  run.showPlan(planned.value.plan);
  const interrupted = interruption(terminal);
  const progress = progressOf(terminal, planned.value.plan, run.conform);
  try {
    const applied = await workshop.apply(run.episode, planned.value, {
      signal: interrupted.signal,
      report: progress.report,
      conform: run.conform,
      waits: run.waits,
      ...(run.only === undefined ? {} : { only: run.only }),
      ...(run.parallel === undefined ? {} : { parallel: run.parallel }),
    });
    await progress.close();
    if (!applied.ok) return tellProblem(terminal, applied.error);
    terminal.out(applyAsText(applied.value));
    if (applied.value.failed.length > 0 || applied.value.stopped.length > 0) return EXIT.error;
    return applied.value.waiting.length > 0 ? EXIT.waits : EXIT.done;
  } finally {
    interrupted.release();
    await progress.close();
  }
}

import type { Command } from "commander";
import { type CommandContext, readTier, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { interruption } from "../interruption.ts";
import { openProgress } from "../progress/open-progress.ts";
import { tellProblem } from "../tell-problem.ts";

/** `shotlock conform`: rebuilds the cut from the circled takes, without rendering. */
export function registerConform(program: Command, context: CommandContext): void {
  program
    .command("conform [episode]")
    .description("put the episode together from its circled takes; renders nothing, rebuilds only what changed")
    .option("--tier <tier>", "animatic, draft or final")
    .action((name: string | undefined, options: { tier?: string }, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const episodes = await episodesToWorkOn(workshop, terminal, name);
        if (episodes === undefined) return EXIT.error;
        const tier = readTier(options.tier, workshop.defaultTier);
        const { signal, release } = interruption(terminal);
        try {
          for (const episode of episodes) {
            const progress = openProgress(terminal, { shots: [], conforms: true });
            const conformed = await workshop.conform(episode, { tier, report: progress.report, signal });
            await progress.close();
            if (!conformed.ok) return tellProblem(terminal, conformed.error);
            terminal.out(conformed.value.says);
          }
          return EXIT.done;
        } finally {
          release();
        }
      }),
    );
}

import type { Command } from "commander";
import { applyAsText } from "../../views/apply-text.ts";
import { counted } from "../../views/text-layout.ts";
import { type CommandContext, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { interruption } from "../interruption.ts";
import { openProgress } from "../progress/open-progress.ts";
import { tellProblem } from "../tell-problem.ts";

/** `shotlock collect`: brings what engines have under way for every episode; orders nothing. Any machine may do it. */
export function registerCollect(program: Command, context: CommandContext): void {
  program
    .command("collect [episode]")
    .description("bring, judge, sign and lock what engines have under way; orders nothing")
    .option("--no-wait", "take only what is done")
    .action((name: string | undefined, options: { wait: boolean }, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const episodes = await episodesToWorkOn(workshop, terminal, name);
        if (episodes === undefined) return EXIT.error;
        const interrupted = interruption(terminal);
        const progress = openProgress(terminal, { shots: [], conforms: false });
        let waits = false;
        let anything = false;
        try {
          for (const episode of episodes) {
            const collected = await workshop.collect(episode, {
              waits: options.wait,
              signal: interrupted.signal,
              report: progress.report,
            });
            if (!collected.ok) {
              await progress.close();
              return tellProblem(terminal, collected.error);
            }
            for (const summary of collected.value) {
              anything = true;
              terminal.out(applyAsText(summary));
              if (summary.failed.length > 0 || summary.stopped.length > 0) return EXIT.error;
              waits ||= summary.waiting.length > 0;
            }
          }
        } finally {
          interrupted.release();
          await progress.close();
        }
        if (!anything) terminal.out("Nothing is under way.");
        if (name !== undefined) return waits ? EXIT.waits : EXIT.done;
        const orphans = await workshop.orphans(episodes);
        if (!orphans.ok) return tellProblem(terminal, orphans.error);
        for (const { episode, jobs } of orphans.value)
          terminal.out(
            `${counted(jobs, "job")} of ${episode} cannot be collected: its YAML is gone. Bring it back from git, then collect again`,
          );
        return waits || orphans.value.length > 0 ? EXIT.waits : EXIT.done;
      }),
    );
}

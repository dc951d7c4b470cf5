import type { Command } from "commander";
import { type CommandContext, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

/** `shotlock journal restore`: after a clone, takes what the committed lock says as the journal's beginning. */
export function registerJournal(program: Command, context: CommandContext): void {
  const journal = program.command("journal").description("the record of everything that happened");
  journal
    .command("restore [episode]")
    .description("begin a journal from the committed lock, after a clone or a lost disk; a person's decision")
    .action((name: string | undefined, _options: unknown, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const episodes = await episodesToWorkOn(workshop, terminal, name);
        if (episodes === undefined) return EXIT.error;
        for (const episode of episodes) {
          const restored = await workshop.journalRestore(episode);
          if (!restored.ok) return tellProblem(terminal, restored.error);
          terminal.out(restored.value.says);
        }
        return EXIT.done;
      }),
    );
}

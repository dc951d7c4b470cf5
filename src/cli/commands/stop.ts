import type { Command } from "commander";
import type { Workshop } from "../../compose.ts";
import { type CommandContext, withWorkshop } from "../context.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

type Word = (workshop: Workshop, reason: string) => ReturnType<Workshop["stop"]>;

function say(command: Command, context: CommandContext, reason: string, word: Word): Promise<void> {
  return withWorkshop(command, context, async (workshop) => {
    const said = await word(workshop, reason);
    if (!said.ok) return tellProblem(context.terminal, said.error);
    context.terminal.out(said.value.says);
    return EXIT.done;
  });
}

/** `shotlock stop` and `shotlock start`: every run honours them before each order, also those that are going on. */
export function registerStop(program: Command, context: CommandContext): void {
  program
    .command("stop")
    .description("order nothing more in this repository, whatever runs are going on; what is under way is collected")
    .option("--reason <words>", "why, for whoever reads it", "stopped by hand")
    .action((options: { reason: string }, command: Command) =>
      say(command, context, options.reason, (workshop, reason) => workshop.stop(reason)),
    );
  program
    .command("start")
    .description("let orders go on after a stop")
    .option("--reason <words>", "why, for whoever reads it", "started by hand")
    .action((options: { reason: string }, command: Command) =>
      say(command, context, options.reason, (workshop, reason) => workshop.start(reason)),
    );
}

import type { Command } from "commander";
import type { Workshop } from "../../compose.ts";
import { type CommandContext, withWorkshop } from "../context.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

type Answer = ReturnType<Workshop["keysInit"]>;

function run(command: Command, context: CommandContext, work: (workshop: Workshop) => Answer): Promise<void> {
  return withWorkshop(command, context, async (workshop) => {
    const answer = await work(workshop);
    if (!answer.ok) return tellProblem(context.terminal, answer.error);
    context.terminal.out(answer.value.says);
    return EXIT.done;
  });
}

/** `shotlock keys init | show | list | trust | rotate`: keys, kept outside the repository. */
export function registerKeys(program: Command, context: CommandContext): void {
  const keys = program.command("keys").description("signing keys: make them, show fingerprints, write trust.json");
  keys
    .command("init")
    .description(
      "make development keys outside the repository, or for a studio's own chain a lock key; overwrites nothing",
    )
    .action((_options: unknown, command: Command) => run(command, context, (workshop) => workshop.keysInit()));
  keys
    .command("show")
    .description("which keys sign here, their fingerprints and until when")
    .action((_options: unknown, command: Command) => run(command, context, (workshop) => workshop.keysShow()));
  keys
    .command("trust")
    .description("write the public side to trust.json, so that others can verify; commit it")
    .action((_options: unknown, command: Command) => run(command, context, (workshop) => workshop.keysTrust()));
  keys
    .command("list")
    .description("everybody whom trust.json names: whose signature counts for what, and until when")
    .action((_options: unknown, command: Command) => run(command, context, (workshop) => workshop.keysList()));
  keys
    .command("rotate")
    .description("make new keys in the place of the old ones; what was signed before stays verifiable")
    .action((_options: unknown, command: Command) => run(command, context, (workshop) => workshop.keysRotate()));
}

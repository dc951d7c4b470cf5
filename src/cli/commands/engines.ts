import type { Command } from "commander";
import { enginesAsJson, enginesAsText } from "../../views/engines.ts";
import { type CommandContext, withWorkshop } from "../context.ts";
import { EXIT } from "../exit.ts";

/** `shotlock engines`: every model with limits, price, lifecycle and whether this build can reach it. */
export function registerEngines(program: Command, context: CommandContext): void {
  program
    .command("engines")
    .description("models, limits, prices with their sources, lifecycle, and whether this build can reach them")
    .option("--json", "as JSON")
    .action((options: { json?: boolean }, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const catalogue = await workshop.catalogue();
        if (!catalogue.ok) {
          context.terminal.problem(`${catalogue.error.message}\n  ${catalogue.error.hint}`);
          return catalogue.error.exitCode;
        }
        context.terminal.out(
          options.json === true
            ? enginesAsJson(catalogue.value, workshop.enginesQuestion())
            : enginesAsText(catalogue.value, workshop.enginesQuestion()),
        );
        return EXIT.done;
      }),
    );
}

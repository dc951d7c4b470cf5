import type { Command } from "commander";
import { unknownEngineNames } from "../../core/route/engine-names.ts";
import { enginesAsJson, enginesAsText } from "../../views/engines.ts";
import { type CommandContext, UsageProblem, withWorkshop } from "../context.ts";
import { readEngineList } from "../engine-list.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

/** `shotlock engines`: every model with limits, price, lifecycle and whether this build can reach it, and how it is by the journal. */
export function registerEngines(program: Command, context: CommandContext): void {
  program
    .command("engines [names]")
    .description("models, limits, prices, lifecycle, how well they are by our own journal; by name with their sources")
    .option("--json", "as JSON")
    .action((names: string | undefined, options: { json?: boolean }, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const catalogue = await workshop.catalogue();
        if (!catalogue.ok) return tellProblem(context.terminal, catalogue.error);
        const only = readEngineList(names);
        const [unknown] = unknownEngineNames(only ?? [], catalogue.value);
        if (unknown !== undefined) throw new UsageProblem(unknown.says);
        const now = await workshop.health();
        if (!now.ok) tellProblem(context.terminal, now.error);
        const question = {
          ...workshop.enginesQuestion(),
          ...(only === undefined ? {} : { only }),
          ...(now.ok ? { now: now.value } : {}),
        };
        const view = options.json === true ? enginesAsJson : enginesAsText;
        context.terminal.out(view(catalogue.value, question));
        return now.ok ? EXIT.done : now.error.exitCode;
      }),
    );
}

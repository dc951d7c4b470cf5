import type { Command } from "commander";
import { whyAsText } from "../../views/why.ts";
import { type CommandContext, readTier, withWorkshop } from "../context.ts";
import { readEngineList } from "../engine-list.ts";
import { shotToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

interface WhyOptions {
  readonly tier?: string;
  readonly engines?: string;
}

/** `shotlock why SH0030`: the receipt behind a choice, and every take and attempt so far. */
export function registerWhy(program: Command, context: CommandContext): void {
  program
    .command("why <shot>")
    .description("why this step and this engine: causes, terms, runner-up, what would flip it, attempts so far")
    .option("--tier <tier>", "animatic, draft or final")
    .option("--engines <names>", "consider only these engines or models")
    .action((text: string, options: WhyOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const found = await shotToWorkOn(workshop, terminal, text);
        if (found === undefined) return EXIT.error;
        const engines = readEngineList(options.engines);
        const planned = await workshop.plan(found.episode, {
          tier: readTier(options.tier, workshop.defaultTier),
          ...(engines === undefined ? {} : { engines }),
        });
        if (!planned.ok) return tellProblem(terminal, planned.error);
        const { plan, state, receiptOf } = planned.value;
        const look = { colour: terminal.colour, width: terminal.width };
        terminal.out(whyAsText({ shot: found.shot, plan, state, receipt: receiptOf(found.shot) }, look));
        return EXIT.done;
      }),
    );
}

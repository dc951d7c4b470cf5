import type { Command } from "commander";
import { demoAsText } from "../../views/demo-text.ts";
import { planAsText } from "../../views/plan-text.ts";
import { type CommandContext, readShotList, UsageProblem, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { runEpisode } from "../run-episode.ts";
import { tellProblem } from "../tell-problem.ts";

const SAMPLE = "productions/elves";

/** `shotlock demo`: the whole way once, with the sample production and no account; the second time nothing is left to do. */
export function registerDemo(program: Command, context: CommandContext): void {
  program
    .command("demo")
    .description("the sample production from YAML to a signed episode, with no account and no key")
    .option("--only <shots>", "these shots only")
    .action((options: { only?: string }, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const prepared = await workshop.prepareDemo();
        if (!prepared.ok) return tellProblem(terminal, prepared.error);
        for (const line of prepared.value.says) terminal.out(line);
        const episodes = await episodesToWorkOn(workshop, terminal, undefined);
        if (episodes === undefined) return EXIT.error;
        const episode = episodes.find((one) => one.folder === SAMPLE);
        if (episode === undefined)
          throw new UsageProblem(`the sample ${SAMPLE} is not here`, "shotlock init my-show, then shotlock apply");
        const only = readShotList(options.only);
        const code = await runEpisode(workshop, terminal, {
          episode,
          tier: "animatic",
          conform: true,
          waits: true,
          ...(only === undefined ? {} : { only }),
          showPlan: (plan) => terminal.out(planAsText(plan, { colour: terminal.colour, width: terminal.width })),
        });
        if (code === EXIT.error) return code;
        terminal.out(demoAsText(await workshop.demoResult(episode)));
        return code;
      }),
    );
}

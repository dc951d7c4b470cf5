import type { Command } from "commander";
import { planAsText } from "../../views/plan-text.ts";
import { type CommandContext, readShotList, readTier, UsageProblem, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { runEpisode } from "../run-episode.ts";

interface ApplyOptions {
  readonly tier?: string;
  readonly only?: string;
  readonly parallel?: string;
  readonly conform: boolean;
  readonly wait: boolean;
}

const PARALLEL_MAX = 32;

function readParallel(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > PARALLEL_MAX)
    throw new UsageProblem(`--parallel wants a whole number from 1 to ${PARALLEL_MAX}`);
  return count;
}

/** `shotlock apply`: does the plan. A killed run continues where it was; nothing is submitted twice. */
export function registerApply(program: Command, context: CommandContext): void {
  program
    .command("apply [episode]")
    .description("render what the plan lists, judge, sign, lock, conform; continues a run that was cut off")
    .option("--tier <tier>", "animatic, draft or final")
    .option("--only <shots>", "these shots only: SH0010,SH0030")
    .option("--parallel <n>", "shots at once (default: one a core)")
    .option("--no-conform", "make the takes, leave the episode as it is")
    .option(
      "--no-wait",
      "order what may be ordered, collect what is done, wait for nothing; shotlock collect brings the rest",
    )
    .action((name: string | undefined, options: ApplyOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const episodes = await episodesToWorkOn(workshop, terminal, name);
        if (episodes === undefined) return EXIT.error;
        const only = readShotList(options.only);
        const parallel = readParallel(options.parallel);
        let waits = false;
        for (const episode of episodes) {
          const ended = await runEpisode(workshop, terminal, {
            episode,
            tier: readTier(options.tier, workshop.defaultTier),
            conform: options.conform,
            waits: options.wait,
            ...(only === undefined ? {} : { only }),
            ...(parallel === undefined ? {} : { parallel }),
            showPlan: (plan) => terminal.out(planAsText(plan, { colour: terminal.colour, width: terminal.width })),
          });
          if (ended === EXIT.error) return EXIT.error;
          waits ||= ended === EXIT.waits;
        }
        return waits ? EXIT.waits : EXIT.done;
      }),
    );
}

import type { Command } from "commander";
import { parseMicros } from "../../core/money.ts";
import { GRANT_DAYS, GRANT_DAYS_MAX } from "../../operations/spending/write-grant.ts";
import { planAsText } from "../../views/plan-text.ts";
import { type CommandContext, readShotList, readTier, UsageProblem, withWorkshop } from "../context.ts";
import { readDuration } from "../duration.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

interface ApproveOptions {
  readonly tier?: string;
  readonly only?: string;
  readonly plan?: string;
  readonly ceiling?: string;
  readonly expires?: string;
}

function readAmount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const micros = parseMicros(text);
  if (micros === undefined) throw new UsageProblem(`"${text}" is no sum of money`, "write 3 or 3.50");
  return micros;
}

/** `shotlock approve E101`: shows the plan; with `--plan DIGEST` grants exactly what was shown. */
export function registerApprove(program: Command, context: CommandContext): void {
  program
    .command("approve [episode]")
    .description("permit what a plan would spend: look at it first, then repeat its digest")
    .option(
      "--plan <digest>",
      "digest of the plan that you have seen; without it the plan is shown and nothing is granted",
    )
    .option("--tier <tier>", "animatic, draft or final")
    .option("--only <shots>", "these shots only: SH0010,SH0030")
    .option("--ceiling <amount>", "never above this in sum, lower than the plan shows")
    .option("--expires <time>", `how long it counts: 12h, 3d (default ${GRANT_DAYS}d, at most ${GRANT_DAYS_MAX}d)`)
    .action((name: string | undefined, options: ApproveOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const only = readShotList(options.only);
        const tier = readTier(options.tier, workshop.defaultTier);
        const ceilingMicros = readAmount(options.ceiling);
        const validMs = readDuration(options.expires ?? `${GRANT_DAYS}d`, GRANT_DAYS_MAX);
        const episodes = await episodesToWorkOn(workshop, terminal, name);
        if (episodes === undefined) return EXIT.error;
        const [episode, ...others] = episodes;
        if (episode === undefined || others.length > 0)
          throw new UsageProblem("approve is for one episode at a time", "name it: shotlock approve E101");
        const planned = await workshop.plan(episode, { tier, ...(only === undefined ? {} : { only }) });
        if (!planned.ok) return tellProblem(terminal, planned.error);
        const { plan } = planned.value;
        if (options.plan === undefined) {
          terminal.out(planAsText(plan, { colour: terminal.colour, width: terminal.width }));
          if (plan.cost.ceilingMicros === 0) {
            terminal.out("Nothing in it costs money: there is nothing to approve.");
            return EXIT.done;
          }
          const words = [
            `shotlock approve ${episode.id} --tier ${tier} --plan ${plan.digest.slice(7, 19)}`,
            ...(options.only === undefined ? [] : [`--only ${options.only}`]),
            ...(options.ceiling === undefined ? [] : [`--ceiling ${options.ceiling}`]),
            ...(options.expires === undefined ? [] : [`--expires ${options.expires}`]),
          ];
          terminal.out(`Nothing is approved yet. To permit what stands here:\n  ${words.join(" ")}`);
          return EXIT.waits;
        }
        const approved = await workshop.approve(episode, planned.value, {
          seen: options.plan,
          validMs,
          ...(ceilingMicros === undefined ? {} : { ceilingMicros }),
        });
        if (!approved.ok) return tellProblem(terminal, approved.error);
        terminal.out(approved.value.says);
        return EXIT.done;
      }),
    );
}

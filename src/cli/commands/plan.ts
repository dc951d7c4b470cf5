import type { Command } from "commander";
import type { Plan } from "../../core/plan-steps.ts";
import type { Episode } from "../../core/production.ts";
import { planAsJson } from "../../views/plan-json.ts";
import { planAsText } from "../../views/plan-text.ts";
import { type CommandContext, readShotList, readTier, UsageProblem, withWorkshop } from "../context.ts";
import { readEngineList } from "../engine-list.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { hasChanges, waitsForPerson } from "../plan-outcome.ts";
import { tellProblem } from "../tell-problem.ts";

interface PlanOptions {
  readonly tier?: string;
  readonly only?: string;
  readonly engines?: string;
  readonly json?: boolean;
  readonly exitCode?: boolean;
}

/** Without an episode named, `--only` means every episode that has one of the shots. */
function withShotsOf(episodes: readonly Episode[], only: readonly string[] | undefined): readonly Episode[] {
  if (only === undefined || episodes.length < 2) return episodes;
  const stranger = only.find((id) => !episodes.some((episode) => episode.shots.some((shot) => shot.id === id)));
  if (stranger !== undefined) throw new UsageProblem(`no shot ${stranger} here`, "shotlock status lists the shots");
  return episodes.filter((episode) => episode.shots.some((shot) => only.includes(shot.id)));
}

function shotsIn(episode: Episode, only: readonly string[], oneOfMany: boolean): readonly string[] {
  return oneOfMany ? only.filter((id) => episode.shots.some((shot) => shot.id === id)) : only;
}

/** `shotlock plan`: free, harmless, no key. With --exit-code 2 means that something would change, 3 that a person is waited for. */
export function registerPlan(program: Command, context: CommandContext): void {
  program
    .command("plan [episode]")
    .description("what would be made, on which engine, why and for how much; costs nothing, needs no key")
    .option("--tier <tier>", "animatic, draft or final")
    .option("--only <shots>", "these shots only: SH0010,SH0030")
    .option("--engines <names>", "consider only these engines or models: runway,kling,veo")
    .option("--json", "the plan as JSON (schemas/plan.schema.json)")
    .option("--exit-code", "exit 2 when something would change, 3 when all that is left waits for a person")
    .action((episode: string | undefined, options: PlanOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const only = readShotList(options.only);
        const tier = readTier(options.tier, workshop.defaultTier);
        const engines = readEngineList(options.engines);
        const all = await episodesToWorkOn(workshop, terminal, episode);
        if (all === undefined) return EXIT.error;
        const loaded = withShotsOf(all, only);
        const plans: Plan[] = [];
        for (const one of loaded) {
          const planned = await workshop.plan(one, {
            tier,
            ...(only === undefined ? {} : { only: shotsIn(one, only, loaded.length > 1) }),
            ...(engines === undefined ? {} : { engines }),
          });
          if (!planned.ok) return tellProblem(terminal, planned.error);
          plans.push(planned.value.plan);
        }
        if (options.json === true)
          terminal.out(
            plans.length === 1 && plans[0] ? planAsJson(plans[0]) : `[${plans.map(planAsJson).join(",\n")}]`,
          );
        else
          for (const plan of plans) terminal.out(planAsText(plan, { colour: terminal.colour, width: terminal.width }));
        if (options.exitCode !== true) return EXIT.done;
        if (plans.some(hasChanges)) return EXIT.changes;
        return plans.some(waitsForPerson) ? EXIT.waits : EXIT.done;
      }),
    );
}

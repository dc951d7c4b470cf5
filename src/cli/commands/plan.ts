import type { Command } from "commander";
import type { Plan } from "../../core/plan-steps.ts";
import { planAsJson } from "../../views/plan-json.ts";
import { planAsText } from "../../views/plan-text.ts";
import { type CommandContext, readShotList, readTier, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";

interface PlanOptions {
  readonly tier?: string;
  readonly only?: string;
  readonly engines?: string;
  readonly json?: boolean;
  readonly exitCode?: boolean;
}

function hasChanges(plan: Plan): boolean {
  return (
    plan.conform.needed || plan.steps.some((step) => ["render", "retake", "in-doubt", "rename"].includes(step.kind))
  );
}

/** `shotlock plan`: free, harmless, no key. With --exit-code 2 means that something would change. */
export function registerPlan(program: Command, context: CommandContext): void {
  program
    .command("plan [episode]")
    .description("what would be made, on which engine, why and for how much; costs nothing, needs no key")
    .option("--tier <tier>", "animatic, draft or final")
    .option("--only <shots>", "these shots only: SH0010,SH0030")
    .option("--engines <names>", "consider only these engines or models: runway,kling,veo")
    .option("--json", "the plan as JSON (schemas/plan.schema.json)")
    .option("--exit-code", "exit 2 when something would change")
    .action((episode: string | undefined, options: PlanOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const loaded = await episodesToWorkOn(workshop, terminal, episode);
        if (loaded === undefined) return EXIT.error;
        const only = readShotList(options.only);
        const tier = readTier(options.tier, workshop.defaultTier);
        const engines = options.engines?.split(",").map((name) => name.trim());
        const plans: Plan[] = [];
        for (const one of loaded) {
          const planned = await workshop.plan(one, {
            tier,
            ...(only === undefined ? {} : { only }),
            ...(engines === undefined ? {} : { engines }),
          });
          if (!planned.ok) {
            terminal.problem(`${planned.error.message}\n  ${planned.error.hint}`);
            return planned.error.exitCode;
          }
          plans.push(planned.value.plan);
        }
        if (options.json === true)
          terminal.out(
            plans.length === 1 && plans[0] ? planAsJson(plans[0]) : `[${plans.map(planAsJson).join(",\n")}]`,
          );
        else
          for (const plan of plans) terminal.out(planAsText(plan, { colour: terminal.colour, width: terminal.width }));
        return options.exitCode === true && plans.some(hasChanges) ? EXIT.changes : EXIT.done;
      }),
    );
}

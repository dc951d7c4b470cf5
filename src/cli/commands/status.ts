import type { Command } from "commander";
import { statusAsJson, statusAsText } from "../../views/status.ts";
import { type CommandContext, readTier, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";

/** `shotlock status`: where every shot stands; exit 3 when one waits for a person. */
export function registerStatus(program: Command, context: CommandContext): void {
  program
    .command("status [episode]")
    .description("where every shot stands, per tier, and what waits for a person")
    .option("--tier <tier>", "animatic, draft or final")
    .option("--json", "as JSON")
    .action((name: string | undefined, options: { json?: boolean; tier?: string }, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const tier = readTier(options.tier, workshop.defaultTier);
        const look = { colour: terminal.colour, width: terminal.width };
        const episodes = await episodesToWorkOn(workshop, terminal, name);
        if (episodes === undefined) return EXIT.error;
        let waits = false;
        for (const episode of episodes) {
          const planned = await workshop.plan(episode, { tier });
          if (!planned.ok) {
            terminal.problem(`${planned.error.message}\n  ${planned.error.hint}`);
            return planned.error.exitCode;
          }
          const { state, plan } = planned.value;
          terminal.out(
            options.json === true ? statusAsJson(state, episode, plan) : statusAsText(state, episode, plan, look),
          );
          waits ||= plan.steps.some((step) => step.causes.some((cause) => cause.code === "person-needed"));
        }
        return waits ? EXIT.waits : EXIT.done;
      }),
    );
}

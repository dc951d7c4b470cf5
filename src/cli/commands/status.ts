import type { Command } from "commander";
import { plainText } from "../../core/plain-text.ts";
import { moneyLines } from "../../views/money-status.ts";
import { statusAsJson, statusAsText } from "../../views/status.ts";
import { type CommandContext, readTier, withWorkshop } from "../context.ts";
import { episodesToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { waitsForPerson } from "../plan-outcome.ts";
import { tellProblem } from "../tell-problem.ts";

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
          if (!planned.ok) return tellProblem(terminal, planned.error);
          const { state, plan, spending } = planned.value;
          if (options.json === true) terminal.out(statusAsJson(state, episode, plan));
          else {
            terminal.out(statusAsText(state, episode, plan, look));
            const month = workshop.enginesQuestion().asOf.slice(0, "2026-11".length);
            for (const line of moneyLines(spending, episode, month)) terminal.out(plainText(line));
          }
          waits ||= waitsForPerson(plan);
        }
        return waits ? EXIT.waits : EXIT.done;
      }),
    );
}

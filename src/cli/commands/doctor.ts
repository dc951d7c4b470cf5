import type { Command } from "commander";
import { doctorAsText } from "../../views/doctor.ts";
import { type CommandContext, withWorkshop } from "../context.ts";
import { EXIT } from "../exit.ts";

/** `shotlock doctor`: what this machine has and lacks for which tier; exit 1 when the animatic tier cannot work. */
export function registerDoctor(program: Command, context: CommandContext): void {
  program
    .command("doctor")
    .description("what is missing for which tier, with the exact fix")
    .option("--json", "as JSON")
    .action((options: { json?: boolean }, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const checks = await workshop.doctor();
        context.terminal.out(options.json === true ? JSON.stringify(checks, null, 2) : doctorAsText(checks));
        return checks.some((check) => check.verdict === "missing" && check.tiers.includes("animatic"))
          ? EXIT.error
          : EXIT.done;
      }),
    );
}

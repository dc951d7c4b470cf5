import type { Command } from "commander";
import type { CommandContext } from "../context.ts";
import { runDecision } from "./decide.ts";

/** `shotlock keep SH0120 --reason`: the existing take serves the new intent: free, recorded, shown. */
export function registerKeep(program: Command, context: CommandContext): void {
  program
    .command("keep <shot>")
    .description("take the existing take for what the YAML now says: free, recorded, shown in every plan")
    .requiredOption("--reason <words>", "why the take still serves")
    .option("--tier <tier>", "animatic, draft or final")
    .action((shot: string, options: { reason: string; tier?: string }, command: Command) =>
      runDecision(command, context, {
        shot,
        tier: options.tier,
        decide: (workshop, found) => workshop.decide({ kind: "keep", ...found, reason: options.reason }),
      }),
    );
}

import type { Command } from "commander";
import type { CommandContext } from "../context.ts";
import { runDecision } from "./decide.ts";

/** `shotlock retake SH0030 --reason`: asks for a new take; the reason is for people and never sent to an engine. */
export function registerRetake(program: Command, context: CommandContext): void {
  program
    .command("retake <shot>")
    .description("ask for a new take of a shot, with a new seed; the reason is recorded, never sent to the engine")
    .requiredOption("--reason <words>", "why, for whoever reads the journal")
    .option("--tier <tier>", "animatic, draft or final")
    .action((shot: string, options: { reason: string; tier?: string }, command: Command) =>
      runDecision(command, context, {
        shot,
        tier: options.tier,
        decide: (workshop, found) => workshop.decide({ kind: "retake", ...found, reason: options.reason }),
      }),
    );
}

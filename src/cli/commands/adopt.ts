import type { Command } from "commander";
import type { CommandContext } from "../context.ts";
import { runDecision } from "./decide.ts";

/** `shotlock adopt SH0040 file.mp4`: a person's own footage as a take: judged, signed as opened, locked. */
export function registerAdopt(program: Command, context: CommandContext): void {
  program
    .command("adopt <shot> <file>")
    .description("take your own footage as a take of the shot: judged, signed, circled; nothing is generated")
    .option("--tier <tier>", "animatic, draft or final")
    .option("--reason <words>", "why, for whoever reads the journal")
    .action((shot: string, file: string, options: { tier?: string; reason?: string }, command: Command) =>
      runDecision(command, context, {
        shot,
        tier: options.tier,
        decide: (workshop, found) =>
          workshop.decide({
            kind: "adopt",
            ...found,
            file,
            ...(options.reason === undefined ? {} : { reason: options.reason }),
          }),
      }),
    );
}

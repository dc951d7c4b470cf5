import type { Command } from "commander";
import type { CommandContext } from "../context.ts";
import { runDecision } from "./decide.ts";

/** `shotlock circle SH0030 v002`: this take goes into the cut. */
export function registerCircle(program: Command, context: CommandContext): void {
  program
    .command("circle <shot> <take>")
    .description("choose a take: it goes into the cut of its tier")
    .option("--reason <words>", "why, for whoever reads the journal")
    .action((shot: string, take: string, options: { reason?: string }, command: Command) =>
      runDecision(command, context, {
        shot,
        tier: undefined,
        decide: (workshop, found) =>
          workshop.decide({
            kind: "circle",
            ...found,
            take,
            ...(options.reason === undefined ? {} : { reason: options.reason }),
          }),
      }),
    );
}

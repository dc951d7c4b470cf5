import { type Command, Option } from "commander";
import { lintRepository } from "../../compose.ts";
import { hasErrors } from "../../core/diagnostic.ts";
import { findingsAsAnnotations, findingsAsJson, findingsAsText } from "../../views/findings.ts";
import type { CommandContext } from "../context.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

interface LintOptions {
  readonly format?: "text" | "json" | "github";
  readonly json?: boolean;
}

/** `shotlock lint`: every finding at once; exit 1 when one of them is an error. */
export function registerLint(program: Command, context: CommandContext): void {
  program
    .command("lint [episode]")
    .description("check the YAML: every finding at once, with file, line and a hint")
    .option("--json", "findings as JSON")
    .addOption(new Option("--format <kind>", "how findings are printed").choices(["text", "json", "github"]))
    .action(async (episode: string | undefined, options: LintOptions, command: Command) => {
      const { terminal, finish } = context;
      const { directory } = command.optsWithGlobals() as { directory?: string };
      const linted = await lintRepository(directory ?? process.cwd(), episode);
      if (!linted.ok) {
        tellProblem(terminal, linted.error);
        return finish(EXIT.error);
      }
      const { diagnostics, sources, files } = linted.value;
      const format = options.json === true ? "json" : (options.format ?? "text");
      if (format === "json") terminal.out(findingsAsJson(diagnostics));
      else if (format === "github") terminal.out(findingsAsAnnotations(diagnostics));
      else terminal.out(findingsAsText(diagnostics, { colour: terminal.colour, sources, files }));
      finish(hasErrors(diagnostics) ? EXIT.error : EXIT.done);
    });
}

import { type Command, Option } from "commander";
import { findingsAsAnnotations, findingsAsJson, findingsAsText } from "../../views/findings.ts";
import { type CommandContext, withWorkshop } from "../context.ts";
import { EXIT } from "../exit.ts";

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
    .action((episode: string | undefined, options: LintOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const loaded = await workshop.load(episode);
        const format = options.json === true ? "json" : (options.format ?? "text");
        const { terminal } = context;
        if (format === "json") terminal.out(findingsAsJson(loaded.diagnostics));
        else if (format === "github") terminal.out(findingsAsAnnotations(loaded.diagnostics));
        else terminal.out(findingsAsText(loaded.diagnostics, { colour: terminal.colour, sources: loaded.sources }));
        return loaded.diagnostics.some((finding) => finding.severity === "error") ? EXIT.error : EXIT.done;
      }),
    );
}

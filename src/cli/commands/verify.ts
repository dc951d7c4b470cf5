import type { Command } from "commander";
import { gravestExitCode } from "../../operations/verify.ts";
import { verifyAsJson, verifyAsText } from "../../views/verify.ts";
import { type CommandContext, withWorkshop } from "../context.ts";
import { tellProblem } from "../tell-problem.ts";

interface VerifyOptions {
  readonly production?: boolean;
  readonly root?: string;
  readonly json?: boolean;
}

/** `shotlock verify`: offline; 0 all is as signed, 2 something is not, 1 it could not be checked. */
export function registerVerify(program: Command, context: CommandContext): void {
  program
    .command("verify [episode]")
    .description("check lock, signatures, manifests and media, offline; exit 2 when something is not as signed")
    .option("--production", "refuse development signatures")
    .option("--root <fingerprint>", "the fingerprint that trust.json must have, as `shotlock keys show` prints it")
    .option("--json", "as JSON")
    .action((name: string | undefined, options: VerifyOptions, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const { terminal } = context;
        const reports = await workshop.verify(name, {
          production: options.production === true,
          ...(options.root === undefined ? {} : { root: options.root }),
        });
        if (!reports.ok) return tellProblem(terminal, reports.error);
        const exitCode = gravestExitCode(reports.value);
        if (options.json === true) terminal.out(verifyAsJson(reports.value, exitCode));
        else for (const report of reports.value) terminal.out(verifyAsText(report));
        return exitCode;
      }),
    );
}

import type { Command } from "commander";
import { plainText } from "../../core/plain-text.ts";
import { type CommandContext, UsageProblem, withWorkshop } from "../context.ts";
import { EXIT } from "../exit.ts";

const NAME = /^[a-z][a-z0-9-]{1,39}$/;

/** `shotlock init my-show`: a small commented production; never overwrites a file. */
export function registerInit(program: Command, context: CommandContext): void {
  program
    .command("init [name]")
    .description("write a small commented production, the configuration and git settings; overwrites nothing")
    .action((name: string | undefined, _options: unknown, command: Command) =>
      withWorkshop(command, context, async (workshop) => {
        const chosen = name ?? "my-show";
        if (!NAME.test(chosen))
          throw new UsageProblem(
            `"${plainText(chosen)}" cannot be a production's name`,
            "small letters, digits and hyphens: my-show",
          );
        const { written, kept, says } = await workshop.init(chosen);
        const { terminal } = context;
        for (const path of written) terminal.out(`wrote  ${path}`);
        for (const line of says) terminal.out(line);
        for (const path of kept) terminal.out(`kept   ${path} (it was there)`);
        terminal.out(
          "\nNext:\n  shotlock plan          what would be made, free\n  shotlock apply         draw it, judge it, sign it, cut it\n  shotlock doctor        what this machine has and lacks",
        );
        return EXIT.done;
      }),
    );
}

#!/usr/bin/env node
import { Command, CommanderError, Option } from "commander";
import { toolVersion } from "../compose.ts";
import { registerCommands } from "./commands/index.ts";
import { EXIT } from "./exit.ts";
import { processTerminal } from "./terminal.ts";

/** Read before everything else, since even a mistake in the other words is printed by the terminal. */
const PLAIN_WORDS: readonly string[] = ["--no-colour", "--no-color"];

/**
 * The command line: reads words, opens the workshop, calls one operation, prints one view. It holds no logic of its own.
 * Exit codes: src/cli/exit.ts.
 */
async function main(words: readonly string[]): Promise<number> {
  const terminal = processTerminal(words.some((word) => PLAIN_WORDS.includes(word)));
  let code: number = EXIT.done;
  const program = new Command("shotlock")
    .description("Production-as-code for AI video: plan with prices, render what changed, prove what made it.")
    .version(toolVersion())
    .option("-C, --directory <folder>", "work in this repository instead of the current folder")
    .option("--no-colour", "plain text, nothing redrawn")
    .addOption(new Option("--no-color").hideHelp())
    .showHelpAfterError("(shotlock --help lists the commands)")
    .showSuggestionAfterError(true)
    .exitOverride();
  registerCommands(program, {
    terminal,
    finish: (exitCode) => {
      code = exitCode;
    },
  });
  try {
    await program.parseAsync([...words], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.error;
    throw error;
  }
  return code;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`shotlock failed in a way it should not. Please report this with what you typed:\n${text}\n`);
    process.exitCode = EXIT.error;
  },
);

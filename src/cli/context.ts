import type { Command } from "commander";
import { openWorkshop, type Workshop } from "../compose.ts";
import { plainText } from "../core/plain-text.ts";
import { TIERS, type Tier } from "../core/production.ts";
import { parseShotAddress } from "../core/shot-address.ts";
import { EXIT } from "./exit.ts";
import { tellProblem } from "./tell-problem.ts";
import type { Terminal } from "./terminal.ts";

/** What every command gets: a terminal and a way to say how it ended. */
export interface CommandContext {
  readonly terminal: Terminal;
  finish(code: number): void;
}

/** A mistake in what was typed or configured: one sentence and what to do, exit 1, no stack. */
export class UsageProblem extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** Opens the workshop for a command's global options, runs it, closes what was opened, prints classed problems. */
export async function withWorkshop(
  command: Command,
  context: CommandContext,
  run: (workshop: Workshop) => Promise<number>,
): Promise<void> {
  const { directory } = command.optsWithGlobals() as { directory?: string };
  const opened = await openWorkshop({ directory: directory ?? process.cwd(), environment: process.env });
  if (!opened.ok) {
    tellProblem(context.terminal, opened.error);
    context.finish(EXIT.error);
    return;
  }
  try {
    await finishing(context, () => run(opened.value));
  } finally {
    await opened.value.close();
  }
}

/** Ends a command with what it comes to; a mistake in what was typed is said and ends it with 1. */
export async function finishing(context: CommandContext, run: () => Promise<number>): Promise<void> {
  try {
    context.finish(await run());
  } catch (error) {
    if (!(error instanceof UsageProblem)) throw error;
    // What was typed is shown back, and in a workflow somebody else may have typed it.
    const message = plainText(error.message);
    context.terminal.problem(error.hint === undefined ? message : `${message}\n  ${error.hint}`);
    context.finish(EXIT.error);
  }
}

export function readTier(text: string | undefined, fallback: Tier): Tier {
  if (text === undefined) return fallback;
  const tier = TIERS.find((name) => name === text);
  if (tier === undefined) throw new UsageProblem(`"${text}" is not a tier`, `tiers are: ${TIERS.join(", ")}`);
  return tier;
}

/** `SH0010,30` -> normal ids; undefined when the option was not given. */
export function readShotList(text: string | undefined): readonly string[] | undefined {
  return text?.split(",").map((word) => {
    const address = parseShotAddress(word);
    if (!address.ok) throw new UsageProblem(address.error);
    return address.value.shot;
  });
}

import type { Problem } from "../compose.ts";
import type { Terminal } from "./terminal.ts";

/** Says what stopped a command and what to do, and gives its exit code. */
export function tellProblem(terminal: Terminal, { message, hint, exitCode }: Problem): number {
  terminal.problem(`${message}\n  ${hint}`);
  return exitCode;
}

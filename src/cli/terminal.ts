/** Where a command writes and what the other end can show. */
export interface Terminal {
  readonly interactive: boolean;
  readonly colour: boolean;
  readonly width: number;
  out(text: string): void;
  problem(text: string): void;
}

const DEFAULT_WIDTH = 100;

/** The process's own terminal; NO_COLOR, CI, a pipe and `plain` switch colour off, all but the first redrawing too. */
export function processTerminal(plain: boolean): Terminal {
  const { stdout, stderr, env } = process;
  const interactive = !plain && stdout.isTTY === true && env["CI"] === undefined && env["TERM"] !== "dumb";
  return {
    interactive,
    colour: interactive && env["NO_COLOR"] === undefined,
    width: Math.min(stdout.columns ?? DEFAULT_WIDTH, 140),
    out: (text) => void stdout.write(text.endsWith("\n") ? text : `${text}\n`),
    problem: (text) => void stderr.write(text.endsWith("\n") ? text : `${text}\n`),
  };
}

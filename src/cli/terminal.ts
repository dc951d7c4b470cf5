/** Where a command writes and what the other end can show. */
export interface Terminal {
  readonly interactive: boolean;
  readonly colour: boolean;
  readonly width: number;
  out(text: string): void;
  problem(text: string): void;
}

const DEFAULT_WIDTH = 100;
/** Longer lines are hard to follow. */
const WIDTH_MAX = 140;

/** The process's own terminal; CI, a pipe and `plain` switch redrawing and colour off, NO_COLOR only colour. */
export function processTerminal(plain: boolean): Terminal {
  const { stdout, stderr, env } = process;
  const interactive = !plain && stdout.isTTY === true && env["CI"] === undefined && env["TERM"] !== "dumb";
  return {
    interactive,
    colour: interactive && env["NO_COLOR"] === undefined,
    // A terminal that does not know its width says 0.
    width: stdout.columns > 0 ? Math.min(stdout.columns, WIDTH_MAX) : DEFAULT_WIDTH,
    out: (text) => void stdout.write(text.endsWith("\n") ? text : `${text}\n`),
    problem: (text) => void stderr.write(text.endsWith("\n") ? text : `${text}\n`),
  };
}

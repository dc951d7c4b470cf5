import type { ReportProgress } from "../../ports/progress.ts";
import type { Terminal } from "../terminal.ts";
import { plainLines } from "./plain-lines.ts";
import { shotBoard } from "./shot-board.ts";

export interface OpenProgress {
  readonly report: ReportProgress;
  /** Ends the board and prints what was said beside it; may be called twice. */
  close(): Promise<void>;
}

export interface ProgressRequest {
  readonly shots: readonly { readonly shot: string; readonly title?: string }[];
  /** True when the episode is cut together, too. */
  readonly conforms: boolean;
}

/** A live board where a terminal can redraw, plain lines elsewhere. */
export function openProgress(terminal: Terminal, request: ProgressRequest): OpenProgress {
  if (!terminal.interactive || (request.shots.length === 0 && !request.conforms))
    return { report: plainLines((line) => terminal.out(line)), close: async () => undefined };
  const board = shotBoard(request, () => performance.now());
  let closed = false;
  return {
    report: board.report,
    async close() {
      if (closed) return;
      closed = true;
      for (const note of await board.close()) terminal.out(note);
    },
  };
}

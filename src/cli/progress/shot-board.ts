import { type DefaultRenderer, Listr, type ListrTaskWrapper, type SimpleRenderer } from "listr2";
import { plainText } from "../../core/plain-text.ts";
import type { Progress, ReportProgress } from "../../ports/progress.ts";
import type { ProgressRequest } from "./open-progress.ts";

type BoardTask = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

/** One line of the board: a shot, or the cut of the episode. */
interface Row {
  readonly name: string;
  readonly ended: Promise<string>;
  finish(says: string): void;
  fail(says: string): void;
  task?: BoardTask;
  startedMs?: number;
  phase: string;
  perMille?: number;
  remainingMs?: number;
}

export interface ShotBoard {
  readonly report: ReportProgress;
  /** Resolves when every row has ended; gives what was said beside the rows. */
  close(): Promise<readonly string[]>;
}

/** Notes kept for the end; more of them help nobody. */
const NOTES_MAX = 50;
const CUT = "The cut";

/** A live board for a terminal: a row a shot with phase, percent of frames, time spent and time left, then the cut. */
export function shotBoard({ shots, conforms }: ProgressRequest, now: () => number): ShotBoard {
  const rows = new Map(shots.map(({ shot, title }) => [shot, makeRow(`${shot}  ${plainText(title ?? "")}`.trimEnd())]));
  const cut = conforms ? makeRow(CUT) : undefined;
  const all = [...rows.values(), ...(cut === undefined ? [] : [cut])];
  const notes: string[] = [];
  const running = runBoard(all);
  return {
    report(progress) {
      if (progress.kind === "note") {
        if (notes.length < NOTES_MAX) notes.push(plainText(progress.says));
        return;
      }
      const row = progress.kind === "conform" ? cut : rows.get(progress.shot);
      if (row !== undefined) show(row, progress, now());
    },
    async close() {
      for (const row of all) row.finish(row.startedMs === undefined ? "not started" : seconds(now() - row.startedMs));
      await running;
      return notes;
    },
  };
}

function makeRow(name: string): Row {
  let finish: (says: string) => void = () => undefined;
  let fail: (says: string) => void = () => undefined;
  const ended = new Promise<string>((resolve, reject) => {
    finish = resolve;
    fail = (says) => reject(new Error(says));
  });
  ended.catch(() => undefined);
  return { name, ended, finish, fail, phase: "queued" };
}

async function runBoard(rows: readonly Row[]): Promise<void> {
  const board = new Listr(
    rows.map((row) => ({
      title: row.name,
      task: async (_context: unknown, task: BoardTask): Promise<void> => {
        row.task = task;
        task.title = `${row.name}  ${await row.ended}`.trimEnd();
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      rendererOptions: { collapseSubtasks: false, showErrorMessage: true },
      registerSignalListeners: false,
    },
  );
  await board.run();
}

function show(row: Row, progress: Exclude<Progress, { kind: "note" }>, nowMs: number): void {
  switch (progress.kind) {
    case "shot-finished": {
      const spent = row.startedMs === undefined ? "" : `  ${seconds(nowMs - row.startedMs)}`;
      if (progress.outcome === "failed") row.fail(plainText(progress.says));
      else
        row.finish(
          `${progress.outcome === "accepted" ? "" : `${progress.outcome}: `}${plainText(progress.says)}${spent}`,
        );
      return;
    }
    case "shot-phase":
      row.phase = progress.phase;
      if (progress.phase === "rendering") row.startedMs ??= nowMs;
      break;
    case "shot-frames":
      row.perMille = progress.perMille;
      if (progress.remainingMs !== undefined) row.remainingMs = progress.remainingMs;
      else if (row.startedMs !== undefined && progress.perMille > 50)
        row.remainingMs = ((nowMs - row.startedMs) * (1000 - progress.perMille)) / progress.perMille;
      break;
    case "conform":
      row.startedMs ??= nowMs;
      row.phase = `${progress.done} of ${progress.total} pieces, ${plainText(progress.says)}`;
  }
  if (row.task !== undefined) row.task.output = describe(row, nowMs);
}

function describe(row: Row, nowMs: number): string {
  const parts = [row.phase];
  const draws = row.phase === "rendering";
  if (row.perMille !== undefined && draws) parts.push(`${Math.floor(row.perMille / 10)} %`);
  if (row.startedMs !== undefined) parts.push(seconds(nowMs - row.startedMs));
  if (row.remainingMs !== undefined && draws) parts.push(`about ${seconds(row.remainingMs)} left`);
  return parts.join("  ");
}

function seconds(milliseconds: number): string {
  return `${Math.max(0, Math.round(milliseconds / 1000))} s`;
}

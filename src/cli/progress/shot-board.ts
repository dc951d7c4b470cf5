import { type DefaultRenderer, Listr, type ListrTaskWrapper, type SimpleRenderer } from "listr2";
import { plainText } from "../../core/plain-text.ts";
import type { Progress, ReportProgress } from "../../ports/progress.ts";

type ShotTask = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

interface Row {
  readonly name: string;
  readonly finished: Promise<string>;
  finish(says: string): void;
  fail(says: string): void;
  task?: ShotTask;
  startedMs?: number;
  phase: string;
  perMille?: number;
  remainingMs?: number;
}

export interface ShotBoard {
  readonly report: ReportProgress;
  /** Resolves when every row has ended; rows still open are closed with `says`. */
  close(says: string): Promise<void>;
}

function seconds(milliseconds: number): string {
  return `${Math.max(0, Math.round(milliseconds / 1000))} s`;
}

function makeRow(name: string): Row {
  let finish: (says: string) => void = () => undefined;
  let fail: (says: string) => void = () => undefined;
  const finished = new Promise<string>((resolve, reject) => {
    finish = resolve;
    fail = (says) => reject(new Error(says));
  });
  finished.catch(() => undefined);
  return { name, finished, finish, fail, phase: "queued" };
}

function describe(row: Row, nowMs: number): string {
  const parts = [row.phase];
  if (row.perMille !== undefined && row.phase === "rendering") parts.push(`${Math.floor(row.perMille / 10)} %`);
  if (row.startedMs !== undefined) parts.push(seconds(nowMs - row.startedMs));
  if (row.remainingMs !== undefined && row.phase === "rendering") parts.push(`about ${seconds(row.remainingMs)} left`);
  return parts.join("  ");
}

/** A live board for a terminal: a row a shot with phase, percent of frames, time spent and time left. */
export function shotBoard(shots: readonly { shot: string; title?: string }[], now: () => number): ShotBoard {
  const rows = new Map(shots.map(({ shot, title }) => [shot, makeRow(`${shot}  ${plainText(title ?? "")}`.trimEnd())]));
  const board = new Listr(
    [...rows.values()].map((row) => ({
      title: row.name,
      task: async (_context: unknown, task: ShotTask): Promise<void> => {
        row.task = task;
        const says = await row.finished;
        task.title = `${row.name}  ${says}`;
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      rendererOptions: { collapseSubtasks: false, showErrorMessage: true },
      registerSignalListeners: false,
    },
  );
  const running = board.run();
  const report = (progress: Progress): void => {
    if (progress.kind === "note") return;
    const row = rows.get(progress.shot);
    if (row === undefined) return;
    if (progress.kind === "shot-finished") {
      if (progress.outcome === "failed") row.fail(plainText(progress.says));
      else row.finish(`${progress.outcome === "accepted" ? "" : `${progress.outcome}: `}${plainText(progress.says)}`);
      return;
    }
    if (progress.kind === "shot-phase") {
      row.phase = progress.phase;
      if (progress.phase === "rendering") row.startedMs ??= now();
    } else {
      row.perMille = progress.perMille;
      if (progress.remainingMs !== undefined) row.remainingMs = progress.remainingMs;
      else if (row.startedMs !== undefined && progress.perMille > 50)
        row.remainingMs = ((now() - row.startedMs) * (1000 - progress.perMille)) / progress.perMille;
    }
    if (row.task !== undefined) row.task.output = describe(row, now());
  };
  return {
    report,
    async close(says) {
      for (const row of rows.values()) row.finish(says);
      await running;
    },
  };
}

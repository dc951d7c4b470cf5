import { plainText } from "../../core/plain-text.ts";
import type { Progress, ReportProgress } from "../../ports/progress.ts";

const STEP_PER_MILLE = 250;

/** One line for each change worth a line: for logs, pipes and CI, where nothing can be redrawn. */
export function plainLines(write: (line: string) => void): ReportProgress {
  const shown = new Map<string, number>();
  return (progress: Progress) => {
    switch (progress.kind) {
      case "shot-phase":
        if (progress.phase === "queued") return;
        write(
          `${progress.shot}  ${progress.phase}${progress.says === undefined ? "" : `: ${plainText(progress.says)}`}`,
        );
        return;
      case "shot-frames": {
        const reached = Math.floor(progress.perMille / STEP_PER_MILLE) * STEP_PER_MILLE;
        if (reached === 0 || reached <= (shown.get(progress.shot) ?? 0) || reached >= 1000) return;
        shown.set(progress.shot, reached);
        write(`${progress.shot}  ${reached / 10} %`);
        return;
      }
      case "shot-finished":
        shown.delete(progress.shot);
        write(`${progress.shot}  ${progress.outcome}: ${plainText(progress.says)}`);
        return;
      case "conform":
        write(`conform ${progress.done}/${progress.total}: ${plainText(progress.says)}`);
        return;
      case "note":
        write(plainText(progress.says));
    }
  };
}

import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { JournalEvent } from "../core/journal-events.ts";
import type { PersonDecision } from "../core/provenance/episode-manifest.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { createAssembler } from "../kit/conform/assembler.ts";
import type { NewEvent } from "../operations/apply/journal-record.ts";
import { conformEpisode } from "../operations/conform.ts";
import type { ReportProgress } from "../ports/progress.ts";
import { workPlace } from "./apply-desk.ts";
import type { Problem } from "./problem.ts";
import { type OpenRun, outputPath } from "./run-apply.ts";
import type { Shop } from "./shop.ts";

export interface Conformed {
  readonly path: string;
  readonly says: string;
}

/** Cuts the episode of an open run together and lays a copy where people look for it. */
export async function conformOne(
  shop: Shop,
  open: OpenRun,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<Result<Conformed, Problem>> {
  const { desk, run, record } = open;
  const path = outputPath(run.episode, run.tier);
  const sheet = path.replace(/\.mp4$/, ".jpg");
  const directory = workPlace(shop.repository.root, "work", `conform-${run.episode.show.id}-${run.episode.id}`);
  const copy = async (from: string, to: string): Promise<void> => {
    const target = shop.repository.path(to);
    mkdirSync(dirname(target), { recursive: true });
    // A player that has the old one open keeps it, and nobody sees half of the new one.
    copyFileSync(from, `${target}.part`);
    renameSync(`${target}.part`, target);
  };
  // What a killed conform left behind.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  try {
    const conformed = await conformEpisode(
      {
        assembler: createAssembler(desk.media),
        signer: desk.signer,
        store: desk.store,
        clock: shop.clock,
        append: async (event) => ok(await record.append(unstamped(event))),
        copy,
        report,
        signal,
      },
      {
        episode: run.episode,
        state: record.state(),
        tier: run.tier,
        run: run.run,
        operator: run.operator,
        decisions: decisions(record.contents().events, run.episode.show.id, run.episode.id),
        tool: { version: shop.version },
        joinedWith: { name: "ffmpeg", version: desk.media.version },
        directory,
        cache: workPlace(shop.repository.root, "cache", "pieces"),
        output: path,
      },
    );
    if (!conformed.ok) return fail({ message: conformed.error.message, hint: conformed.error.hint, exitCode: 1 });
    if (conformed.value.contactSheet !== undefined) await copy(conformed.value.contactSheet, sheet);
    return ok({ path, says: conformed.value.says });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The record stamps who and when itself. */
function unstamped(event: JournalEvent): NewEvent {
  const { at: _at, run: _run, operator: _operator, show: _show, episode: _episode, ...rest } = event;
  return rest as NewEvent;
}

/** Words of persons, not of the program: circled by hand and kept takes. */
function decisions(events: readonly JournalEvent[], show: string, episode: string): readonly PersonDecision[] {
  return events
    .filter((event) => event.show === show && event.episode === episode)
    .flatMap((event): PersonDecision[] => {
      if (event.type === "take.kept")
        return [
          {
            shot: event.shot,
            take: event.take,
            decision: "kept",
            who: event.operator,
            at: event.at,
            reason: event.reason,
          },
        ];
      if (event.type === "take.circled" && event.reason !== undefined)
        return [
          {
            shot: event.shot,
            take: event.take,
            decision: "circled",
            who: event.operator,
            at: event.at,
            reason: event.reason,
          },
        ];
      return [];
    });
}

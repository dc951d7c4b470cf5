import { join } from "node:path";
import type { AttemptState } from "../../core/episode-state.ts";
import { mayComeLate } from "../../core/journal-state/fold-attempt.ts";
import type { ShotOrder } from "../../core/order.ts";
import type { Shot } from "../../core/production.ts";
import type { Desk, Engine } from "../../ports/engine.ts";
import type { ApplyDesk, RunContext } from "./desk.ts";
import { bounded } from "./engine-answer.ts";

/** One attempt on its way: the run, the shot, the journal's newest word on it. */
export interface AttemptWork {
  readonly context: RunContext;
  readonly shot: Shot;
  readonly attempt: AttemptState;
  /** Another run began it: what it left may be half done. */
  readonly resumed: boolean;
}
export type EngineWork = AttemptWork & { readonly engine: Engine };

/** What a step came to: go on with the next one, or nothing more can be done now. */
export type StepEnd = "goes-on" | "ended";

/** Standings that a run can do something about. */
const UNDER_WAY: ReadonlySet<AttemptState["standing"]> = new Set([
  "intent",
  "in-doubt",
  "submitted",
  "done",
  "fetched",
  "judged",
]);

/** Something can be done about it: it goes on, or its engine may still have the last word on it. */
export function isUnderWay(attempt: AttemptState): boolean {
  return UNDER_WAY.has(attempt.standing) || mayComeLate(attempt);
}

/** Folder of one attempt; it survives a restart, so that a job can be found again. */
export function attemptFolder(desk: Pick<ApplyDesk, "workFolder">, attempt: string): string {
  return join(desk.workFolder, attempt);
}

export function orderOf(attempt: AttemptState): ShotOrder {
  // The order was made by makeOrder and journaled whole.
  return attempt.order as unknown as ShotOrder;
}

/** What the attempt's engine gets of the outside world. */
export function engineDesk({ context: { desk }, attempt, engine }: EngineWork): Desk {
  return {
    ...desk.network(engine),
    clock: desk.clock,
    signal: desk.signal,
    process: desk.process,
    media: desk.media,
    directory: attemptFolder(desk, attempt.attempt),
    fileOf: (sha256) => fileOf(desk, attempt, sha256),
    secret: (name) => (engine.secrets.includes(name) ? desk.secret(name) : undefined),
    log: (message) => desk.report({ kind: "note", says: bounded(message) }),
  };
}

async function fileOf(desk: ApplyDesk, attempt: AttemptState, sha256: string): Promise<string | undefined> {
  const reference = orderOf(attempt).references.find((candidate) => candidate.sha256 === sha256);
  if (reference !== undefined) return desk.fileInRepository(reference.path);
  return desk.store.pathOf(sha256 as `sha256:${string}`);
}

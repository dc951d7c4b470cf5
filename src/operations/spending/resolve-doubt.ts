import type { AttemptState, ShotState } from "../../core/episode-state.ts";
import type { Charge } from "../../core/failure.ts";
import { formatMicros } from "../../core/money.ts";
import { ok, type Result } from "../../core/result.ts";
import { type Doubt, doubtsOf } from "../../core/spending/doubts.ts";
import { mayApprove } from "../../core/spending/live-grant.ts";
import type { Engine } from "../../ports/engine.ts";
import { orderOf } from "../apply/attempt-work.ts";
import { cleanJob } from "../apply/engine-answer.ts";
import type { Decision, JournalRecord } from "../apply/journal-record.ts";
import { openBooks } from "../apply/purse.ts";
import { reasonRefused, refused, type WordRefused, whoMay } from "./word-refused.ts";

/** What a person found out. A charge that is left out is not known: what was reserved stays reserved. */
export type Resolution =
  /** It is in the vendor's list under this id: it goes on and is collected. */
  | { readonly kind: "adopt"; readonly job: string }
  /** Another one may be ordered in its place: a licence of its own. */
  | { readonly kind: "resubmit"; readonly charge?: Charge }
  /** It is given up, and the shot waits until somebody asks for a retake. */
  | { readonly kind: "drop"; readonly charge?: Charge }
  /** Only its bill is known now. */
  | { readonly kind: "settle"; readonly charge: Charge };

export interface ResolveWish {
  readonly shot: string;
  /** Number of the attempt, where more than one of the shot is in doubt. */
  readonly number?: number;
  readonly resolution: Resolution;
  readonly reason: string;
  readonly operator: string;
  readonly approvers?: readonly string[];
  readonly engines: ReadonlyMap<string, Engine>;
  /** Where an engine is asked here; undefined for one that needs no address. */
  readonly addressOf?: (engine: Engine) => string | undefined;
  readonly currency: string;
}

type Answer = Result<string, WordRefused>;

/** Records a person's word on one attempt; on the newest state, so that a run that looked it up meanwhile has the word. */
export async function resolveDoubt(record: JournalRecord, wish: ResolveWish): Promise<Answer> {
  const fault = reasonRefused(wish.reason);
  if (fault !== undefined) return fault;
  if (wish.resolution.kind === "resubmit" && !mayApprove(wish.operator, wish.approvers))
    return refused(`${wish.operator} may not order another one`, whoMay(wish.approvers));
  const books = openBooks();
  return record.decide((state, contents): Decision<Answer> => {
    const found = chosen(state.shots[wish.shot], wish);
    if (!found.ok) return { events: [], answer: found };
    const isTaken = (engine: string, job: string): boolean =>
      [...books(contents).entries.values()].some((entry) => entry.identity.engine === engine && entry.job === job);
    return word(wish, found.value, state.shots[wish.shot], isTaken);
  });
}

/** The attempt that is meant; a word on a bill may also be of one that holds nothing up. */
function chosen(
  shot: ShotState | undefined,
  { number, resolution, shot: id }: ResolveWish,
): Result<Doubt, WordRefused> {
  const fits = doubtsOf(shot).filter(
    (doubt) =>
      (number === undefined || doubt.number === number) && (resolution.kind === "settle") === (doubt.kind === "bill"),
  );
  const [first, ...others] = fits;
  if (first === undefined)
    return refused(
      number === undefined
        ? `nothing of ${id} is ${nameOf(resolution)}`
        : `attempt ${number} of ${id} is not ${nameOf(resolution)}`,
      "shotlock resolve lists what is; a run that looks first may have found it: shotlock collect",
    );
  return others.length === 0
    ? ok(first)
    : refused(
        `attempts ${fits.map((doubt) => doubt.number).join(", ")} of ${id} are ${nameOf(resolution)}`,
        "say which: --attempt N",
      );
}

function nameOf({ kind }: Resolution): string {
  return kind === "settle" ? "waiting for its bill" : "in doubt";
}

function word(
  wish: ResolveWish,
  doubt: Doubt,
  shot: ShotState | undefined,
  isTaken: (engine: string, job: string) => boolean,
): Decision<Answer> {
  const { resolution, reason, currency } = wish;
  const { attempt, number } = doubt;
  const base = { shot: doubt.shot, attempt };
  const name = `${doubt.shot} attempt ${number}`;
  const unknown: Charge = { certainty: "unknown", atMostMicros: doubt.atMostMicros };
  const said = "charge" in resolution ? resolution.charge : undefined;
  const charge = said ?? unknown;
  const bill = billWords(charge, currency);
  if (resolution.kind === "adopt") {
    const own = shot?.attempts.find((candidate) => candidate.attempt === attempt);
    return adopt({ job: resolution.job, name, base }, own, wish, isTaken);
  }
  // Of one that only a lock tells of, the word on its bill is also its end.
  if (resolution.kind === "settle" || doubt.kind === "lost") {
    const then = doubt.kind === "lost" ? " The shot goes on with the next apply." : "";
    return { events: [{ type: "attempt.settled", ...base, charge, reason }], answer: ok(`${name}: ${bill}.${then}`) };
  }
  const resubmit = resolution.kind === "resubmit";
  return {
    events: [{ type: "attempt.abandoned", ...base, reason, charge, by: "person", ...(resubmit ? { resubmit } : {}) }],
    answer: ok(
      resubmit
        ? `${name} is given up for another one in its place; ${bill}. The next apply orders it, within the ceilings and max_paid_takes.`
        : `${name} is given up; ${bill}. The shot waits: shotlock retake ${doubt.shot} asks for another one.`,
    ),
  };
}

function adopt(
  {
    job,
    name,
    base,
  }: { readonly job: string; readonly name: string; readonly base: { shot: string; attempt: string } },
  attempt: AttemptState | undefined,
  { engines, addressOf }: Pick<ResolveWish, "engines" | "addressOf">,
  isTaken: (engine: string, job: string) => boolean,
): Decision<Answer> {
  const no = (message: string, hint: string): Decision<Answer> => ({ events: [], answer: refused(message, hint) });
  if (attempt === undefined)
    return no(
      `${name} stands only in a lock, and its order is gone with the journal`,
      "say what it cost, or --drop it",
    );
  const { engine: id } = attempt.identity;
  const engine = engines.get(id);
  if (engine === undefined) return no(`the adapter of ${id} is not in this version`, "update shotlock");
  if (isTaken(id, job))
    return no(`job ${job} is another attempt's already`, "shotlock ledger lists attempts with their jobs");
  const made = engine.jobFromId?.(orderOf(attempt), job, addressOf?.(engine));
  if (made === undefined)
    return no(
      `"${job}" is not the id of a job that ${id} can be asked about`,
      "copy it from the vendor's list of jobs; where it has none, use --resubmit or --drop",
    );
  return {
    events: [{ type: "attempt.submitted", ...base, job: cleanJob(made), by: "person" }],
    answer: ok(`${name} is job ${job} of ${id}. It is collected by: shotlock collect`),
  };
}

function billWords(charge: Charge, currency: string): string {
  if (charge.certainty === "unknown")
    return `up to ${formatMicros(charge.atMostMicros, currency)} stay reserved until the vendor's bill is known (shotlock resolve with --charged or --not-charged)`;
  return charge.micros === 0 ? "nothing was charged" : `${formatMicros(charge.micros, currency)} were charged`;
}

import { type Payment, payment } from "../../core/admission/payment.ts";
import type { Basis } from "../../core/basis.ts";
import type { Shot } from "../../core/production.ts";
import type { Candidate } from "../../core/route-decision.ts";
import { grantedBasis } from "../../core/spending/granted-basis.ts";
import { continueSpending, NOTHING_SPENT, type Spending } from "../../core/spending.ts";
import type { JournalContents } from "../../ports/journal.ts";
import type { RunContext } from "./desk.ts";
import { runningFold } from "./running-fold.ts";

/** The books of the repository at whatever the journal holds, folded on from where they were last asked for. */
export type Books = (contents: Pick<JournalContents, "events" | "heads">) => Spending;

export function openBooks(): Books {
  return runningFold(NOTHING_SPENT, continueSpending);
}

/** When and on which events it is decided whether an attempt may be paid for. */
export interface PaymentMoment {
  readonly contents: Pick<JournalContents, "events" | "heads">;
  /** Time that the intent will bear. */
  readonly at: string;
}

/** Whether a candidate may be paid for, on the newest books. */
export function purseOf(
  { run, plan, books }: RunContext,
  wanted: { readonly shot: Shot; readonly basis: Basis },
  { contents, at }: PaymentMoment,
): (candidate: Candidate) => Payment {
  const { shot, basis } = wanted;
  const { episode, tier } = run;
  const step = plan.steps.find((candidate) => candidate.shot === shot.id && candidate.kind !== "rename");
  return (candidate) =>
    payment(
      {
        ceilings: episode.ceilings,
        show: episode.show.id,
        episode: episode.id,
        shot,
        tier,
        basis: grantedBasis(basis),
        spending: books(contents),
        run: run.run,
        at,
        approval: step?.approval,
        ...(step === undefined ? {} : { stepMicros: step.cost.ceilingMicros }),
        ...(episode.approvers === undefined ? {} : { approvers: episode.approvers }),
      },
      candidate,
    );
}

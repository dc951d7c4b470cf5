import type { Digest } from "../digest.ts";
import { formatMicros } from "../money.ts";
import type { Step } from "../plan-steps.ts";
import type { Tier } from "../production.ts";
import type { Candidate } from "../route-decision.ts";
import { approveCommand } from "../spending/approve-command.ts";
import { liveGrant } from "../spending/live-grant.ts";
import { wasteReached } from "../spending/waste.ts";
import { committedMicros } from "../spending.ts";
import { moneyRoom, type RoomRequest } from "./money-room.ts";

/** Under which permission an attempt may cost money, or what a person has to say first. */
export type Payment =
  | { readonly kind: "pays"; readonly grant: string }
  | { readonly kind: "asks"; readonly says: string };

export interface PaymentRequest extends RoomRequest {
  readonly tier: Tier;
  /** `grantedBasis` of what is to be made. */
  readonly basis: Digest;
  /** What the plan said of approval. */
  readonly approval: Step["approval"];
  readonly approvers?: readonly string[];
}

/** Grant of an attempt that costs nothing, and of one below the auto line. */
const FREE = "free";
const AUTO = "auto";

/**
 * Whether one more attempt at this price may be ordered now. Asked in the same step in which its intent is written, so neither
 * two runs nor two episodes can spend the same money, and a stop counts from its very event.
 */
export function payment(request: PaymentRequest, candidate: Candidate): Payment {
  const { spending } = request;
  const { stopped } = spending;
  if (stopped !== undefined)
    return asks(`${stopped.operator} stopped all orders: ${stopped.reason}. To let them go on: shotlock start`);
  const price = candidate.quote.takeMicros;
  if (!Number.isSafeInteger(price) || price < 0)
    return asks(`${candidate.identity.endpoint} names no price, and nothing is ordered blindly`);
  if (price === 0) return { kind: "pays", grant: FREE };
  const waste = wasteReached(spending, request);
  if (waste !== undefined) return asks(waste);
  const room = moneyRoom(request);
  if (room !== undefined && price > Math.max(0, room.micros))
    return asks(`${room.says}, and one more take may not pass that`);
  return permission(request, candidate);
}

/** A grant counts before the auto line: it names the engines and the ceiling that a person saw. */
function permission(request: PaymentRequest, candidate: Candidate): Payment {
  const { spending, show, episode, shot, approval, ceilings } = request;
  const approve = approveCommand(episode, request.tier);
  const found = liveGrant(spending, { ...request, shot: shot.id });
  if (found === undefined)
    return approval?.kind === "auto"
      ? { kind: "pays", grant: AUTO }
      : asks(approval?.kind === "needed" ? approval.says : `it costs money that nobody has approved: ${approve}`);
  const { grant, of } = found;
  const money = (micros: number): string => formatMicros(micros, ceilings.currency);
  if (!of.endpoints.includes(candidate.identity.endpoint))
    return asks(
      `${grant.operator} approved ${of.endpoints.join(", ")}, not ${candidate.identity.endpoint}: ${approve}`,
    );
  const price = candidate.quote.takeMicros;
  const ofShot = committedMicros(spending, { show, episode, shot: shot.id, grant: grant.grant });
  const ofAll = committedMicros(spending, { show, episode, grant: grant.grant });
  if (ofShot + price > of.ceilingMicros)
    return asks(
      `${money(ofShot)} of the ${money(of.ceilingMicros)} that ${grant.operator} approved for it are spent or reserved: ${approve}`,
    );
  if (ofAll + price > grant.ceilingMicros)
    return asks(
      `${money(ofAll)} of the ${money(grant.ceilingMicros)} that ${grant.operator} approved are spent or reserved: ${approve}`,
    );
  return { kind: "pays", grant: grant.grant };
}

function asks(says: string): Payment {
  return { kind: "asks", says };
}

import { formatMicros, type Micros } from "../money.ts";
import type { Ceilings, Shot } from "../production.ts";
import { monthOf } from "../spending/ledger-entry.ts";
import { committedMicros, type Spending, type SpendingFilter } from "../spending.ts";

/** Money that one more attempt may reserve, and the ceiling that says so. */
export interface MoneyRoom {
  readonly micros: Micros;
  readonly says: string;
}

export interface RoomRequest {
  readonly ceilings: Ceilings;
  readonly show: string;
  readonly episode: string;
  readonly shot: Pick<Shot, "id" | "maxShotMicros">;
  /** The newest books of the whole repository. */
  readonly spending: Spending;
  /** The run that asks: what others spent is no money of it. */
  readonly run: string;
  /** When the intent is written: its month counts. */
  readonly at: string;
  /** Ceiling of the plan's step for the shot; absent for an attempt that no step lists. */
  readonly stepMicros?: Micros;
}

/**
 * The narrowest of the ceilings of shot, episode, run, month and plan; undefined when none is set. Counted over the journal of
 * the whole repository; open reserves and bills that nobody knows yet count as spent.
 */
export function moneyRoom(request: RoomRequest): MoneyRoom | undefined {
  const { ceilings, spending, show, episode, run } = request;
  const month = monthOf(request.at);
  const ofShot: SpendingFilter = { show, episode, shot: request.shot.id };
  const rooms: MoneyRoom[] = [];
  const limit = (ceiling: Micros | undefined, filter: SpendingFilter, name: string): void => {
    if (ceiling === undefined) return;
    const spent = committedMicros(spending, filter);
    const money = (micros: Micros): string => formatMicros(micros, ceilings.currency);
    rooms.push({ micros: ceiling - spent, says: `${money(spent)} of ${money(ceiling)} ${name} are spent or reserved` });
  };
  limit(ceilings.shotMicros, ofShot, "for the shot");
  limit(request.shot.maxShotMicros, ofShot, "for the shot");
  limit(ceilings.episodeMicros, { show, episode }, "for the episode");
  limit(ceilings.runMicros, { run }, "for one run");
  limit(ceilings.monthMicros, { month }, `for ${month}`);
  limit(ceilings.showMonthMicros, { show, month }, `for the show in ${month}`);
  limit(request.stepMicros, { ...ofShot, run }, "that the plan showed");
  return rooms.sort((left, right) => left.micros - right.micros)[0];
}

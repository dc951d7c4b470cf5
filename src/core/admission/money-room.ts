import type { EpisodeState } from "../episode-state.ts";
import { formatMicros, type Micros } from "../money.ts";
import { spentOn } from "../plan/attempts-so-far.ts";
import type { Ceilings, Shot } from "../production.ts";

/** Money that one more attempt may reserve, and the ceiling that says so. */
export interface MoneyRoom {
  readonly micros: Micros;
  readonly says: string;
}

export interface RoomRequest {
  readonly ceilings: Ceilings;
  readonly shot: Pick<Shot, "id" | "maxShotMicros">;
  readonly now: EpisodeState;
  /** State when the run began: what was spent before is no money of this run. */
  readonly before: EpisodeState;
  /** Ceiling of the plan's step for the shot; absent for an attempt that no step lists. */
  readonly stepMicros?: Micros;
}

/** The narrowest of the ceilings of shot, episode, run and plan; undefined when none is set. Open reserves count as spent. */
export function moneyRoom(request: RoomRequest): MoneyRoom | undefined {
  const { ceilings, now, before, shot } = request;
  const ofShot = spentOn(now.shots[shot.id]);
  const ofEpisode = total(now);
  const rooms: MoneyRoom[] = [];
  const limit = (ceiling: Micros | undefined, spent: Micros, name: string): void => {
    if (ceiling === undefined) return;
    const money = (micros: Micros): string => formatMicros(micros, ceilings.currency);
    rooms.push({ micros: ceiling - spent, says: `${money(spent)} of ${money(ceiling)} ${name} are spent or reserved` });
  };
  limit(ceilings.shotMicros, ofShot, "for the shot");
  limit(shot.maxShotMicros, ofShot, "for the shot");
  limit(ceilings.episodeMicros, ofEpisode, "for the episode");
  limit(ceilings.runMicros, ofEpisode - total(before), "for one run");
  limit(request.stepMicros, ofShot - spentOn(before.shots[shot.id]), "that the plan showed");
  return rooms.sort((left, right) => left.micros - right.micros)[0];
}

function total(state: EpisodeState): Micros {
  return Object.values(state.shots).reduce((sum, shot) => sum + spentOn(shot), 0);
}

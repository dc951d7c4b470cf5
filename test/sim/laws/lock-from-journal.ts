import { type Digest, sha256 } from "../../../src/core/digest.ts";
import { type EpisodeState, emptyEpisodeState } from "../../../src/core/episode-state.ts";
import { continueFold } from "../../../src/core/journal-state.ts";
import { printLock, projectLock } from "../../../src/core/lock.ts";
import { ofEpisode } from "../evidence.ts";
import type { Law } from "./law.ts";

const LOCK = "productions/elves/episodes/E101.lock.json";
const SIGNATURE = "productions/elves/episodes/E101.lock.dsse.json";

/**
 * The journal alone, up to the head that a lock names, gives that lock, byte for byte; serials leave nothing out; and at
 * rest the last one lies in the repository and says all that the journal says.
 */
export const lockFromJournal: Law = {
  name: "the same journal gives the same lock",
  check({ history, events }) {
    const faults: string[] = [];
    const [first] = ofEpisode(events);
    if (first === undefined) return [];
    const states = new Map<string | null, EpisodeState>();
    let state = emptyEpisodeState(first.event.show, first.event.episode);
    states.set(null, state);
    let serial = 0;
    let last: Digest | null = null;
    let lastText = "";
    for (const batch of history.batches) {
      for (const event of batch.events) {
        if (event.type !== "lock.signed") continue;
        const then = states.get(event.head);
        if (then === undefined) faults.push(`lock ${event.serial} names a head that never was`);
        const place = { serial: event.serial, previous: event.previous };
        lastText = then === undefined ? "" : printLock(projectLock(then, place));
        if (sha256(lastText) !== event.lock) faults.push(`lock ${event.serial} cannot be made again from the journal`);
        if (event.serial !== serial + 1) faults.push(`lock ${event.serial} follows lock ${serial}`);
        if (event.previous !== last) faults.push(`lock ${event.serial} names another lock before it`);
        serial = event.serial;
        last = event.lock;
      }
      const sequence = state.sequence + batch.events.length;
      state = continueFold(state, batch.events, { head: batch.head as Digest, sequence });
      states.set(batch.head, state);
    }
    const { rest } = history;
    if (rest === undefined || last === null) return faults;
    if (rest.files.get(LOCK) !== lastText) faults.push("the lock that lies there is not the last one");
    if (rest.files.get(SIGNATURE)?.includes(last) !== true)
      faults.push("the signature that lies there is of another lock");
    const { shots } = JSON.parse(lastText) as { readonly shots: unknown };
    const now = projectLock(state, { serial, previous: null });
    if (JSON.stringify(JSON.parse(printLock(now)).shots) !== JSON.stringify(shots))
      faults.push("the last lock does not say what the journal says");
    return faults;
  },
};

import { type Digest, sha256 } from "../../../src/core/digest.ts";
import { emptyEpisodeState } from "../../../src/core/episode-state.ts";
import { continueFold } from "../../../src/core/journal-state.ts";
import { printLock, projectLock } from "../../../src/core/lock.ts";
import type { Evidence } from "../evidence.ts";
import type { Law } from "./law.ts";

const LOCK = "productions/elves/episodes/E101.lock.json";
const SIGNATURE = "productions/elves/episodes/E101.lock.dsse.json";

/** The journal alone gives every lock that was signed, byte for byte; and at rest that is what lies in the repository. */
export const lockFromJournal: Law = {
  name: "the same journal gives the same lock",
  check(evidence) {
    const { history } = evidence;
    const faults: string[] = [];
    const [first] = evidence.events;
    if (first === undefined) return [];
    let state = emptyEpisodeState(first.event.show, first.event.episode);
    let serial = 0;
    let last: Digest | null = null;
    for (const { event, place } of evidence.events) {
      if (event.type === "lock.signed") {
        const before = { ...state, head: event.head, sequence: sequenceAt(evidence, place) };
        const again = sha256(printLock(projectLock(before, { serial: event.serial, previous: event.previous })));
        if (again !== event.lock) faults.push(`lock ${event.serial} cannot be made again from the journal`);
        if (event.serial !== serial + 1) faults.push(`lock ${event.serial} follows lock ${serial}`);
        if (event.previous !== last) faults.push(`lock ${event.serial} names another lock before it`);
        serial = event.serial;
        last = event.lock;
      }
      state = continueFold(state, [event], { head: null, sequence: place + 1 });
    }
    const { rest } = history;
    if (rest === undefined || last === null) return faults;
    if (sha256(rest.files.get(LOCK) ?? "") !== last) faults.push("the lock that lies there is not the last one");
    if (rest.files.get(SIGNATURE)?.includes(last) !== true)
      faults.push("the signature that lies there is of another lock");
    return faults;
  },
};

/** Events before the batch that an event is in: a lock is projected from what was there when it was made. */
function sequenceAt({ history }: Evidence, place: number): number {
  let before = 0;
  for (const { events } of history.batches) {
    if (place < before + events.length) return before;
    before += events.length;
  }
  return before;
}

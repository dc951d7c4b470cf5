import { emptyEpisodeState } from "../../../src/core/episode-state.ts";
import { tryFold } from "../../../src/core/journal-state.ts";
import { ofEpisode } from "../evidence.ts";
import type { Law } from "./law.ts";

/** Every beginning of the journal tells a possible story, and its time never runs backwards. */
export const journalFolds: Law = {
  name: "the journal folds at every prefix",
  check({ events }) {
    const [first] = ofEpisode(events);
    if (first === undefined) return [];
    let state = emptyEpisodeState(first.event.show, first.event.episode);
    let last = "";
    for (const { event, place } of events) {
      if (event.at < last) return [`event ${place} is of ${event.at}, the one before of ${last}`];
      last = event.at;
      const next = tryFold(state, [event], { head: null, sequence: place + 1 });
      if (!next.ok) return [`event ${place}: ${next.error}`];
      state = next.value;
    }
    return [];
  },
};

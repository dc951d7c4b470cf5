import type { EpisodeDocument, ShotEntry } from "../../schema/generated/types.ts";
import type { Episode, Shot } from "../production.ts";
import type { Place } from "../resolve/findings.ts";
import { flatShots } from "../resolve/named-files.ts";
import { normalShotId } from "../shot-address.ts";

/** A shot as it stands in the file, whether or not the rest of it could be resolved. */
export interface DeclaredShot {
  /** Normal form; undefined when it is no shot number. */
  readonly id: string | undefined;
  readonly written: string;
  readonly status: Shot["status"];
  readonly chainedTo?: string;
  readonly place: Place;
  readonly entry: ShotEntry;
  readonly resolved: Shot | undefined;
}

/** All shots in cut order. One that is broken still counts as being there, so that nothing else is blamed for it. */
export function declaredShots(document: EpisodeDocument, file: string, episode: Episode): readonly DeclaredShot[] {
  const byPointer = new Map(episode.shots.map((shot) => [shot.at.pointer, shot]));
  return flatShots({ file, document }).map(({ entry, place }) => {
    const chain = typeof entry.chain === "object" ? entry.chain.from : entry.chain;
    const chainedTo = chain === undefined ? undefined : normalShotId(String(chain));
    return {
      id: normalShotId(String(entry.id)),
      written: String(entry.id),
      status: entry.status ?? "active",
      ...(chainedTo === undefined ? {} : { chainedTo }),
      place,
      entry,
      resolved: byPointer.get(place.pointer),
    };
  });
}

import { copyFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { JsonObject } from "../core/json.ts";
import type { LockDocument } from "../core/lock.ts";
import type { Episode } from "../core/production.ts";
import { SHOT_ASSERTION } from "../core/provenance/manifest-parts.ts";
import { parseRate } from "../core/time.ts";
import type { ApplyDesk } from "../operations/apply/desk.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import { workPlace } from "./apply-desk.ts";
import type { Shop } from "./shop.ts";

/** For reviewers: what each signed take says about itself as sorted JSON, and a small picture of it. Written once a take. */
export async function writeReadableCopies(
  shop: Shop,
  desk: ApplyDesk,
  episode: Episode,
  lock: LockDocument,
): Promise<void> {
  const paths = lockPaths(episode);
  for (const shot of episode.shots)
    for (const take of Object.values(lock.shots[shot.id]?.takes ?? {})) {
      if (take.signed === undefined) continue;
      const text = `${paths.provenance}/${shot.id}.${take.id}.json`;
      if (!shop.repository.has(text))
        shop.repository.write(
          text,
          readable(desk.manifest(take, shot, "").definition, take.signed as unknown as JsonObject),
        );
      const picture = `${paths.posters}/${shot.id}.${take.id}.jpg`;
      const media = shop.repository.has(picture) ? undefined : await shop.store().pathOf(take.signed.sha256);
      const rate = parseRate(take.facts.rate);
      if (media === undefined || rate === undefined) continue;
      const frame = take.headFrames + Math.floor((take.facts.frames - take.headFrames - take.tailFrames) / 2);
      const target = workPlace(shop.repository.root, "work", `${shot.id}.${take.id}.jpg`);
      mkdirSync(dirname(target), { recursive: true });
      const made = await desk.poster(media, Math.min(frame, take.facts.frames - 1), rate, target);
      if (made === undefined) continue;
      mkdirSync(dirname(shop.repository.path(picture)), { recursive: true });
      copyFileSync(made, shop.repository.path(picture));
    }
}

function readable(definition: JsonObject, signed: JsonObject): string {
  const assertions = definition["assertions"] as readonly { readonly label: string; readonly data: JsonObject }[];
  const said = assertions.find((assertion) => assertion.label === SHOT_ASSERTION)?.data ?? {};
  return `${JSON.stringify(sorted({ signed, [SHOT_ASSERTION]: said }), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

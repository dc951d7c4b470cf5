import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { JsonObject } from "../core/json.ts";
import type { LockDocument } from "../core/lock.ts";
import type { Episode } from "../core/production.ts";
import { SHOT_ASSERTION } from "../core/provenance/manifest-parts.ts";
import type { SignedMedia, Take } from "../core/take.ts";
import { parseRate } from "../core/time.ts";
import type { ApplyDesk } from "../operations/apply/desk.ts";
import { lockPaths } from "../operations/apply/write-lock.ts";
import { workPlace } from "./apply-desk.ts";
import { mediaIsHere, type Shop } from "./shop.ts";

/** A take that a reviewer should be able to read and see without tools. */
interface MissingCopy {
  readonly shot: string;
  readonly take: Take & { readonly signed: SignedMedia };
  /** Paths of what is missing. */
  readonly text?: string;
  readonly picture?: string;
}

/** Signed takes whose readable copy or picture is not there; a picture counts only while it can be made. */
export function missingCopies(shop: Shop, episode: Episode, lock: LockDocument): readonly MissingCopy[] {
  const paths = lockPaths(episode);
  return episode.shots.flatMap((shot) =>
    Object.values(lock.shots[shot.id]?.takes ?? {}).flatMap((take): readonly MissingCopy[] => {
      const { signed } = take;
      if (signed === undefined) return [];
      const text = `${paths.provenance}/${shot.id}.${take.id}.json`;
      const picture = `${paths.posters}/${shot.id}.${take.id}.jpg`;
      const noText = !shop.repository.has(text);
      const noPicture = !shop.repository.has(picture) && mediaIsHere(shop, signed.sha256);
      if (!noText && !noPicture) return [];
      const copy = { shot: shot.id, take: { ...take, signed } };
      return [{ ...copy, ...(noText ? { text } : {}), ...(noPicture ? { picture } : {}) }];
    }),
  );
}

/** For reviewers: what each signed take says about itself as sorted JSON, and a small picture of it. Written once a take. */
export async function writeReadableCopies(
  shop: Shop,
  desk: ApplyDesk,
  episode: Episode,
  lock: LockDocument,
): Promise<void> {
  for (const missing of missingCopies(shop, episode, lock)) {
    const { take, text, picture } = missing;
    const shot = episode.shots.find((candidate) => candidate.id === missing.shot);
    if (text !== undefined && shot !== undefined)
      shop.repository.write(
        text,
        readable(desk.manifest(take, shot, "").definition, take.signed as unknown as JsonObject),
      );
    if (picture !== undefined) await writePicture(shop, desk, missing, picture);
  }
}

async function writePicture(shop: Shop, desk: ApplyDesk, { shot, take }: MissingCopy, picture: string): Promise<void> {
  const media = await shop.store().pathOf(take.signed.sha256);
  const rate = parseRate(take.facts.rate);
  if (media === undefined || rate === undefined) return;
  const frame = take.headFrames + Math.floor((take.facts.frames - take.headFrames - take.tailFrames) / 2);
  const target = workPlace(shop.repository.root, "work", `${shot}.${take.id}.jpg`);
  mkdirSync(dirname(target), { recursive: true });
  const made = await desk.poster(media, Math.min(frame, take.facts.frames - 1), rate, target);
  // Written whole or not at all: a picture that is there is never looked at again.
  if (made !== undefined) shop.repository.write(picture, readFileSync(made));
  rmSync(target, { force: true });
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

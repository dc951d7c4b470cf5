import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { segmentsOf } from "../../../src/core/cut/segments.ts";
import { type Cut, cutOf } from "../../../src/core/cut.ts";
import { type Digest, sha256 } from "../../../src/core/digest.ts";
import type { EpisodeState } from "../../../src/core/episode-state.ts";
import type { Episode, Shot, Tier } from "../../../src/core/production.ts";
import type { MediaFacts } from "../../../src/core/take.ts";
import { parseRate } from "../../../src/core/time.ts";
import { createAssembler } from "../../../src/kit/conform/assembler.ts";
import { probeMedia } from "../../../src/kit/probe-media.ts";
import type { Assembly } from "../../../src/ports/assembler.ts";
import type { MediaTools } from "../../../src/ports/media.ts";
import { basisFor, episode, nothing, type ShotChange, shot, shotState, take } from "../../core/plan/story.ts";
import { nativeMedia } from "./native-media.ts";
import { type NumberedWish, numberedFilm } from "./numbered-film.ts";

export const SHOT_FRAMES = 20;
export const HEAD_FRAMES = 8;
export const TAIL_FRAMES = 7;

/** A shot of the cut with its film; without `film` it is not made. */
export interface Wish {
  readonly id: string;
  readonly change?: ShotChange;
  readonly tier?: Tier;
  /** Frames around the shot in the file. */
  readonly head?: number;
  readonly tail?: number;
  /** Differences from a film as ordered; `null` = no take. */
  readonly film?: (Partial<NumberedWish> & { readonly name?: string; readonly probe?: true }) | null;
}

/** A folder with takes that tell their frames, a cache, and the assembler over them. */
export function cuttingRoom(rate = "24") {
  const root = mkdtempSync(join(tmpdir(), "shotlock-conform-"));
  const files = new Map<Digest, string>();
  const parsed = parseRate(rate);
  if (parsed === undefined) throw new Error(rate);
  const format = { rate: parsed, width: 128, height: 72, aspect: "16:9", startTimecodeFrames: 0 };
  let conforms = 0;

  /** Number that a shot's film shows as its take. */
  const takeNumber = (id: string): number => Number(id.slice(2, 6)) / 10;

  async function story(wishes: readonly Wish[]): Promise<{ shots: Shot[]; state: EpisodeState }> {
    const states: Record<string, EpisodeState["shots"][string]> = {};
    const shots: Shot[] = [];
    for (const { id, change = {}, film = {}, tier = "animatic", head = HEAD_FRAMES, tail = TAIL_FRAMES } of wishes) {
      const one = shot(id, { ...change, intent: { durationFrames: SHOT_FRAMES, rate, ...change.intent } });
      shots.push(one);
      if (film === null) continue;
      const { name = "a.mp4", probe, ...numbered } = film;
      const frames = one.intent.durationFrames + head + tail;
      const made = take(one, basisFor(one), { headFrames: head, tailFrames: tail, tier, frames, width: 128 });
      const wanted: NumberedWish = { rate, frames, take: takeNumber(id), sound: head + 6, ...numbered };
      const key = JSON.stringify([id, name, wanted]);
      const media = sha256(key);
      if (!files.has(media)) files.set(media, await numberedFilm(join(root, `${media.slice(7, 20)}-${name}`), wanted));
      const facts = probe === true ? await probed(files.get(media) ?? "") : { ...made.facts, height: 72 };
      const known = { ...made, raw: media, facts };
      if (known.signed !== undefined) known.signed = { ...known.signed, sha256: media };
      states[id] = shotState(id, { takes: [known], circled: { [tier]: "v001" } });
    }
    return { shots, state: { ...nothing(), shots: states } };
  }

  async function conform(
    of: { readonly shots: readonly Shot[]; readonly state: EpisodeState },
    options: {
      readonly tier?: Tier;
      readonly episode?: Partial<Episode>;
      readonly media?: MediaTools;
      readonly cache?: string;
      readonly signal?: AbortSignal;
    } = {},
  ) {
    const cut = cutOf(episode(of.shots, { format, ...options.episode }), of.state, options.tier ?? "animatic");
    conforms += 1;
    const result = await createAssembler(options.media ?? nativeMedia()).assemble(cut, {
      directory: join(root, `work-${conforms}`),
      cache: join(root, options.cache ?? "cache"),
      fileOf: async (digest) => files.get(digest),
      signal: options.signal ?? new AbortController().signal,
      progress: () => undefined,
    });
    return { cut, result };
  }

  async function assembled(...args: Parameters<typeof conform>): Promise<{ cut: Cut; assembly: Assembly }> {
    const { cut, result } = await conform(...args);
    if (!result.ok) throw new Error(`${result.error.code} ${result.error.message}`);
    return { cut, assembly: result.value };
  }

  return {
    root,
    rate: parsed,
    format,
    files,
    takeNumber,
    story,
    conform,
    assembled,
    path: (name: string) => join(root, name),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function probed(path: string): Promise<MediaFacts> {
  const known = await probeMedia(path, nativeMedia());
  if (!known.ok) throw new Error(known.error.message);
  return known.value.facts;
}

/** For every frame of the programme: the pictures it is made of (two in a dissolve), and how far a fade or dissolve is. */
export function cutList(cut: Cut) {
  return segmentsOf(cut).flatMap((segment) =>
    Array.from({ length: segment.frames }, (_, frame) => ({
      segment,
      place: frame,
      pictures: segment.inputs.map(({ entry, sourceInFrames }) => ({ entry, frame: sourceInFrames + frame })),
    })),
  );
}

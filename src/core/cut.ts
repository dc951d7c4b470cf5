import { cutJoins, type Join } from "./cut/joins.ts";
import { pictureSize } from "./cut/picture-size.ts";
import { type ShotEnds, shotEnds } from "./cut/transitions.ts";
import type { Digest } from "./digest.ts";
import { digestOf } from "./digest.ts";
import type { EpisodeState } from "./episode-state.ts";
import type { Json } from "./json.ts";
import { standingTake, temporaryTake } from "./plan/standing-take.ts";
import type { Notice } from "./plan-steps.ts";
import type { Episode, Shot, Tier } from "./production.ts";
import type { Take } from "./take.ts";
import { framesAtRate, type Rate } from "./time.ts";

/** Version of the way a cut is put together; a new one makes every episode conform again, for nothing. */
export const CUT_VERSION = 1;

/** What stands in the picture for one shot. All frames are counted at the episode's rate. */
export type CutSource =
  | {
      readonly kind: "take";
      readonly take: string;
      readonly tier: Tier;
      readonly media: Digest;
      /** Frames in the file at the episode's rate. */
      readonly frames: number;
      readonly audio: boolean;
      /** A lower tier stands in: burnt in as TEMP. */
      readonly temporary: boolean;
    }
  | { readonly kind: "slate"; readonly reason: "not-made" | "on-hold" };

export interface CutEntry {
  readonly shot: string;
  readonly name: string;
  readonly title?: string;
  readonly source: CutSource;
  /** Frame inside the file that is shown at `recordInFrames`. */
  readonly sourceInFrames: number;
  /** Place in the programme, counted from 0. */
  readonly recordInFrames: number;
  readonly durationFrames: number;
  readonly fadeInFrames: number;
  readonly fadeOutFrames: number;
}

export interface Cut {
  readonly show: string;
  readonly episode: string;
  readonly title: string;
  readonly tier: Tier;
  readonly rate: Rate;
  readonly width: number;
  readonly height: number;
  readonly startTimecodeFrames: number;
  readonly loudnessLufs: number;
  readonly frames: number;
  readonly entries: readonly CutEntry[];
  /** Dissolves and wipes between neighbours; `after` names the entry by its place. */
  readonly joins: readonly Join[];
  readonly notices: readonly Notice[];
}

/**
 * The cut list of an episode in one tier: circled takes in order, lower tiers as TEMP, missing shots as slates, omitted
 * shots left out. A held shot keeps its last circled take. The programme is as long as its shots: a dissolve takes its
 * overlap from handles and trimmed frames, and is shortened, with a notice, where there are too few.
 */
export function cutOf(episode: Episode, state: EpisodeState, tier: Tier): Cut {
  const notices: Notice[] = [];
  const entries: CutEntry[] = [];
  const shown = shownShots(episode, state, tier, notices);
  const ends = shotEnds(
    shown.map(({ shot }) => shot),
    notices,
  );
  let frames = 0;
  for (const [index, { shot, take }] of shown.entries()) {
    const entry = entryOf(
      { shot, take, tier, rate: episode.format.rate, recordIn: frames, ends: ends[index] },
      notices,
    );
    entries.push(entry);
    frames += entry.durationFrames;
  }
  return {
    show: episode.show.id,
    episode: episode.id,
    title: episode.title,
    tier,
    rate: episode.format.rate,
    ...pictureSize(episode.format, entries, state),
    startTimecodeFrames: episode.format.startTimecodeFrames,
    loudnessLufs: episode.conform.loudnessLufs,
    frames,
    entries,
    joins: cutJoins(ends, entries, notices),
    notices,
  };
}

interface Shown {
  readonly shot: Shot;
  readonly take: Take | undefined;
}

/** Shots of the cut in order, each with the take that stands there; what is left out is said. */
function shownShots(episode: Episode, state: EpisodeState, tier: Tier, notices: Notice[]): Shown[] {
  return episode.shots
    .filter((candidate) => candidate.status !== "omit")
    .flatMap((shot) => {
      const shotState = state.shots[shot.id];
      const take = standingTake(shotState, tier) ?? temporaryTake(shotState, tier);
      if (take !== undefined || episode.conform.slate) return [{ shot, take }];
      const says = `${shot.id} is not made and left out`;
      notices.push({ code: "shot-left-out", severity: "warning", says, shot: shot.id });
      return [];
    });
}

interface EntryRequest extends Shown {
  readonly tier: Tier;
  readonly rate: Rate;
  readonly recordIn: number;
  readonly ends: ShotEnds | undefined;
}

function entryOf({ shot, take, tier, rate, recordIn, ends }: EntryRequest, notices: Notice[]): CutEntry {
  const { trimInFrames, trimOutFrames, title } = shot.editorial;
  const wanted = Math.max(1, shot.intent.durationFrames - trimInFrames - trimOutFrames);
  const base = { shot: shot.id, name: shot.name, ...(title === undefined ? {} : { title }), recordInFrames: recordIn };
  let duration = wanted;
  let sourceIn = 0;
  let source: CutSource = { kind: "slate", reason: shot.status === "hold" ? "on-hold" : "not-made" };
  if (take !== undefined) {
    const frames = Math.max(1, framesAtRate(take.facts.frames, take.facts.rate, rate));
    sourceIn = Math.min(frames - 1, take.headFrames + trimInFrames);
    duration = Math.min(wanted, frames - sourceIn);
    if (duration < wanted) notices.push(shortTake(shot.id, take.id, wanted, duration));
    source = {
      kind: "take",
      take: take.id,
      tier: take.tier,
      media: take.signed?.sha256 ?? take.raw,
      frames,
      audio: take.facts.audio,
      temporary: take.tier !== tier && standsLower(take.tier, tier),
    };
  }
  const fadeIn = Math.min(ends?.fadeInFrames ?? 0, duration);
  const fadeOut = Math.min(ends?.fadeOutFrames ?? 0, duration - fadeIn);
  return {
    ...base,
    source,
    sourceInFrames: sourceIn,
    durationFrames: duration,
    fadeInFrames: fadeIn,
    fadeOutFrames: fadeOut,
  };
}

function standsLower(tier: Tier, than: Tier): boolean {
  const order: Readonly<Record<Tier, number>> = { animatic: 0, draft: 1, final: 2 };
  return order[tier] < order[than];
}

function shortTake(shot: string, take: string, wanted: number, there: number): Notice {
  const says = `${shot} ${take} holds ${there} of the ${wanted} frames the cut wants: the shot is ${wanted - there} frames shorter`;
  return { code: "take-too-short", severity: "warning", says, shot };
}

/** Digest of all that the conformed file depends on; another conform is needed when it differs from the last one's. */
export function cutInputs(cut: Cut): Digest {
  const { notices: _, rate, loudnessLufs, ...rest } = cut;
  const loudnessMilli = Math.round(loudnessLufs * 1000);
  return digestOf({
    version: CUT_VERSION,
    ...rest,
    loudnessMilli,
    rate: [rate.numerator, rate.denominator],
  } as unknown as Json);
}

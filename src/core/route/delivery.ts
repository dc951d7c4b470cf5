import type { DurationGrid, Limits } from "../catalogue.ts";
import { parseRate } from "../time.ts";
import type { ShotNeeds } from "./shot-needs.ts";

/** Smallest share of a frame that a crop may keep: 16:9 cut to 2.39:1 keeps 74 %, cut to 1:1 only 56 %. */
const CROP_KEPT_PER_MILLE_MIN = 700;

/** What an endpoint would deliver for a shot; a part is undefined when nothing on its list fits. */
export interface Delivery {
  /** Length of the clip on the engine's own grid, milliseconds. */
  readonly milliseconds: number | undefined;
  /** The clip it would make if no reference image or last frame narrowed its lengths. */
  readonly plainMilliseconds: number | undefined;
  /** The same in frames of the show. */
  readonly frames: number;
  /** Longest clip it makes for this shot, milliseconds. */
  readonly longestMs: number;
  readonly aspect: { readonly name: string; readonly keptPerMille: number } | undefined;
  /** `720p`; the wanted lines themselves when it makes any size. */
  readonly resolution: string | undefined;
  /** Larger sizes it makes too, ascending: taken when only they have a price. */
  readonly largerResolutions: readonly string[];
  readonly audio: boolean;
  /** Reference images it will get. */
  readonly references: number;
}

export function deliveryOf(limits: Limits, needs: ShotNeeds): Delivery {
  const givesFrames = needs.firstFrame !== undefined || needs.lastFrame !== undefined;
  const noPlace =
    (limits.framesExcludeReferences && givesFrames) ||
    (limits.referencesNeedFirstFrame && needs.firstFrame === undefined);
  const references = noPlace ? 0 : Math.min(limits.referenceImages, needs.references);
  const lengths = lengthsOf(limits, needs, references > 0);
  const longEnough = (length: number): boolean => length >= needs.wantedMs;
  const milliseconds = lengths.find(longEnough);
  const [resolution, ...largerResolutions] = resolutionsFor(limits.resolutions, needs.lines);
  const exact = limits.duration.kind === "exact" && milliseconds !== undefined;
  return {
    milliseconds,
    plainMilliseconds: lengthsOf(limits, { ...needs, lastFrame: undefined }, false).find(longEnough),
    frames: exact ? needs.wantedFrames : framesInside(milliseconds ?? 0, needs),
    longestMs: lengths[lengths.length - 1] ?? 0,
    aspect: aspectFor(limits.aspects, needs.aspect),
    resolution,
    largerResolutions,
    audio: limits.audio === "always" || (limits.audio === "optional" && needs.sound),
    references,
  };
}

/** Whole frames of the show that fit into a clip. */
function framesInside(milliseconds: number, needs: ShotNeeds): number {
  return Math.floor((milliseconds * needs.rate.numerator) / (needs.rate.denominator * 1000));
}

/** Lengths it can make for this shot, milliseconds, ascending. */
function lengthsOf(limits: Limits, needs: ShotNeeds, withReferences: boolean): readonly number[] {
  const grid = limits.duration;
  if (grid.kind !== "seconds") return gridLengths(grid, needs);
  let seconds = grid.values;
  const narrow = (allowed: readonly number[] | undefined): void => {
    if (allowed !== undefined) seconds = seconds.filter((value) => allowed.includes(value));
  };
  if (withReferences) narrow(limits.secondsWithReferences);
  if (needs.lastFrame !== undefined) narrow(limits.secondsWithLastFrame);
  return [...seconds].sort((a, b) => a - b).map((value) => value * 1000);
}

function gridLengths(grid: Exclude<DurationGrid, { kind: "seconds" }>, needs: ShotNeeds): readonly number[] {
  if (grid.kind === "exact") {
    const longest = grid.maximumSeconds * 1000;
    return needs.wantedMs <= longest ? [needs.wantedMs] : [longest];
  }
  const rate = parseRate(grid.rate) ?? { numerator: 24, denominator: 1 };
  const lengths: number[] = [];
  const first = grid.minimum + ((grid.step - ((grid.minimum - 1) % grid.step)) % grid.step);
  for (let frames = first; frames <= grid.maximum; frames += grid.step) {
    // Rounded as a wanted length is, so that a clip of exactly the wanted frames is long enough and counts all of them.
    lengths.push(Math.ceil((frames * rate.denominator * 1000) / rate.numerator));
  }
  return lengths;
}

/** The engine's own frame shape, or the one that a crop to the wanted shape loses least of. */
function aspectFor(offered: readonly string[], wanted: string): Delivery["aspect"] {
  if (offered.length === 0 || offered.includes(wanted)) return { name: wanted, keptPerMille: 1000 };
  const fits = offered
    .map((name) => ({ name, keptPerMille: keptByCrop(name, wanted) }))
    .filter((fit) => fit.keptPerMille >= CROP_KEPT_PER_MILLE_MIN)
    .sort((a, b) => b.keptPerMille - a.keptPerMille || (a.name < b.name ? -1 : 1));
  return fits[0];
}

function keptByCrop(from: string, to: string): number {
  const [have, want] = [shapeOf(from), shapeOf(to)];
  return have === 0 || want === 0 ? 0 : Math.floor((Math.min(have, want) * 1000) / Math.max(have, want));
}

/** `2.39:1` -> 23900 (width for 10 000 of height). */
function shapeOf(aspect: string): number {
  const [width, height] = aspect.split(":").map(Number);
  return width === undefined || height === undefined || !(height > 0) ? 0 : Math.round((width * 10_000) / height);
}

/** Sizes that are large enough, smallest first. */
function resolutionsFor(offered: readonly string[], lines: number): readonly string[] {
  if (offered.length === 0) return [`${lines}p`];
  return offered
    .filter((name) => Number.parseInt(name, 10) >= lines)
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

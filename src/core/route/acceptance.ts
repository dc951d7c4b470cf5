import type { Catalogue, Rating, RatingBoard } from "../catalogue.ts";
import { currentVersion } from "../evidence/evidence.ts";
import { deviationOf, type ExpectedAcceptance, expectedAcceptance } from "../evidence/expected-acceptance.ts";
import { type Staging, stagingOf, stagingPlural } from "../evidence/staging.ts";
import type { Case } from "./constraints.ts";

/** A published rating says little about one shot: its win probability is pulled this far toward a coin's. */
const PRIOR_KEPT_PER_MILLE = 600;
/** Faces held by words alone drift, the most frequent complaint of all: a starting value, not a measurement. */
const FACES_BY_WORDS_PER_MILLE = 250;
/** Our own drawing is as ordered; what is left is the gates. */
const DRAWN_PER_MILLE = 950;
/** As if from a million takes: nobody doubts it. */
const CERTAIN_MILLI = 1_000_000_000;
const UNRATED_PER_MILLE = 500;
const ACCEPTANCE_MIN = 50;

/**
 * Per mille that wins against the middle of the board, for gaps of 0, 50, 100 ... rating points: 1000 / (1 + 10^(-gap
 * / 400)). A table, because powers differ in the last digit between platforms and a choice must not.
 */
const WIN_PER_MILLE = [500, 571, 640, 703, 760, 808, 849, 882, 909, 930, 947] as const;
const GAP_STEP_TENTHS = 500;

export interface Acceptance {
  /** Share of takes a gate and a person are expected to keep. */
  readonly perMille: number;
  /** Thousandths of a take behind it, the prior's included. */
  readonly weightMilli: number;
  /** Own takes of this model version and this kind of shot; absent without any. */
  readonly record?: { readonly kept: number; readonly takes: number };
  /** Picture quality against the middle of the board, not pulled toward a coin's. */
  readonly qualityPerMille: number;
  readonly says: string;
}

/** What is expected of an engine for this shot: what others published, and what the journal showed since. */
export function acceptanceOf(one: Case): Acceptance {
  const { offer, request, day } = one;
  if (offer.model.tiers.includes("animatic"))
    return { perMille: DRAWN_PER_MILLE, weightMilli: CERTAIN_MILLI, qualityPerMille: 500, says: "drawn as ordered" };
  const published = publishedOf(one);
  const staging = stagingOf(request.shot.intent as unknown as { readonly [field: string]: unknown });
  const { model } = offer;
  const version = currentVersion(request.evidence, model.id, model.version);
  const expected = expectedAcceptance(request.evidence, { model: model.id, version, staging, day }, published.perMille);
  const own = ownRecord(expected, staging);
  return {
    perMille: Math.max(ACCEPTANCE_MIN, expected.perMille),
    weightMilli: expected.weightMilli,
    ...(expected.own.takes === 0 ? {} : { record: { kept: expected.own.kept, takes: expected.own.takes } }),
    qualityPerMille: published.qualityPerMille,
    says: own === undefined ? published.says : `${own}; ${published.says}`,
  };
}

/** "31 of 40 close-ups kept, 52 of 71 takes in all"; undefined when nothing was made yet. */
function ownRecord({ own, all, before }: ExpectedAcceptance, staging: Staging): string | undefined {
  const told = [
    ...(own.takes === 0 ? [] : [`${own.kept} of ${own.takes} ${stagingPlural(staging)} kept`]),
    ...(all.takes === own.takes ? [] : [`${all.kept} of ${all.takes} takes in all`]),
    ...(before.takes === 0 ? [] : [`${before.kept} of ${before.takes} of earlier versions`]),
  ];
  return told.length === 0 ? undefined : told.join(", ");
}

function publishedOf({
  offer,
  needs,
  delivery,
  request,
}: Case): Pick<Acceptance, "perMille" | "qualityPerMille" | "says"> {
  const prior = priorFor(
    request.catalogue,
    offer.model.prior,
    needs.firstFrame !== undefined || delivery.references > 0,
  );
  const quality = prior === undefined ? UNRATED_PER_MILLE : winPerMille(prior.rating.tenths - prior.board.medianTenths);
  const squashed = 500 + Math.round(((quality - 500) * PRIOR_KEPT_PER_MILLE) / 1000);
  const faceless = needs.identityReferences > 0 && delivery.references === 0 && !loraHolds();
  const perMille = Math.max(ACCEPTANCE_MIN, squashed - (faceless ? FACES_BY_WORDS_PER_MILLE : 0));
  const rated =
    prior === undefined
      ? "no rating: a coin's chance"
      : `${prior.board.title} ${Math.round(prior.rating.tenths / 10)}, middle ${Math.round(prior.board.medianTenths / 10)}`;
  return {
    perMille,
    qualityPerMille: quality,
    says: faceless ? `${rated}; faces held by words alone` : rated,
  };

  function loraHolds(): boolean {
    return needs.loras.some((lora) => offer.endpoint.limits.loraBases.includes(lora.base));
  }
}

interface Prior {
  readonly rating: Rating;
  readonly board: RatingBoard;
}

/** The board that fits how the shot starts; the other one when the model is only on that. */
function priorFor(
  catalogue: Catalogue,
  ratings: { readonly text?: Rating; readonly image?: Rating } | undefined,
  fromPictures: boolean,
): Prior | undefined {
  const text = ratings?.text === undefined ? undefined : { rating: ratings.text, board: catalogue.boards.text };
  const image = ratings?.image === undefined ? undefined : { rating: ratings.image, board: catalogue.boards.image };
  return fromPictures ? (image ?? text) : (text ?? image);
}

/** Win probability of a rating gap (tenths of a point), per mille; straight between the steps of the table. */
export function winPerMille(gapTenths: number): number {
  const size = Math.abs(gapTenths);
  const step = Math.min(Math.floor(size / GAP_STEP_TENTHS), WIN_PER_MILLE.length - 1);
  const below = WIN_PER_MILLE[step] ?? 500;
  const above = WIN_PER_MILLE[step + 1] ?? below;
  const won = below + Math.floor(((above - below) * (size - step * GAP_STEP_TENTHS)) / GAP_STEP_TENTHS);
  return gapTenths < 0 ? 1000 - won : won;
}

/** One standard deviation of the share kept, per mille; nothing where we draw ourselves. */
export function deviation({ perMille, weightMilli }: Pick<Acceptance, "perMille" | "weightMilli">): number {
  return weightMilli === CERTAIN_MILLI ? 0 : deviationOf(perMille, weightMilli);
}

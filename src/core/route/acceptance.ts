import type { Catalogue, Rating, RatingBoard } from "../catalogue.ts";
import type { Case } from "./constraints.ts";

/** A published rating says little about one shot: its win probability is pulled this far toward a coin's. */
const PRIOR_KEPT_PER_MILLE = 600;
/** Takes the prior counts as, for its uncertainty: weak, so that own history will win soon. */
const PRIOR_TAKES = 4;
/** Faces held by words alone drift, the most frequent complaint of all: a starting value, not a measurement. */
const FACES_BY_WORDS_PER_MILLE = 250;
/** Our own drawing is as ordered; what is left is the gates. */
const DRAWN_PER_MILLE = 950;
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
  /** One standard deviation of it. */
  readonly deviationPerMille: number;
  /** Picture quality against the middle of the board, not pulled toward a coin's. */
  readonly qualityPerMille: number;
  readonly says: string;
}

/** What is expected of an engine for this shot before this production has any takes of it. */
export function acceptanceOf({ offer, needs, delivery, request }: Case): Acceptance {
  if (offer.model.tiers.includes("animatic")) {
    return { perMille: DRAWN_PER_MILLE, deviationPerMille: 0, qualityPerMille: 500, says: "drawn as ordered" };
  }
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
    deviationPerMille: deviation(perMille),
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

/** Standard deviation of a Beta with PRIOR_TAKES pseudo-observations; IEEE square roots are the same everywhere. */
export function deviation(perMille: number): number {
  return Math.floor(Math.sqrt((perMille * (1000 - perMille)) / (PRIOR_TAKES + 1)));
}

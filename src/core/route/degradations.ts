import { formatRate } from "../time.ts";
import type { Case } from "./constraints.ts";
import { formatTenths } from "./take-price.ts";

/**
 * What an engine cannot honour and what becomes of it, in film words: nothing of a shot is dropped silently. These do
 * not exclude; what does stands in constraints.ts.
 */
export function degradationsOf(one: Case): readonly string[] {
  return [
    picture(one),
    references(one),
    loras(one),
    seed(one),
    avoid(one),
    sound(one),
    length(one),
    handles(one),
  ].flat();
}

function picture({ offer, needs, delivery, request }: Case): readonly string[] {
  const says: string[] = [];
  const { limits } = offer.endpoint;
  if (delivery.aspect !== undefined && delivery.aspect.name !== needs.aspect) {
    const lost = Math.ceil((1000 - delivery.aspect.keptPerMille) / 10);
    says.push(`made at ${delivery.aspect.name} and cropped to ${needs.aspect}: ${lost} % of the picture is lost`);
  }
  const lines = Number.parseInt(delivery.resolution ?? "", 10);
  if (lines < needs.showLines) says.push(`a ${request.tier}: ordered at ${lines}p, the show is ${needs.showLines}p`);
  const rate = formatRate(needs.rate);
  if (limits.rates.length > 0 && !limits.rates.includes(rate)) {
    says.push(`comes at ${limits.rates.join(" or ")} frames a second, brought to ${rate} in the conform`);
  }
  return says;
}

function references({ offer, needs, delivery }: Case): readonly string[] {
  if (needs.references === 0 || delivery.references >= needs.references) return [];
  const one = needs.references === 1;
  const images = one ? "the reference image" : `${needs.references} reference images`;
  const out = `${images} ${one ? "stays" : "stay"} out`;
  if (delivery.references > 0) return [`takes ${delivery.references} of ${images}`];
  const { limits } = offer.endpoint;
  if (limits.referenceImages > 0 && limits.referencesNeedFirstFrame) {
    return [`takes reference images only beside a first picture: ${out}`];
  }
  if (limits.referenceImages > 0) {
    return [`a first or last picture and reference images do not go together: ${out}`];
  }
  return [`takes no reference images: ${out}, words alone hold faces and props`];
}

function loras({ offer, needs, delivery }: Case): readonly string[] {
  return needs.loras
    .filter((lora) => !offer.endpoint.limits.loraBases.includes(lora.base))
    .map(
      (lora) =>
        `${lora.character}'s LoRA (${lora.base}) stays out: ${Math.min(lora.references, delivery.references)} reference images hold the face`,
    );
}

function seed({ offer, request }: Case): readonly string[] {
  const authored = request.shot.intent.seed;
  if (authored === undefined || offer.endpoint.limits.seed === "exact") return [];
  if (offer.endpoint.limits.seed === "none") return [`takes no seed: ${authored} is not used`];
  return [`takes the seed ${authored} but promises only a similar picture`];
}

function avoid({ offer, request }: Case): readonly string[] {
  if (request.shot.intent.avoid.length === 0 || offer.endpoint.limits.negativePrompt) return [];
  return ["what to avoid is folded into the prompt: there is no field for it"];
}

function sound({ offer, needs, request }: Case): readonly string[] {
  const { audio } = offer.endpoint.limits;
  if (audio === "always" && !needs.sound) return ["comes with sound nobody asked for: the cut mutes it"];
  if (audio !== "none" || !needs.sound) return [];
  const { intent } = request.shot;
  const what = [
    ...(needs.speaks ? ["the dialogue"] : []),
    ...(intent.ambience === undefined ? [] : ["the ambience"]),
    ...(intent.soundEffects.length === 0 ? [] : ["the sound effects"]),
  ];
  return [`makes no sound: ${what.join(" and ")} must be laid in`];
}

/** `handles: auto` takes what the grid leaves over and never buys a longer step. */
function handles({ needs, delivery, request, offer }: Case): readonly string[] {
  if (request.shot.handles !== "auto" || delivery.milliseconds === undefined) return [];
  if (offer.endpoint.limits.duration.kind === "exact") return [];
  return delivery.frames > needs.wantedFrames ? [] : ["no spare frames for handles"];
}

/** A longer clip than the shot needs, only because pictures are given along. */
function length({ delivery }: Case): readonly string[] {
  const { milliseconds, plainMilliseconds } = delivery;
  if (milliseconds === undefined || plainMilliseconds === undefined || plainMilliseconds >= milliseconds) return [];
  return [`with the pictures it is given it makes no clip shorter than ${formatTenths(milliseconds)} s`];
}

import { formatMicros } from "../money.ts";
import { promptFor } from "../recipe/prompt-for.ts";
import { shotLimit } from "../shot-limit.ts";
import { alarmCheck } from "./alarm.ts";
import type { Delivery } from "./delivery.ts";
import { isNamed, isNamedByAny } from "./engine-names.ts";
import { goneSays, isGone, lifecyclesOf, type Offer } from "./offer.ts";
import type { RouteRequest } from "./route-request.ts";
import type { LoraNeed, ShotNeeds } from "./shot-needs.ts";
import { formatTenths, type TakePrice } from "./take-price.ts";

/** Every reason an engine may be out for a shot; the first one that holds is told, in this order. */
export const CONSTRAINTS = [
  "tier",
  "not-asked-for",
  "not-allowed",
  "denied",
  "pinned-elsewhere",
  "retired",
  "not-yet",
  "adapter-missing",
  "no-address",
  "no-words",
  "duration",
  "aspect",
  "resolution",
  "prompt-length",
  "first-frame",
  "last-frame",
  "native-audio",
  "lip-sync",
  "references",
  "lora-base",
  "seed",
  "requirement-unknown",
  "currency",
  "price-unknown",
  "over-shot-ceiling",
  "quality-drop",
  "too-late",
  "scene-lock",
] as const;
export type Constraint = (typeof CONSTRAINTS)[number];

/** Reasons that are somebody's choice and say nothing about what an engine can: people ask about the others. */
export const CHOICES: ReadonlySet<string> = new Set<Constraint>([
  "tier",
  "not-asked-for",
  "not-allowed",
  "denied",
  "pinned-elsewhere",
]);

/** All a constraint may look at; the scene's look is judged later, it depends on what the others let through. */
export interface Case {
  readonly request: RouteRequest;
  readonly offer: Offer;
  readonly needs: ShotNeeds;
  readonly delivery: Delivery;
  readonly price: TakePrice;
  /** ISO day the request is judged by. */
  readonly day: string;
}

/** A sentence when the offer is out, with its two numbers where there are two; undefined when it may stay. */
type Check = (one: Case) => string | undefined;

/** In the animatic tier only the first holds: the animatic takes every shot, whatever the shot wishes for its final. */
export const CHECKS: readonly (readonly [Constraint, Check])[] = [
  ["tier", tierCheck],
  ["not-asked-for", onlyCheck],
  ["not-allowed", allowedCheck],
  ["denied", deniedCheck],
  ["pinned-elsewhere", pinCheck],
  ["retired", retiredCheck],
  ["not-yet", notYetCheck],
  ["adapter-missing", adapterCheck],
  ["no-address", addressCheck],
  ["no-words", wordsCheck],
  ["duration", durationCheck],
  ["aspect", aspectCheck],
  ["resolution", resolutionCheck],
  ["prompt-length", promptCheck],
  ["first-frame", firstFrameCheck],
  ["last-frame", lastFrameCheck],
  ["native-audio", audioCheck],
  ["lip-sync", lipSyncCheck],
  ["references", referencesCheck],
  ["lora-base", loraCheck],
  ["seed", seedCheck],
  ["requirement-unknown", requirementCheck],
  ["currency", currencyCheck],
  ["price-unknown", priceCheck],
  ["over-shot-ceiling", ceilingCheck],
  ["quality-drop", alarmCheck],
];

/** What `require:` may ask for; anything else excludes every engine, so that a wish is never dropped. */
export const REQUIREMENTS = [
  "native-audio",
  "lip-sync",
  "references",
  "lora",
  "seed",
  "negative-prompt",
  "first-frame",
  "last-frame",
] as const;

function tierCheck({ request, offer }: Case): string | undefined {
  if (offer.model.tiers.includes(request.tier)) return undefined;
  return `makes ${offer.model.tiers.join(" and ")}, not ${request.tier}`;
}

function retiredCheck({ offer, day }: Case): string | undefined {
  const gone = lifecyclesOf(offer).find((lifecycle) => isGone(lifecycle, day));
  return gone === undefined ? undefined : goneSays(gone);
}

function notYetCheck({ offer, day }: Case): string | undefined {
  const later = lifecyclesOf(offer).find(({ announcedOn }) => announcedOn !== undefined && announcedOn > day);
  return later === undefined ? undefined : `opens on ${later.announcedOn}, today is ${day}`;
}

function onlyCheck({ request, offer }: Case): string | undefined {
  if (request.only === undefined || isNamedByAny(offer, request.only)) return undefined;
  return `not among ${request.only.join(", ")}`;
}

function allowedCheck({ request, offer }: Case): string | undefined {
  const { allow, repository } = request.episode.engines;
  if (repository?.allow !== undefined && !isNamedByAny(offer, repository.allow))
    return `shotlock.config.yaml allows only ${repository.allow.join(", ")}`;
  if (allow !== undefined && !isNamedByAny(offer, allow)) return `the show allows only ${allow.join(", ")}`;
  const { order } = request.shot.route;
  if (order !== undefined && !isNamedByAny(offer, order)) return `the shot asks for ${order.join(", ")}`;
  return undefined;
}

function deniedCheck({ request, offer }: Case): string | undefined {
  const { deny, repository } = request.episode.engines;
  const byRepository = repository?.deny.find((name) => isNamed(offer, name));
  if (byRepository !== undefined) return `shotlock.config.yaml refuses ${byRepository}`;
  const byShow = deny.find((name) => isNamed(offer, name));
  if (byShow !== undefined) return `the show refuses ${byShow}`;
  const byShot = request.shot.route.deny.find((name) => isNamed(offer, name));
  return byShot === undefined ? undefined : `the shot refuses ${byShot}`;
}

function pinCheck({ request, offer }: Case): string | undefined {
  const { pin } = request.shot.route;
  return pin === undefined || isNamed(offer, pin) ? undefined : `the shot is pinned to ${pin}`;
}

function adapterCheck({ request, offer }: Case): string | undefined {
  if (request.requireAdapter !== true) return undefined;
  const here = request.availableAdapters?.includes(offer.engine.id) ?? offer.engine.adapter === "available";
  if (!here) return `no adapter for ${offer.engine.title} is installed and set up here`;
  const remotes = request.remotes?.[offer.engine.id];
  if (remotes === undefined || remotes.includes(offer.endpoint.remote)) return undefined;
  return `the adapter for ${offer.engine.title} cannot order from ${offer.endpoint.remote} yet`;
}

function addressCheck({ request, offer }: Case): string | undefined {
  const { route } = request.shot;
  const named = [...(request.only ?? []), ...(route.order ?? []), ...(route.pin === undefined ? [] : [route.pin])];
  const known = request.availableAdapters?.includes(offer.engine.id) === true;
  if (!offer.engine.needsAddress || known || isNamedByAny(offer, named)) return undefined;
  return `${offer.engine.title} has no address in the configuration; --engines ${offer.engine.id} plans it all the same`;
}

function wordsCheck({ offer, needs }: Case): string | undefined {
  const { modes } = offer.model;
  if (!modes.some((mode) => mode !== "edit")) return "changes existing footage; this shot has none to change";
  const frameless = offer.endpoint.limits.needsFirstFrame || !modes.includes("text");
  return frameless && needs.firstFrame === undefined ? "starts from a first picture; this shot gives none" : undefined;
}

function durationCheck({ needs, delivery }: Case): string | undefined {
  if (delivery.milliseconds !== undefined) return undefined;
  return `makes at most ${formatTenths(delivery.longestMs)} s, the shot wants ${formatTenths(needs.wantedMs)} s`;
}

function aspectCheck({ offer, needs, delivery }: Case): string | undefined {
  if (delivery.aspect !== undefined) return undefined;
  return `makes ${offer.endpoint.limits.aspects.join(", ")}; the shot is ${needs.aspect}`;
}

function resolutionCheck({ offer, needs, delivery }: Case): string | undefined {
  if (delivery.resolution !== undefined) return undefined;
  const { resolutions } = offer.endpoint.limits;
  return `makes at most ${resolutions[resolutions.length - 1] ?? "nothing"}, the shot wants ${needs.lines}p`;
}

/** By the very text that would be ordered, so that no order is too long and nothing is cut. */
function promptCheck({ request, offer, delivery }: Case): string | undefined {
  const { limits } = offer.endpoint;
  if (limits.promptCharacters === undefined) return undefined;
  const length = promptFor(request, limits, delivery.audio).text.length;
  if (length <= limits.promptCharacters) return undefined;
  return `takes prompts of ${limits.promptCharacters} characters, this shot has ${length}; nothing is cut off`;
}

function firstFrameCheck({ offer, needs }: Case): string | undefined {
  const wish = needs.firstFrame ?? (needs.require.includes("first-frame") ? "a first picture" : undefined);
  return wish === undefined || offer.endpoint.limits.firstFrame ? undefined : `cannot start from ${wish}`;
}

function lastFrameCheck({ offer, needs }: Case): string | undefined {
  const wish = needs.lastFrame ?? (needs.require.includes("last-frame") ? "a last picture" : undefined);
  return wish === undefined || offer.endpoint.limits.lastFrame ? undefined : `cannot end on ${wish}`;
}

function audioCheck({ offer, needs }: Case): string | undefined {
  return needs.nativeAudio && offer.endpoint.limits.audio === "none"
    ? "makes no sound; the shot asks for native audio"
    : undefined;
}

function lipSyncCheck({ offer, needs }: Case): string | undefined {
  return needs.lipSync && !offer.endpoint.limits.lipSync
    ? "does not move lips to the words; the shot asks for it"
    : undefined;
}

function referencesCheck({ needs, delivery }: Case): string | undefined {
  if (!needs.require.includes("references") || delivery.references >= Math.max(1, needs.references)) return undefined;
  return `takes ${delivery.references} reference images, the shot needs ${Math.max(1, needs.references)}`;
}

function loraCheck({ offer, needs, delivery }: Case): string | undefined {
  const strict = needs.require.includes("lora");
  const missing = needs.loras.find((lora) => !holdsFace(lora, strict));
  if (missing === undefined) return undefined;
  const bases = offer.endpoint.limits.loraBases;
  return `loads ${bases.length === 0 ? "no LoRA" : `LoRAs of ${bases.join(", ")}`}, ${missing.character}'s is for ${missing.base}`;

  function holdsFace(lora: LoraNeed, lorasOnly: boolean): boolean {
    if (offer.endpoint.limits.loraBases.includes(lora.base)) return true;
    return !lorasOnly && lora.references > 0 && delivery.references > 0;
  }
}

function seedCheck({ offer, needs }: Case): string | undefined {
  return needs.require.includes("seed") && offer.endpoint.limits.seed === "none"
    ? "takes no seed; the shot requires one"
    : undefined;
}

function requirementCheck({ offer, needs }: Case): string | undefined {
  const known: readonly string[] = REQUIREMENTS;
  const unknown = needs.require.find((word) => !known.includes(word));
  if (unknown !== undefined) return `nobody knows what "${unknown.slice(0, 40)}" requires; known: ${known.join(", ")}`;
  const negative = needs.require.includes("negative-prompt") && !offer.endpoint.limits.negativePrompt;
  return negative ? "has no field for what to avoid; the shot requires one" : undefined;
}

function currencyCheck({ request, price }: Case): string | undefined {
  const [ours, theirs] = [request.episode.ceilings.currency, request.catalogue.currency];
  if (ours === theirs || (price.known && price.micros === 0)) return undefined;
  return `priced in ${theirs}, the ceilings are in ${ours} and no rate is known: write the ceilings in ${theirs}`;
}

function priceCheck({ price }: Case): string | undefined {
  return price.known ? undefined : `price not known (${price.says}): set it in your own catalogue file`;
}

function ceilingCheck({ request, price }: Case): string | undefined {
  const limit = shotLimit(request.shot, request.episode.ceilings);
  if (limit === undefined || !price.known || price.micros <= limit.micros) return undefined;
  const { currency } = request.catalogue;
  return `one take costs ${formatMicros(price.micros, currency)}, the shot's ceiling is ${formatMicros(limit.micros, currency)}`;
}

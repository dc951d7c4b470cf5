import type { Catalogue } from "../catalogue.ts";
import type { EngineRules, RouteWish } from "../production.ts";
import { type Place, quoted, within } from "../resolve/findings.ts";
import { isNamed, isNamedByAny, unknownEngineNames } from "../route/engine-names.ts";
import { type Offer, offersOf } from "../route/offer.ts";
import type { LintRequest } from "./lint-episode.ts";

/** Engines that are written down are in the catalogue, and what is asked for is not refused in the same breath. */
export function lintEngines(request: LintRequest): void {
  const { known, episode, show, declared } = request;
  const catalogue = known.catalogue;
  if (catalogue === undefined) return;
  if (show !== undefined) {
    const place = { file: show.file, pointer: "" };
    const { engines, defaults } = show.document;
    reportUnknown(request, catalogue, engines?.allow, within(place, "engines", "allow"));
    reportUnknown(request, catalogue, engines?.deny, within(place, "engines", "deny"));
    reportUnknown(request, catalogue, defaults?.deny, within(place, "defaults", "deny"));
  }
  const offers = offersOf(catalogue);
  for (const { entry, place, status, resolved } of declared) {
    if (status === "omit") continue;
    const pin = entry.engine === undefined ? undefined : [entry.engine];
    const isKnown = reportUnknown(request, catalogue, pin, within(place, "engine"), "error");
    reportUnknown(request, catalogue, entry.engines, within(place, "engines"));
    reportUnknown(request, catalogue, entry.deny, within(place, "deny"));
    if (resolved === undefined || !isKnown) continue;
    const refused = refusal(resolved.route, episode.engines, offers);
    if (refused === undefined) continue;
    const field = entry.engine === undefined ? "engines" : "engine";
    request.findings.error(
      "ENGINE_CONFLICT",
      within(place, field),
      `${resolved.id} asks for ${(pin ?? entry.engines ?? []).join(", ")}, and ${refused}: no engine is left`,
      "leave one of the two out",
    );
  }
}

/** True when every name is known. A pin is an error, for nothing can be made; a name in a list is only one less. */
function reportUnknown(
  { findings }: LintRequest,
  catalogue: Catalogue,
  names: readonly string[] | undefined,
  place: Place,
  severity: "error" | "warning" = "warning",
): boolean {
  const unknown = unknownEngineNames(names ?? [], catalogue);
  for (const { name, suggestions } of unknown) {
    const index = (names ?? []).indexOf(name);
    const hint =
      suggestions.length === 0
        ? "`shotlock engines` lists them all"
        : `did you mean ${suggestions.map((one) => `\`${one}\``).join(" or ")}?`;
    findings[severity](
      "UNKNOWN_ENGINE",
      severity === "error" ? place : within(place, index),
      `no engine or model is called ${quoted(name)}`,
      hint,
    );
  }
  return unknown.length === 0;
}

/** What stands against every engine that a shot asks for; undefined when one is left, or it asks for none. */
function refusal(
  { pin, order, deny }: RouteWish,
  engines: LintRequest["episode"]["engines"],
  offers: readonly Offer[],
): string | undefined {
  if (pin === undefined && order === undefined) return undefined;
  const wanted = offers.filter((offer) => pin === undefined || isNamed(offer, pin));
  const asked = wanted.filter((offer) => order === undefined || isNamedByAny(offer, order));
  if (wanted.length > 0 && asked.length === 0 && pin !== undefined && order?.some((name) => isKnown(name, offers)))
    return `its engines: are ${order.join(", ")}`;
  if (asked.length === 0) return undefined;
  const left = asked.filter((offer) => !isNamedByAny(offer, deny));
  if (left.length === 0)
    return `${deny.filter((name) => asked.some((offer) => isNamed(offer, name))).join(", ")} is denied`;
  const { repository } = engines;
  const byRepository = repository === undefined ? undefined : against("shotlock.config.yaml", repository, left);
  if (byRepository !== undefined) return byRepository;
  const open = left.filter((offer) => repository === undefined || passes(offer, repository));
  return against("the show", engines, open);
}

/** What leaves none of these offers. */
function against(who: string, { allow, deny }: EngineRules, offers: readonly Offer[]): string | undefined {
  const allowed = offers.filter((offer) => allow === undefined || isNamedByAny(offer, allow));
  if (allowed.length === 0) return `${who} allows only ${(allow ?? []).join(", ")}`;
  const refused = deny.filter((name) => allowed.some((offer) => isNamed(offer, name)));
  return allowed.every((offer) => isNamedByAny(offer, refused)) ? `${who} refuses ${refused.join(", ")}` : undefined;
}

function passes(offer: Offer, { allow, deny }: EngineRules): boolean {
  return (allow === undefined || isNamedByAny(offer, allow)) && !isNamedByAny(offer, deny);
}

function isKnown(name: string, offers: readonly Offer[]): boolean {
  return offers.some((offer) => isNamed(offer, name));
}

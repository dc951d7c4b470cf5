import type { Shot } from "../production.ts";
import { normalShotId } from "../shot-address.ts";
import { quoted, within } from "./findings.ts";
import { shotEditorial } from "./shot-editorial.ts";
import { shotIntent, shotNeeds } from "./shot-intent.ts";
import { shotParts } from "./shot-parts.ts";
import type { ShotRequest } from "./shot-request.ts";
import { shotRules } from "./shot-rules.ts";
import { shotSource } from "./shot-source.ts";

/**
 * One authored shot with short forms opened, defaults folded in and the bible looked up; undefined when it is too
 * broken to go on. Every finding is made in either case.
 */
export function resolveShot(request: ShotRequest): Shot | undefined {
  const { entry, place, findings, scene, names } = request;
  const id = normalShotId(String(entry.id));
  if (id === undefined) {
    findings.error("ID_FORM", within(place, "id"), `${quoted(entry.id)} is no shot number`, idHint(String(entry.id)));
  }
  const needs = shotNeeds(request);
  const { cast, dialogue, props, where, style } = needs;
  // Light that shot or scene write themselves takes the place of the location's: that one is not used, so not hashed.
  const timeOfDay = (request.entry.lighting ?? scene?.lighting) === undefined ? where.timeOfDay : undefined;
  const looked = { ...request, cast, dialogue, props, style, location: where.location, timeOfDay };
  const { parts, references } = shotParts(looked);
  const { intent, handles, pictures } = shotIntent(request, id ?? "", needs);
  const source = shotSource({ ...request, episode: names.episode });
  const light = lightOf(request, parts, where.timeOfDay);
  const rules = shotRules({ ...request, light, sceneLock: scene?.engine_lock });
  const editorial = shotEditorial({ ...request, rate: request.format.rate, durationFrames: intent?.durationFrames });
  if (id === undefined || intent === undefined) return undefined;
  return {
    id,
    name: [names.show, names.episode, scene?.sequence, id].filter((part) => part !== undefined).join("_"),
    ...(scene?.sequence === undefined ? {} : { sequence: scene.sequence }),
    ...(scene === undefined ? {} : { scene: String(scene.id) }),
    status: entry.status ?? "active",
    intent,
    parts,
    references: [...references, ...pictures],
    handles,
    source,
    ...rules,
    editorial,
    at: { file: place.file, pointer: place.pointer },
  };
}

/** The number that was meant, when there is exactly one in what was written. */
function idHint(written: string): string {
  const [number, another] = written.match(/\d{1,4}(?!\d)/g) ?? [];
  const meant = number === undefined || another !== undefined ? undefined : normalShotId(number);
  return meant === undefined ? "write SH and four digits: SH0040; a capital may follow" : `write ${meant}`;
}

/** All words that say how the shot is lit, for gate limits that belong to a light: a candle, a night, fog. */
function lightOf({ entry, scene }: ShotRequest, parts: Shot["parts"], timeOfDay: string | undefined): string {
  const ofPlace = Object.entries(parts).flatMap(([key, part]) => (key.includes("#light.") ? [part["light"]] : []));
  return [entry.lighting ?? scene?.lighting, timeOfDay, entry.weather ?? scene?.weather, ...ofPlace].join(" ");
}

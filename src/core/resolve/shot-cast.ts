import type { CastEntry, SceneEntry, ShotEntry } from "../../schema/generated/types.ts";
import { didYouMean } from "../nearest-word.ts";
import type { CastMember, SpokenLine } from "../production.ts";
import { type Bible, usualLook } from "./bible.ts";
import { type Findings, type Place, within, words } from "./findings.ts";
import { parseSpokenLine } from "./spoken-line.ts";

export interface CastRequest {
  readonly entry: ShotEntry;
  readonly place: Place;
  readonly scene: SceneEntry | undefined;
  readonly bible: Bible;
  readonly findings: Findings;
}

/** The cast with identity and look looked up; a production without a bible may name whom it likes. */
export function shotCast(request: CastRequest): readonly CastMember[] {
  return (request.entry.cast ?? []).map((entry, index) =>
    castMember(request, entry, within(request.place, "cast", index)),
  );
}

function castMember(request: CastRequest, entry: CastEntry, place: Place): CastMember {
  const [shortCharacter = "", shortLook] = typeof entry === "string" ? entry.split("/", 2).map(words) : [];
  const long =
    typeof entry === "string"
      ? { character: shortCharacter, ...(shortLook === undefined ? {} : { look: shortLook }) }
      : entry;
  const { character, position, facing, emotion, visible } = {
    position: undefined,
    facing: undefined,
    emotion: undefined,
    visible: undefined,
    ...long,
  };
  const look = lookOf(request, character, long.look, place);
  return {
    character,
    ...(look === undefined ? {} : { look }),
    ...(position === undefined ? {} : { position }),
    ...(facing === undefined ? {} : { facing }),
    ...(emotion === undefined ? {} : { emotion: words(emotion) }),
    ...(visible === undefined ? {} : { visible: words(visible) }),
  };
}

function lookOf(
  { bible, scene, findings }: CastRequest,
  character: string,
  given: string | undefined,
  place: Place,
): string | undefined {
  if (bible.characters.size === 0) return given;
  const known = bible.characters.get(character)?.value;
  if (known === undefined) {
    findings.error(
      "UNKNOWN_CHARACTER",
      place,
      `there is no character "${character}" in the bible`,
      didYouMean(character, [...bible.characters.keys()]),
    );
    return given;
  }
  const looks = Object.keys(known.looks ?? {});
  const look = given ?? scene?.looks?.[character] ?? usualLook(known);
  if (look === undefined) {
    if (looks.length > 0)
      findings.error(
        "CAST_WITHOUT_LOOK",
        place,
        `${character} has the looks ${looks.join(", ")} and nobody says which one is worn`,
        `write ${character}/${looks[0]}, or looks: in the scene, or default: true in the bible`,
      );
    return undefined;
  }
  if (!looks.includes(look)) {
    findings.error(
      "UNKNOWN_LOOK",
      place,
      `${character} has no look "${look}"`,
      didYouMean(look, looks) ?? (looks.length > 0 ? `looks: ${looks.join(", ")}` : undefined),
    );
    return undefined;
  }
  return look;
}

/** Spoken lines; who speaks in the picture should stand in it. */
export function shotDialogue(request: CastRequest, cast: readonly CastMember[]): readonly SpokenLine[] {
  const { entry, place, bible, findings } = request;
  return (entry.dialogue ?? []).flatMap((said, index) => {
    const at = within(place, "dialogue", index);
    const line = parseSpokenLine(said);
    if (line === undefined) {
      findings.error(
        "SHORT_FORM",
        at,
        "this is no spoken line",
        '- shoemaker: "Let us stay up.", or character: and line:',
      );
      return [];
    }
    const { character } = line;
    if (character === undefined) return [line];
    const isKnown = bible.characters.size === 0 || bible.characters.has(character);
    if (line.kind === "dialogue" && !isKnown)
      findings.error(
        "UNKNOWN_CHARACTER",
        at,
        `there is no character "${character}" in the bible`,
        didYouMean(character, [...bible.characters.keys()]) ?? "a narrator speaks as (VO)",
      );
    else if (line.kind === "dialogue" && cast.length > 0 && !cast.some((member) => member.character === character))
      findings.warning(
        "SPEAKER_NOT_IN_CAST",
        at,
        `${character} speaks in this shot but is not in its cast`,
        `add ${character} to the cast, or write "${character} (OS)"`,
      );
    return [line];
  });
}

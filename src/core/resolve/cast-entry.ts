import type { CastEntry } from "../../schema/generated/types.ts";
import type { CastMember } from "../production.ts";
import { fail, ok, type Result } from "../result.ts";
import { quoted, words } from "./findings.ts";
import type { WordFault } from "./framing.ts";

/** `shoemaker`, `shoemaker/nightshirt` or the long form, as written: no look is filled in yet. */
export function parseCastEntry(entry: CastEntry): Result<CastMember, WordFault> {
  if (typeof entry === "string") return parseShort(entry);
  const { character, look, position, facing, emotion, visible } = entry;
  return ok({
    character: words(character),
    ...(look === undefined ? {} : { look: words(look) }),
    ...(position === undefined ? {} : { position }),
    ...(facing === undefined ? {} : { facing }),
    ...(emotion === undefined ? {} : { emotion: words(emotion) }),
    ...(visible === undefined ? {} : { visible: words(visible) }),
  });
}

function parseShort(text: string): Result<CastMember, WordFault> {
  const parts = text.split("/").map(words);
  const [character = "", look] = parts;
  if (character === "" || look === "" || parts.length > 2)
    return fail({ says: `${quoted(text)} is no member of a cast`, hint: "write shoemaker, or shoemaker/nightshirt" });
  return ok({ character, ...(look === undefined ? {} : { look }) });
}

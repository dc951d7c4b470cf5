import type { Limits } from "../catalogue.ts";
import type { Episode, Parts, Shot } from "../production.ts";
import { type Prompt, writePrompt } from "./write-prompt.ts";

interface PromptRequest {
  readonly shot: Pick<Shot, "intent" | "parts">;
  readonly episode: Pick<Episode, "characterNames">;
}

/** The prompt as an endpoint of these limits is told it. */
export function promptFor({ shot, episode }: PromptRequest, limits: Limits, audio: boolean): Prompt {
  const triggers = Object.fromEntries(
    loraParts(shot, limits).flatMap(({ character, part }) => {
      const trigger = part["trigger"];
      return typeof trigger === "string" ? [[character, trigger]] : [];
    }),
  );
  return writePrompt(
    {
      intent: shot.intent,
      parts: shot.parts,
      ...(episode.characterNames === undefined ? {} : { names: episode.characterNames }),
    },
    { sound: audio, avoidField: limits.negativePrompt, triggers },
  );
}

/** LoRAs of the cast that an endpoint of these limits loads, by character. */
export function loraParts(
  shot: Pick<Shot, "parts">,
  limits: Limits,
): readonly { readonly character: string; readonly part: Parts[string] }[] {
  return Object.keys(shot.parts)
    .sort()
    .flatMap((key) => {
      const part = shot.parts[key];
      if (part === undefined || !key.endsWith("#lora") || !limits.loraBases.includes(String(part["base"]))) return [];
      return [{ character: key.slice(key.indexOf("/") + 1, -"#lora".length), part }];
    });
}

import type { Limits } from "../catalogue.ts";
import type { Episode, Shot } from "../production.ts";
import { type CastLora, castLoras } from "./cast-loras.ts";
import { type Prompt, writePrompt } from "./write-prompt.ts";

interface PromptRequest {
  readonly shot: Pick<Shot, "intent" | "parts">;
  readonly episode: Pick<Episode, "characterNames">;
}

/** The prompt as an endpoint of these limits is told it. */
export function promptFor({ shot, episode }: PromptRequest, limits: Limits, audio: boolean): Prompt {
  const triggers = Object.fromEntries(
    loadedLoras(shot, limits).flatMap(({ character, part }) => {
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

/** LoRAs of the cast that an endpoint of these limits loads. */
export function loadedLoras(shot: Pick<Shot, "parts">, limits: Limits): readonly CastLora[] {
  return castLoras(shot.parts).filter(({ part }) => limits.loraBases.includes(String(part["base"])));
}

import type { Parts } from "../production.ts";

/** A LoRA of the cast as resolve wrote it into the parts of a shot. */
export interface CastLora {
  readonly character: string;
  readonly part: Parts[string];
}

/** In the order of their keys, so that it is the same whatever the order of the parts. */
export function castLoras(parts: Parts): readonly CastLora[] {
  return Object.entries(parts)
    .filter(([key]) => key.endsWith("#lora"))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => ({ character: key.slice(key.indexOf("/") + 1, -"#lora".length), part }));
}

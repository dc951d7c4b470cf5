import type { Json, JsonObject } from "../json.ts";

/** Label of what a take says about itself. */
export const SHOT_ASSERTION = "org.shotlock.shot";
/** Label of what may be taken out again: names of people, the prompt's words. */
export const PRIVATE_ASSERTION = "org.shotlock.private";
/** Label of what an episode says about itself. */
export const EPISODE_ASSERTION = "org.shotlock.episode";

/** IPTC digital source types: how the pictures came to be (cv.iptc.org/newscodes/digitalsourcetype). */
const SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/";
export const SOURCE_TYPE = {
  /** Made by a trained model. */
  trained: `${SOURCE_TYPES}trainedAlgorithmicMedia`,
  /** Drawn by a program without a trained model: an animatic. */
  drawn: `${SOURCE_TYPES}algorithmicMedia`,
  compositeWithTrained: `${SOURCE_TYPES}compositeWithTrainedAlgorithmicMedia`,
  composite: `${SOURCE_TYPES}composite`,
} as const;

/** The program that signs, as it stands in the claim. */
export interface ManifestTool {
  readonly version: string;
}

/** Engines whose pictures no trained model made. */
const DRAWING_ENGINES: readonly string[] = ["animatic"];

export function drawnByProgram(engine: string): boolean {
  return DRAWING_ENGINES.includes(engine);
}

/** The frame of every manifest definition: claim, actions, assertions we vouch for, and the wish not to be trained on. */
export function manifestDefinition(
  tool: ManifestTool,
  title: string,
  actions: readonly Json[],
  assertions: readonly { readonly label: string; readonly data: JsonObject }[],
): JsonObject {
  const notAllowed = { use: "notAllowed" };
  return {
    claim_version: 2,
    title,
    format: "video/mp4",
    claim_generator_info: [{ name: "shotlock", version: tool.version }],
    assertions: [
      { label: "c2pa.actions.v2", created: true, data: { allActionsIncluded: true, actions } },
      // Without `created` an assertion would count as gathered from elsewhere.
      ...assertions.map(({ label, data }) => ({ label, created: true, data })),
      {
        label: "cawg.training-mining",
        created: true,
        data: {
          entries: {
            "cawg.ai_generative_training": notAllowed,
            "cawg.ai_training": notAllowed,
            "cawg.ai_inference": notAllowed,
            "cawg.data_mining": notAllowed,
          },
        },
      },
    ],
  };
}

/** The object without its undefined fields; a manifest never says `null` for "nobody knows". */
export function withoutAbsent(fields: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

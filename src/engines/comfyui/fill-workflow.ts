import type { EndpointOrder } from "../../core/order.ts";
import { LTX_FROM_PICTURE, LTX_FROM_WORDS } from "./ltx-workflows.ts";
import { WAN_BETWEEN_PICTURES, WAN_FROM_PICTURE, WAN_FROM_WORDS } from "./wan-workflows.ts";
import type { Input, Link, Node, SlotName, Workflow } from "./workflow.ts";

interface Family {
  readonly words: Workflow;
  readonly first: Workflow;
  readonly both?: Workflow;
}
/** By the catalogue's name of the endpoint. */
const FAMILIES: Readonly<Record<string, Family>> = {
  "wan2.2_14B": { words: WAN_FROM_WORDS, first: WAN_FROM_PICTURE, both: WAN_BETWEEN_PICTURES },
  "ltx-2": { words: LTX_FROM_WORDS, first: LTX_FROM_PICTURE },
};
export const REMOTES = Object.keys(FAMILIES);

/** The workflow that makes an order; undefined when there is none for these pictures. */
export function workflowFor({ remote, firstFrame, lastFrame }: EndpointOrder): Workflow | undefined {
  const family = FAMILIES[remote];
  if (firstFrame === undefined) return lastFrame === undefined ? family?.words : undefined;
  return lastFrame === undefined ? family?.first : family?.both;
}

/** A LoRA as the server names its file; two of them where it comes as a pair for the two experts. */
export interface LoadedLora {
  readonly high: string;
  readonly low: string;
  readonly strength: number;
}

export interface Filling {
  readonly order: EndpointOrder;
  /** Decimal, also beyond what a number of JSON readers holds. */
  readonly seed: bigint;
  readonly first?: string;
  readonly last?: string;
  readonly filePrefix: string;
  readonly loras: readonly LoadedLora[];
}

/** The graph as JSON text, its seed with all digits. */
export function fillWorkflow(workflow: Workflow, filling: Filling): string {
  const { width, height } = sizeFor(filling.order, workflow.sizeStep);
  // Stands for the seed until the text is made; no author's text can hold it, for it holds the attempt's own prefix.
  const seedMark = `seed of ${filling.filePrefix}`;
  const values: Readonly<Record<SlotName, string | number>> = {
    prompt: filling.order.prompt,
    avoid: filling.order.avoid ?? "",
    seed: seedMark,
    width,
    height,
    frames: filling.order.clipFrames ?? 0,
    rate: Number(filling.order.clipRate ?? 0),
    "first-picture": filling.first ?? "",
    "last-picture": filling.last ?? "",
    "file-prefix": filling.filePrefix,
  };
  const filledIn = (input: Input): unknown =>
    typeof input === "object" && "slot" in input ? values[input.slot] : input;
  const filled = Object.entries(withLoras(workflow, filling.loras)).map(([id, { class_type, inputs }]) => [
    id,
    { class_type, inputs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, filledIn(input)])) },
  ]);
  return JSON.stringify(Object.fromEntries(filled)).replaceAll(JSON.stringify(seedMark), filling.seed.toString());
}

function withLoras(workflow: Workflow, loras: readonly LoadedLora[]): Readonly<Record<string, Node>> {
  const nodes: Record<string, Node> = { ...workflow.nodes };
  for (const { behind, before, noise } of workflow.loraPlaces) {
    let model: Link = [behind, 0];
    for (const [index, lora] of loras.entries()) {
      const id = `lora-${behind}-${index + 1}`;
      const lora_name = noise === "low" ? lora.low : lora.high;
      nodes[id] = { class_type: "LoraLoaderModelOnly", inputs: { lora_name, strength_model: lora.strength, model } };
      model = [id, 0];
    }
    const taker = nodes[before];
    if (taker !== undefined) nodes[before] = { ...taker, inputs: { ...taker.inputs, model } };
  }
  return nodes;
}

/** Never smaller than ordered: the conform crops what the model's steps add. */
function sizeFor(
  { aspect, resolution }: EndpointOrder,
  step: number,
): { readonly width: number; readonly height: number } {
  const lines = Number.parseInt(resolution, 10);
  const [across = 16, up = 9] = aspect.split(":").map(Number);
  const whole = (side: number): number => Math.ceil(side / step) * step;
  return across >= up
    ? { width: whole((lines * across) / up), height: whole(lines) }
    : { width: whole(lines), height: whole((lines * up) / across) };
}

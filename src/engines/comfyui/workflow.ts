/**
 * Workflows in the server's API format, as data: node id -> class and inputs; `["5", 0]` is a link to output 0 of node 5.
 * What an order fills in stands as a slot.
 */
export type SlotName =
  | "prompt"
  | "avoid"
  | "seed"
  | "width"
  | "height"
  | "frames"
  | "rate"
  | "first-picture"
  | "last-picture"
  | "file-prefix";
export interface Slot {
  readonly slot: SlotName;
}
export type Link = readonly [node: string, output: number];
export type Input = string | number | boolean | Link | Slot;
export interface Node {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, Input>>;
}

export interface Workflow {
  readonly nodes: Readonly<Record<string, Node>>;
  /** Where a LoRA is put in: behind this node, before the one that takes its model. */
  readonly loraPlaces: readonly { readonly behind: string; readonly before: string; readonly noise?: "high" | "low" }[];
  /** Files that must lie on the server, by its folder. */
  readonly files: readonly { readonly folder: string; readonly file: string }[];
  /** Width and height are multiples of it. */
  readonly sizeStep: number;
}

export const slot = (name: SlotName): Slot => ({ slot: name });

/** What a sampler starts from: straight from the texts, or from the node that also sees the pictures. */
export interface Conditions {
  readonly positive: Link;
  readonly negative: Link;
  readonly latent: Link;
}

/** Inputs of every node that makes an empty latent. */
export const SIZE = { width: slot("width"), height: slot("height"), length: slot("frames"), batch_size: 1 };

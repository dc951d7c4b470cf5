import type { Json, JsonObject } from "../../core/json.ts";
import type { NodeClass, NodeInput } from "./node-classes.ts";

/** A node class as `GET /object_info` tells it. */
export function objectInfo(
  name: string,
  { required, optional, outputs, isOutput }: NodeClass,
  uploads: readonly string[],
): JsonObject {
  const told = (inputs: Readonly<Record<string, NodeInput>>): JsonObject =>
    Object.fromEntries(Object.entries(inputs).map(([input, spec]) => [input, inputInfo(spec, uploads)]));
  return {
    input: { required: told(required), ...(optional === undefined ? {} : { optional: told(optional) }) },
    input_order: {
      required: Object.keys(required),
      ...(optional === undefined ? {} : { optional: Object.keys(optional) }),
    },
    output: [...outputs],
    output_is_list: outputs.map(() => false),
    output_name: [...outputs],
    name,
    display_name: name,
    description: "",
    category: "sandbox",
    output_node: isOutput === true,
  };
}

function inputInfo(spec: NodeInput, uploads: readonly string[]): Json {
  if (spec.kind === "link") return [spec.type];
  if (spec.kind === "list") return [[...spec.values], {}];
  if (spec.kind === "upload") return [[...uploads], { image_upload: true }];
  if (spec.kind === "text") return ["STRING", { multiline: true }];
  if (spec.kind === "switch") return ["BOOLEAN", { default: true }];
  const range = { default: spec.usual, min: spec.minimum, max: spec.maximum };
  return [spec.kind === "whole" ? "INT" : "FLOAT", range];
}

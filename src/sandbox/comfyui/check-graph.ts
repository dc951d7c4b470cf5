import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../exchange.ts";
import type { NodeClass, NodeInput } from "./node-classes.ts";

/** A graph in API format: node id -> class and inputs. */
export interface GraphNode {
  readonly className: string;
  readonly inputs: Readonly<Record<string, Json>>;
}
export type Graph = ReadonlyMap<string, GraphNode>;

export interface NodeError {
  readonly type: string;
  readonly message: string;
  readonly details: string;
}

export type GraphCheck =
  /** Not a graph, or nothing in it can run: refused whole. */
  | { readonly verdict: "refused"; readonly error: NodeError; readonly nodeErrors: JsonObject }
  /** Outputs that can run will; those that cannot are skipped, and told beside a 200. */
  | {
      readonly verdict: "accepted";
      readonly graph: Graph;
      readonly outputs: readonly string[];
      readonly nodeErrors: JsonObject;
    };

export interface GraphRules {
  readonly classes: Readonly<Record<string, NodeClass>>;
  hasUpload(name: string): boolean;
}

export function checkGraph(prompt: Json | undefined, rules: GraphRules): GraphCheck {
  if (prompt === undefined) return refused("no_prompt", "No prompt provided", "");
  const graph = readGraph(prompt);
  if (typeof graph === "string") return refused("invalid_prompt", "Cannot execute because a node is malformed", graph);
  for (const [id, { className }] of graph)
    if (rules.classes[className] === undefined)
      return refused("missing_node_type", `Node '${className}' not found`, `Node ID '#${id}'`);
  const ends = [...graph].filter(([, { className }]) => rules.classes[className]?.isOutput === true).map(([id]) => id);
  if (ends.length === 0) return refused("prompt_no_outputs", "Prompt has no outputs", "");
  const errors = new Map<string, readonly NodeError[]>();
  const dependents = new Map<string, string[]>();
  const good: string[] = [];
  for (const end of ends) {
    const wrong = upstream(graph, end).filter((id) => {
      const found = errors.get(id) ?? nodeErrorsOf(graph, id, rules);
      errors.set(id, found);
      return found.length > 0;
    });
    for (const id of wrong) dependents.set(id, [...(dependents.get(id) ?? []), end]);
    if (wrong.length === 0) good.push(end);
  }
  const nodeErrors = nodeErrorsJson(graph, errors, dependents);
  if (good.length > 0) return { verdict: "accepted", graph, outputs: good, nodeErrors };
  const error = { type: "prompt_outputs_failed_validation", message: "Prompt outputs failed validation", details: "" };
  return { verdict: "refused", error, nodeErrors };
}

function refused(type: string, message: string, details: string): GraphCheck {
  return { verdict: "refused", error: { type, message, details }, nodeErrors: {} };
}

/** The graph, or the id of what is no node: the export of the editor has `nodes` and `links` and is none. */
function readGraph(prompt: Json): Graph | string {
  if (!isObject(prompt)) return "prompt";
  const graph = new Map<string, GraphNode>();
  for (const [id, node] of Object.entries(prompt)) {
    if (!isObject(node) || typeof node["class_type"] !== "string") return id;
    const inputs = node["inputs"];
    graph.set(id, { className: node["class_type"], inputs: isObject(inputs) ? inputs : {} });
  }
  return graph;
}

/** The node and all that it is made from. */
export function upstream(graph: Graph, end: string): readonly string[] {
  const seen = new Set<string>();
  const open = [end];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const value of Object.values(graph.get(id)?.inputs ?? {})) {
      const source = linkOf(value)?.source;
      if (source !== undefined && graph.has(source)) open.push(source);
    }
  }
  return [...seen];
}

export function linkOf(value: Json | undefined): { readonly source: string; readonly slot: number } | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [source, slot] = value as readonly Json[];
  return typeof source === "string" && typeof slot === "number" ? { source, slot } : undefined;
}

function nodeErrorsOf(graph: Graph, id: string, rules: GraphRules): readonly NodeError[] {
  const node = graph.get(id);
  const nodeClass = node === undefined ? undefined : rules.classes[node.className];
  if (node === undefined || nodeClass === undefined) return [];
  const found: NodeError[] = [];
  for (const [name, spec] of Object.entries({ ...nodeClass.required, ...nodeClass.optional })) {
    const value = node.inputs[name];
    if (value === undefined) {
      if (nodeClass.required[name] !== undefined)
        found.push({ type: "required_input_missing", message: "Required input is missing", details: name });
      continue;
    }
    const error = inputError(graph, name, spec, value, rules);
    if (error !== undefined) found.push(error);
  }
  return found;
}

function inputError(
  graph: Graph,
  name: string,
  spec: NodeInput,
  value: Json,
  rules: GraphRules,
): NodeError | undefined {
  const link = linkOf(value);
  if (spec.kind === "link" || link !== undefined) return linkError(graph, name, spec, link, rules);
  if (spec.kind === "list")
    return spec.values.some((known) => known === value)
      ? undefined
      : {
          type: "value_not_in_list",
          message: "Value not in list",
          details: `${name}: '${String(value)}' not in [${spec.values.map((known) => `'${known}'`).join(", ")}]`,
        };
  if (spec.kind === "upload")
    return rules.hasUpload(String(value))
      ? undefined
      : {
          type: "custom_validation_failed",
          message: "Custom validation failed for node",
          details: `${name} - Invalid image file: ${String(value)}`,
        };
  if (spec.kind === "text" || spec.kind === "switch") return undefined;
  if (typeof value !== "number" || (spec.kind === "whole" && !Number.isInteger(value)))
    return {
      type: "invalid_input_type",
      message: "Failed to convert an input value to a number",
      details: `${name}, ${String(value)}`,
    };
  if (value < spec.minimum)
    return {
      type: "value_smaller_than_min",
      message: `Value ${value} smaller than min of ${spec.minimum}`,
      details: name,
    };
  if (value > spec.maximum)
    return {
      type: "value_bigger_than_max",
      message: `Value ${value} bigger than max of ${spec.maximum}`,
      details: name,
    };
  return undefined;
}

function linkError(
  graph: Graph,
  name: string,
  spec: NodeInput,
  link: ReturnType<typeof linkOf>,
  rules: GraphRules,
): NodeError | undefined {
  if (link === undefined)
    return {
      type: "bad_linked_input",
      message: "Bad linked input, must be a length-2 list of [node_id, slot_index]",
      details: name,
    };
  const source = graph.get(link.source);
  if (source === undefined)
    return {
      type: "exception_during_validation",
      message: "Exception when validating node",
      details: `${name}: no node ${link.source}`,
    };
  const type = rules.classes[source.className]?.outputs[link.slot];
  if (spec.kind !== "link" || type === spec.type) return undefined;
  return {
    type: "return_type_mismatch",
    message: "Return type mismatch between linked nodes",
    details: `${name}, received_type(${String(type)}) mismatch input_type(${spec.type})`,
  };
}

function nodeErrorsJson(
  graph: Graph,
  errors: ReadonlyMap<string, readonly NodeError[]>,
  dependents: ReadonlyMap<string, readonly string[]>,
): JsonObject {
  const wrong = [...errors].filter(([, found]) => found.length > 0);
  return Object.fromEntries(
    wrong.map(([id, found]) => [
      id,
      {
        errors: found.map((error) => ({ ...error, extra_info: {} })),
        dependent_outputs: [...(dependents.get(id) ?? [])],
        class_type: graph.get(id)?.className ?? "",
      },
    ]),
  );
}

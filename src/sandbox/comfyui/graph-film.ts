import type { Json } from "../../core/json.ts";
import { type Graph, linkOf, upstream } from "./check-graph.ts";

/** What a graph would film, read from the nodes behind its output. */
export interface GraphFilm {
  readonly model: string;
  readonly prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly rate: number;
}

const LOADERS = ["unet_name", "ckpt_name"] as const;

export function graphFilm(graph: Graph, end: string): GraphFilm {
  const ids = upstream(graph, end);
  const first = (...names: readonly string[]): Json | undefined => {
    for (const name of names)
      for (const id of ids) {
        const value = graph.get(id)?.inputs[name];
        if (value !== undefined && linkOf(value) === undefined) return value;
      }
    return undefined;
  };
  const isLtx = ids.some((id) => /LTXV/.test(graph.get(id)?.className ?? ""));
  // Wan's latent holds 4n+1 frames and LTX's 8n+1; what is asked for beyond is left out without a word.
  const step = isLtx ? 8 : 4;
  const length = Number(first("length") ?? 1);
  return {
    model: modelOf(graph),
    prompt: positiveText(graph, ids),
    seed: Number(first("noise_seed", "seed") ?? 0),
    width: Number(first("width") ?? 832),
    height: Number(first("height") ?? 480),
    frames: Math.floor((length - 1) / step) * step + 1,
    rate: Number(first("fps") ?? 16),
  };
}

/** File name of the first model that is loaded. */
export function modelOf(graph: Graph): string {
  for (const { inputs } of graph.values())
    for (const name of LOADERS) if (typeof inputs[name] === "string") return inputs[name];
  return "unknown";
}

/** Follows `positive` to the text it was encoded from. */
function positiveText(graph: Graph, ids: readonly string[]): string {
  for (const id of ids) {
    let at = linkOf(graph.get(id)?.inputs["positive"])?.source;
    for (let steps = 0; at !== undefined && steps < graph.size; steps += 1) {
      const inputs = graph.get(at)?.inputs ?? {};
      if (typeof inputs["text"] === "string") return inputs["text"];
      at = linkOf(inputs["positive"])?.source;
    }
  }
  return "";
}

import type { Json, JsonObject } from "../../core/json.ts";
import { filmMade, type SandboxJob } from "../job-queue.ts";

export interface Details {
  readonly promptId: string;
  readonly graph: Json;
  readonly extraData: Json;
  readonly outputs: readonly string[];
  /** Node that saves the film. */
  readonly saver: string;
  readonly file: { readonly filename: string; readonly subfolder: string; readonly type: string };
}
export type Prompt = SandboxJob<Details>;

/** `[number, prompt_id, prompt, extra_data, outputs]`, as the queue and the history hold it. */
export function queueEntry({ number, details }: Prompt): Json {
  return [number, details.promptId, details.graph, details.extraData, [...details.outputs]];
}

/** The entry of a finished prompt in the history. */
export function historyEntry(prompt: Prompt): JsonObject {
  const { details, ended } = prompt;
  const told: JsonObject = { prompt_id: details.promptId, timestamp: prompt.acceptedAtMs };
  const isDone = ended?.kind === "done";
  const last: Json =
    ended?.kind === "cancelled"
      ? ["execution_interrupted", { ...told, node_id: details.saver, node_type: "KSampler", executed: [] }]
      : isDone
        ? ["execution_success", told]
        : ["execution_error", { ...told, ...exceptionOf(prompt) }];
  return {
    prompt: queueEntry(prompt),
    outputs: outputsOf(prompt) ?? {},
    status: {
      // An error and an interruption look the same but for the last message.
      status_str: isDone ? "success" : "error",
      completed: isDone,
      messages: [["execution_start", told], ["execution_cached", { ...told, nodes: [] }], last],
    },
    meta: {},
  };
}

/** The film under the node that saved it; undefined when there is none. */
function outputsOf(prompt: Prompt): JsonObject | undefined {
  const { saver, file } = prompt.details;
  return filmMade(prompt) === undefined ? undefined : { [saver]: { images: [{ ...file }], animated: [true] } };
}

function exceptionOf({ ended, details }: Prompt): JsonObject {
  const type = ended?.kind === "failed" ? (ended.code ?? "torch.OutOfMemoryError") : "Exception";
  const node = { node_id: details.saver, node_type: "KSamplerAdvanced", executed: [] };
  return { ...node, exception_type: type, exception_message: "Allocation on device failed.", traceback: [] };
}

/** A job as newer servers tell it under /api/jobs. */
export function jobEntry(prompt: Prompt): JsonObject {
  const { details, state, ended } = prompt;
  const words = { waiting: "pending", running: "in_progress" } as const;
  const endWords = { done: "completed", failed: "failed", cancelled: "cancelled" } as const;
  const outputs = outputsOf(prompt);
  return {
    id: details.promptId,
    status: state === "ended" ? endWords[ended?.kind ?? "done"] : words[state],
    create_time: prompt.acceptedAtMs,
    outputs_count: outputs === undefined ? 0 : 1,
    ...(ended?.kind === "failed" ? { execution_error: exceptionOf(prompt) } : {}),
    ...(outputs === undefined ? {} : { outputs }),
  };
}

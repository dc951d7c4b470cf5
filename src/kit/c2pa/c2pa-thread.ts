import { Worker } from "node:worker_threads";
import type { RawSign } from "./cose.ts";
import type { FromWorker, ReadTask, SignTask, ToWorker } from "./worker-messages.ts";

/** The module broke (out of memory, trap) or did not answer in time; nothing is known about the file it worked on. */
export class C2paThreadBroken extends Error {}

/** A thread with the WASM module in it: started at first use, reused, started again after it broke. */
export interface C2paThread {
  /** The manifest store as the module's JSON text; rejects with the module's own words. */
  read(task: Omit<ReadTask, "kind">): Promise<string>;
  /** Writes `target` and answers the manifest store's bytes. */
  sign(task: Omit<SignTask, "kind">, rawSign: RawSign, signal?: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** 1.1 GB is read in 10 s and signed in 9 s on a slow machine; an external key may wait for a person's touch. */
const TASK_DEADLINE_MS = 10 * 60_000;

interface Pending {
  readonly resolve: (message: FromWorker) => void;
  readonly reject: (reason: Error) => void;
  readonly rawSign: RawSign | undefined;
  readonly stopWatching: () => void;
}

/** `program`: the worker's built file; given only by tests and bundles, where it lies elsewhere. */
export function createC2paThread(program: URL = builtProgram(import.meta.url)): C2paThread {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastId = 0;

  function breakDown(reason: string): void {
    const broken = worker;
    worker = undefined;
    for (const [id, task] of [...pending]) {
      pending.delete(id);
      task.stopWatching();
      task.reject(new C2paThreadBroken(reason));
    }
    void broken?.terminate();
  }

  function running(): Worker {
    if (worker !== undefined) return worker;
    const started = new Worker(program, { stdout: false, stderr: false });
    started.on("message", (message: FromWorker) => receive(started, pending, message));
    started.on("error", (error) => worker === started && breakDown(`the C2PA module broke: ${error.message}`));
    started.on("exit", (code) => worker === started && breakDown(`the C2PA thread ended with code ${code}`));
    worker = started;
    return started;
  }

  function post(message: ReadTask | SignTask, rawSign: RawSign | undefined, signal?: AbortSignal): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      const target = running();
      lastId += 1;
      const id = lastId;
      const deadline = setTimeout(
        () => breakDown(`no answer in ${TASK_DEADLINE_MS / 60_000} minutes`),
        TASK_DEADLINE_MS,
      );
      const onAbort = (): void => breakDown("signing was stopped");
      const stopWatching = (): void => {
        clearTimeout(deadline);
        signal?.removeEventListener("abort", onAbort);
      };
      pending.set(id, { resolve, reject, rawSign, stopWatching });
      if (signal?.aborted === true) return onAbort();
      signal?.addEventListener("abort", onAbort, { once: true });
      target.ref();
      target.postMessage({ kind: "task", id, task: message } satisfies ToWorker);
    });
  }

  return {
    async read(task) {
      const message = await post({ kind: "read", ...task }, undefined);
      if (message.kind !== "read") throw new C2paThreadBroken("the C2PA thread answered another question");
      return message.json;
    },
    async sign(task, rawSign, signal) {
      const message = await post({ kind: "sign", ...task }, rawSign, signal);
      if (message.kind !== "signed") throw new C2paThreadBroken("the C2PA thread answered another question");
      return message.manifest;
    },
    async close() {
      const last = worker;
      breakDown("the C2PA thread was closed");
      await last?.terminate();
    },
  };
}

/** Answers a request for a signature, or settles the task that the message belongs to. */
function receive(worker: Worker, pending: Map<number, Pending>, message: FromWorker): void {
  const task = pending.get(message.id);
  if (task === undefined) return;
  if (message.kind === "please-sign") {
    void giveSignature(worker, task, message.id, message.bytes);
    return;
  }
  pending.delete(message.id);
  task.stopWatching();
  // An idle thread must not keep the program alive.
  if (pending.size === 0) worker.unref();
  if (message.kind === "failed") task.reject(new Error(message.message));
  else task.resolve(message);
}

async function giveSignature(worker: Worker, task: Pending, id: number, bytes: Uint8Array): Promise<void> {
  const reply = async (): Promise<ToWorker> => {
    try {
      if (task.rawSign === undefined) throw new Error("nobody signs here");
      return { kind: "signature", id, signature: await task.rawSign(bytes) };
    } catch (thrown) {
      return { kind: "no-signature", id, message: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  };
  worker.postMessage(await reply());
}

/** Threads run the built program, also when the caller itself runs from source in a test. */
function builtProgram(here: string): URL {
  const built = new URL("./worker-program.js", here);
  if (!here.endsWith(".ts")) return built;
  return new URL(built.href.replace(/\/src\/(?=kit\/c2pa\/[^/]*$)/, "/dist/"));
}

import { Worker } from "node:worker_threads";
import type { RawSign } from "./cose.ts";
import type { FromWorker, ReadTask, SignTask, ToWorker } from "./worker-messages.ts";

/** The module broke (out of memory, trap) or did not answer in time; nothing is known about the file it worked on. */
export class C2paThreadBroken extends Error {}

/** The key did not sign: a program that failed, a token that is locked. The message is its own. */
export class KeyRefused extends Error {}

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
  /** Why the key did not sign; the module would wrap these words beyond recognition. */
  keyRefused?: KeyRefused;
}

/** `program`: the worker's built file; given only by tests and bundles, where it lies elsewhere. */
export function createC2paThread(program: URL = builtProgram(import.meta.url)): C2paThread {
  return new RestartingThread(program);
}

class RestartingThread implements C2paThread {
  readonly #program: URL;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(program: URL) {
    this.#program = program;
  }

  async read(task: Omit<ReadTask, "kind">): Promise<string> {
    const message = await this.#post({ kind: "read", ...task }, undefined, undefined);
    if (message.kind !== "read") throw new C2paThreadBroken("the C2PA thread answered another question");
    return message.json;
  }

  async sign(task: Omit<SignTask, "kind">, rawSign: RawSign, signal?: AbortSignal): Promise<Uint8Array> {
    const message = await this.#post({ kind: "sign", ...task }, rawSign, signal);
    if (message.kind !== "signed") throw new C2paThreadBroken("the C2PA thread answered another question");
    return message.manifest;
  }

  async close(): Promise<void> {
    const last = this.#worker;
    this.#breakDown("the C2PA thread was closed");
    await last?.terminate();
  }

  /** Ends the thread and everything that waits for it; the next task starts another one. */
  #breakDown(reason: string): void {
    const broken = this.#worker;
    this.#worker = undefined;
    for (const [id, task] of [...this.#pending]) {
      this.#pending.delete(id);
      task.stopWatching();
      task.reject(new C2paThreadBroken(reason));
    }
    void broken?.terminate();
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const started = new Worker(this.#program, { stdout: false, stderr: false });
    const endsWith = (reason: string): void => {
      if (this.#worker === started) this.#breakDown(reason);
    };
    started.on("message", (message: FromWorker) => receive(started, this.#pending, message));
    started.on("error", (error) => endsWith(`the C2PA module broke: ${error.message}`));
    started.on("exit", (code) => endsWith(`the C2PA thread ended with code ${code}`));
    this.#worker = started;
    return started;
  }

  /** A stopped or late task takes the thread with it: the module cannot be interrupted. */
  #post(task: ReadTask | SignTask, rawSign: RawSign | undefined, signal: AbortSignal | undefined): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new C2paThreadBroken("signing was stopped"));
        return;
      }
      const worker = this.#running();
      this.#lastId += 1;
      const id = this.#lastId;
      const late = `no answer in ${TASK_DEADLINE_MS / 60_000} minutes`;
      const deadline = setTimeout(() => this.#breakDown(late), TASK_DEADLINE_MS);
      const onAbort = (): void => this.#breakDown("signing was stopped");
      const stopWatching = (): void => {
        clearTimeout(deadline);
        signal?.removeEventListener("abort", onAbort);
      };
      this.#pending.set(id, { resolve, reject, rawSign, stopWatching });
      signal?.addEventListener("abort", onAbort, { once: true });
      worker.ref();
      worker.postMessage({ kind: "task", id, task } satisfies ToWorker);
    });
  }
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
  if (message.kind === "failed") task.reject(task.keyRefused ?? new Error(message.message));
  else task.resolve(message);
}

async function giveSignature(worker: Worker, task: Pending, id: number, bytes: Uint8Array): Promise<void> {
  const reply = async (): Promise<ToWorker> => {
    try {
      if (task.rawSign === undefined) throw new Error("nobody signs here");
      return { kind: "signature", id, signature: await task.rawSign(bytes) };
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      task.keyRefused = new KeyRefused(message);
      return { kind: "no-signature", id, message };
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

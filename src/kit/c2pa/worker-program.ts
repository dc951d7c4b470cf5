import { writeFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { signBigFile } from "./big-file.ts";
import { FileBlob } from "./blob.ts";
import { coseSigner, type RawSign } from "./cose.ts";
import { readStore, signInMemory } from "./wasm.ts";
import type { FromWorker, ReadTask, SignTask, ToWorker } from "./worker-messages.ts";

/**
 * The thread that owns the WASM module. Out of memory is a trap that poisons the module and ends its thread: here it
 * ends only this one, and the caller starts a new one. Private keys never come here; signatures are asked for.
 */
const waiting = new Map<number, { resolve: (signature: Uint8Array) => void; reject: (reason: Error) => void }>();

function answer(message: FromWorker): void {
  parentPort?.postMessage(message);
}

async function read(id: number, task: ReadTask): Promise<void> {
  const blob = FileBlob.open(task.path);
  try {
    answer({ kind: "read", id, json: await readStore(blob, task.mimeType, task.settings) });
  } finally {
    blob.close();
  }
}

async function sign(id: number, task: SignTask): Promise<void> {
  const rawSign: RawSign = (bytes) =>
    new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      answer({ kind: "please-sign", id, bytes });
    });
  const opened: FileBlob[] = [];
  const open = (path: string): FileBlob => {
    const blob = FileBlob.open(path);
    opened.push(blob);
    return blob;
  };
  try {
    const { definition, settings, mimeType } = task;
    const thumbnail = task.thumbnail === undefined ? {} : { thumbnail: open(task.thumbnail) };
    const ingredients = task.ingredients.map(({ path, ...ingredient }) => ({ ...ingredient, blob: open(path) }));
    const signer = coseSigner(task.chain, task.alg, rawSign);
    const work = { definition, settings, mimeType, ingredients, signer, ...thumbnail };
    if (task.big) {
      answer({ kind: "signed", id, manifest: await signBigFile(task.source, task.target, work) });
      return;
    }
    const { asset, manifest } = await signInMemory({ ...work, source: open(task.source), embed: true });
    writeFileSync(task.target, asset, { flush: true });
    answer({ kind: "signed", id, manifest });
  } finally {
    for (const blob of opened) blob.close();
  }
}

/** One task at a time: the module is not made for two, and two would double the memory. */
let queue: Promise<void> = Promise.resolve();

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "task") {
    const { id, task } = message;
    queue = queue.then(async () => {
      try {
        await (task.kind === "read" ? read(id, task) : sign(id, task));
      } catch (thrown) {
        answer({ kind: "failed", id, message: thrown instanceof Error ? thrown.message : String(thrown) });
      }
    });
    return;
  }
  const wait = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.kind === "signature") wait?.resolve(message.signature);
  else wait?.reject(new Error(message.message));
});

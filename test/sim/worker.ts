import { type BatchRequest, simulateBatch } from "./batch.ts";

/** A worker process of run.mjs: plays the seeds it is sent and answers with what it saw. */
process.on("message", (request: BatchRequest) => {
  void simulateBatch(request).then((answer) => process.send?.(answer));
});

import { fork } from "node:child_process";

/** Seeds that a worker gets at once. */
const PORTION = 50;

/**
 * Plays `seeds` seeds from `from` on over `jobs` worker processes; `onAnswer` hears each portion and stops everything by
 * answering true.
 */
export async function playSeeds({ path, from, seeds, jobs, shrinkMax = 0, firstOnly = false, onAnswer }) {
  let next = from;
  let isStopped = false;
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      const worker = fork(path, { execArgv: ["--enable-source-maps"] });
      try {
        while (next < from + seeds && !isStopped) {
          const request = { from: next, count: Math.min(PORTION, from + seeds - next), shrinkMax, firstOnly };
          next += request.count;
          if (onAnswer(await askedOf(worker, request)) === true) isStopped = true;
        }
      } finally {
        worker.kill();
      }
    }),
  );
}

function askedOf(worker, request) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`a worker ended with ${code} at seeds from ${request.from}`));
    worker.once("exit", onExit);
    worker.once("message", (answer) => {
      worker.off("exit", onExit);
      resolve(answer);
    });
    worker.send(request);
  });
}

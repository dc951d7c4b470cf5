import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SignedBatch } from "../../src/core/journal-chain.ts";
import type { JournalEvent } from "../../src/core/journal-events.ts";
import type { TestRepository } from "../cli/repository.ts";
import { drawsFrom } from "../sim/random.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const LOOK_EVERY_MS = 15;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly problem: string;
}
export interface Running {
  readonly pid: number;
  /** What it has said so far. */
  said(): string;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** The real command as a child process of its own, in a test's repository and with its keys. */
export function start(repository: TestRepository, ...words: readonly string[]): Running {
  const { root } = repository;
  const child = spawn(process.execPath, [PROGRAM, "-C", root, ...words], {
    env: { ...process.env, ...repository.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, problem] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    problem += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, out, problem }));
  });
  return { pid: child.pid ?? 0, said: () => out, ended, kill: (signal) => void child.kill(signal) };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves with false when the process ended before `count` more batches stood in the journal. */
export async function untilBatches(repository: TestRepository, running: Running, count: number): Promise<boolean> {
  const wanted = batches(repository).length + count;
  return until(running, () => batches(repository).length >= wanted);
}

/** Resolves with false when the process ended before it said that. */
export async function untilSaid(running: Running, words: string): Promise<boolean> {
  return until(running, () => running.said().includes(words));
}

async function until(running: Running, isSo: () => boolean): Promise<boolean> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  while (!over) {
    if (isSo()) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

export function batches(repository: TestRepository): readonly string[] {
  const folder = join(repository.root, ".shotlock/journal");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{10}\.json$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

export function eventsOf(repository: TestRepository): readonly JournalEvent[] {
  return batches(repository).flatMap((path) => (JSON.parse(readFileSync(path, "utf8")) as SignedBatch).events);
}

/** Processes that work in the repository, ours and their children, by their command lines; only Linux tells. */
export function processesIn(repository: TestRepository): readonly string[] {
  if (!existsSync("/proc/self/cmdline")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return line.includes(repository.root) ? [`${pid} ${line}`] : [];
      } catch {
        return [];
      }
    });
}

/** Waits until nothing works in the repository any more; what is left after the time is given back. */
export async function processesLeft(repository: TestRepository, waitMs: number): Promise<readonly string[]> {
  for (let waited = 0; waited < waitMs; waited += 100) {
    if (processesIn(repository).length === 0) return [];
    await pause(100);
  }
  return processesIn(repository);
}

/** Numbers from 0 to below 1, the same ones for a seed. */
export function numbers(seed: number): () => number {
  const next = drawsFrom(seed);
  return () => next() / 2 ** 32;
}

import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { fail, ok, type Result } from "../core/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { ProcessRunner } from "../ports/process.ts";

/** One writer at a time: a file that names the process that holds it. */
export interface Lease {
  release(): void;
}

export interface LeaseBusy {
  readonly holder: string;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Start of the machine in whole minutes: a number of a process that died before a reboot means nothing after it. */
  readonly boot: number;
}

const TRY_EVERY_MS = 100;
const HOLDER_BYTES_MAX = 4_096;

export interface LeaseRequest {
  readonly path: string;
  readonly clock: Clock;
  readonly process: ProcessRunner;
  /** How long to wait for a living holder. */
  readonly waitMs: number;
  /** Seconds since this machine started. */
  readonly uptimeSeconds: number;
}

/** Takes the lease; a holder that is dead is replaced, a living one is waited for, up to `waitMs`. */
export async function takeLease(request: LeaseRequest): Promise<Result<Lease, LeaseBusy>> {
  const { path, clock } = request;
  mkdirSync(dirname(path), { recursive: true });
  const boot = Math.round((clock.now() / 1000 - request.uptimeSeconds) / 60);
  const own: Holder = { pid: process.pid, host: hostname(), boot };
  const until = clock.now() + request.waitMs;
  for (;;) {
    if (claim(path, own)) return ok({ release: () => rmSync(path, { force: true }) });
    const holder = readHolder(path);
    if (holder !== undefined && isStale(holder, own, request.process)) {
      discard(path, holder);
      continue;
    }
    if (clock.now() >= until)
      return fail({ holder: holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}` });
    await clock.sleep(TRY_EVERY_MS);
  }
}

/** The file appears with its whole content or not at all: a hard link to a finished file. */
function claim(path: string, own: Holder): boolean {
  const draft = `${path}.${own.pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    linkSync(draft, path);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const text = readFileSync(path, "utf8").slice(0, HOLDER_BYTES_MAX);
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, host, boot } = value as Partial<Holder>;
    return typeof pid === "number" && typeof host === "string" && typeof boot === "number"
      ? { pid, host, boot }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Another machine's holder is never judged from here; clocks that drift by some minutes do not make a boot another one. */
function isStale(holder: Holder, own: Holder, runner: ProcessRunner): boolean {
  if (holder.host !== own.host) return false;
  if (Math.abs(holder.boot - own.boot) > 10) return true;
  return holder.pid !== own.pid && !runner.alive(holder.pid);
}

/** Removes the dead holder's file, and only that one. */
function discard(path: string, stale: Holder): void {
  const now = readHolder(path);
  if (now !== undefined && now.pid === stale.pid && now.boot === stale.boot) rmSync(path, { force: true });
}

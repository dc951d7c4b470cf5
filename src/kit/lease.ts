import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { fail, ok, type Result } from "../core/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { ProcessRunner } from "../ports/process.ts";
import { createDurably } from "./exclusive-file.ts";

/** One writer at a time: a file that names the process that holds it. */
export interface Lease {
  /** Gives it back; does nothing when somebody took it over. */
  release(): void;
}

export interface LeaseBusy {
  readonly holder: string;
}

export interface LeaseRequest {
  readonly path: string;
  readonly clock: Clock;
  readonly process: ProcessRunner;
  /** How long to wait for a living holder. */
  readonly waitMs: number;
  /** Seconds since this machine started. */
  readonly uptimeSeconds: number;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** This machine's start: its own id of it, or the minute. A process number from before a reboot means nothing. */
  readonly boot: string;
  /** When the process began, as the system counts; tells it from a later one of the same number. */
  readonly started: string;
  /** Tells this hold from every other one. */
  readonly nonce: string;
}

/** It becomes part of a file name. */
const NONCE = /^[\w-]{1,64}$/;
const TRY_EVERY_MS = 100;
const HOLDER_BYTES_MAX = 4_096;
/** A file that cannot be read, or a claim that still stands, after this long was left behind. */
const LEFT_BEHIND_MS = 10_000;
/** What this process holds. */
const held = new Set<string>();

/** Takes the lease; a holder that is dead is replaced, a living one is waited for, up to `waitMs`. */
export async function takeLease(request: LeaseRequest): Promise<Result<Lease, LeaseBusy>> {
  const { path, clock } = request;
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    boot: bootOf(request),
    started: startOf(process.pid),
    nonce: randomUUID(),
  };
  const until = clock.now() + request.waitMs;
  for (;;) {
    if (createDurably(path, JSON.stringify(own))) {
      held.add(own.nonce);
      return ok({ release: () => release(path, own) });
    }
    const holder = readHolder(path);
    if (holder === undefined && !existsSync(path)) continue;
    if (isStale(path, holder, own, request)) {
      if (!takeAway(holder, own, request)) await clock.sleep(TRY_EVERY_MS);
    } else if (clock.now() >= until)
      return fail({ holder: holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}` });
    else await clock.sleep(TRY_EVERY_MS);
  }
}

function release(path: string, own: Holder): void {
  held.delete(own.nonce);
  if (readHolder(path)?.nonce === own.nonce) rmSync(path, { force: true });
}

function readHolder(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8").slice(0, HOLDER_BYTES_MAX));
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, host, boot, started, nonce } = value as Partial<Holder>;
    const words = [host, boot, started, nonce];
    if (typeof pid !== "number" || !words.every((word) => typeof word === "string")) return undefined;
    return NONCE.test(nonce ?? "") ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}

/** Another machine's holder is never judged from here. */
function isStale(path: string, holder: Holder | undefined, own: Holder, request: LeaseRequest): boolean {
  if (holder === undefined) return isOld(path, request.clock);
  if (holder.host !== own.host) return false;
  if (holder.boot !== own.boot) return true;
  if (holder.pid === own.pid && holder.started === own.started) return !held.has(holder.nonce);
  return !request.process.alive(holder.pid) || startOf(holder.pid) !== holder.started;
}

/** It was left behind by somebody who died while writing. */
function isOld(path: string, clock: Clock): boolean {
  try {
    return clock.now() - statSync(path).mtimeMs > LEFT_BEHIND_MS;
  } catch {
    // It went away in the meantime: the next try finds the place free.
    return false;
  }
}

/**
 * Removes a dead holder's file, and only that one: of several who saw the same dead holder, one at a time may look again
 * and remove, so that nobody takes away the file of the one who was quicker. False while somebody else is at it.
 */
function takeAway(dead: Holder | undefined, own: Holder, request: LeaseRequest): boolean {
  const { path, clock } = request;
  const claim = `${path}.${dead?.nonce ?? "unreadable"}.claim`;
  if (!createDurably(claim, own.nonce)) {
    // Whoever made it died before the next line but one.
    if (isOld(claim, clock)) rmSync(claim, { force: true });
    return false;
  }
  try {
    const holder = readHolder(path);
    if (holder?.nonce === dead?.nonce && isStale(path, holder, own, request)) rmSync(path, { force: true });
  } finally {
    rmSync(claim, { force: true });
  }
  return true;
}

/** Linux names each start of the machine; elsewhere its minute does, rounded so that a drifting clock changes nothing. */
function bootOf({ clock, uptimeSeconds }: LeaseRequest): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return `about ${Math.round((clock.now() / 1000 - uptimeSeconds) / 600)}`;
  }
}

/** Clock ticks between the machine's start and the process's, where Linux tells; empty elsewhere. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold anything; the 22nd field is the start.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

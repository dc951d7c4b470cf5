import { existsSync } from "node:fs";
import { join } from "node:path";
import type { JournalEvent } from "../../src/core/journal-events.ts";
import type { TestRepository } from "../cli/repository.ts";

/** Promise 1: no order twice, none while another is open, no job for two attempts. */
export function attemptFaults(events: readonly JournalEvent[]): readonly string[] {
  const found: string[] = [];
  const open = new Map<string, string>();
  const submitted = new Set<string>();
  const jobs = new Set<string>();
  for (const event of events) {
    if (event.type === "attempt.intended") {
      const before = open.get(event.shot);
      if (before !== undefined) found.push(`${event.attempt} began while ${before} was open`);
      open.set(event.shot, event.attempt);
    }
    if (event.type === "attempt.submitted") {
      const id = String(event.job["id"]);
      if (submitted.has(event.attempt)) found.push(`${event.attempt} was submitted twice`);
      if (jobs.has(id)) found.push(`job ${id} stands for two attempts`);
      submitted.add(event.attempt);
      jobs.add(id);
    }
    if (ENDINGS.has(event.type) && "shot" in event) open.delete(event.shot);
  }
  return found;
}
/** Events after which an attempt of a shot is over. */
export const ENDINGS: ReadonlySet<string> = new Set([
  "attempt.refused",
  "attempt.failed",
  "attempt.abandoned",
  "take.accepted",
  "take.set-aside",
]);

export function isStored({ root }: TestRepository, digest: string): boolean {
  return existsSync(join(root, ".shotlock/store/sha256", digest.slice(7, 9), digest.slice(7)));
}

/** Promise 2: what was fetched is in the store, what was signed is, too. */
export function lostFaults(repository: TestRepository, events: readonly JournalEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === "attempt.fetched" && !isStored(repository, event.raw))
      return [`the film of ${event.attempt} is lost`];
    if (event.type !== "take.accepted" && event.type !== "take.set-aside") return [];
    const digest = event.take.signed?.sha256;
    return digest === undefined || isStored(repository, digest)
      ? []
      : [`take ${event.take.id} of ${event.shot} is lost`];
  });
}

import { canonicalJson, type Digest, sha256 } from "../../core/digest.ts";
import { parseDsseEnvelope } from "../../core/dsse.ts";
import type { JournalEvent } from "../../core/journal-events.ts";
import type { LockDocument } from "../../core/lock.ts";
import { plainText } from "../../core/plain-text.ts";
import { TIERS } from "../../core/production.ts";
import { checksOf } from "../../core/provenance/checks.ts";
import { comparableEpisodeFields } from "../../core/provenance/episode-manifest.ts";
import { type Finding, finding } from "../../core/provenance/findings.ts";
import {
  judgeLockChain,
  judgeLockHistory,
  judgeLockSignature,
  type LockFacts,
  type SignedLock,
} from "../../core/provenance/judge-lock.ts";
import { comparableTakeFields } from "../../core/provenance/shot-manifest.ts";
import type { SignedMedia } from "../../core/take.ts";
import type { TrustDocument } from "../../core/trust.ts";
import type { JournalContents } from "../../ports/journal.ts";
import type { VerifyDependencies, VerifyRequest } from "./verify-dependencies.ts";
import type { VerifySubject } from "./verify-report.ts";

/** A lock of a long series with every take is a few megabytes. */
export const LOCK_BYTES_MAX = 64 * 1024 * 1024;
const SIGNATURE_BYTES_MAX = 1024 * 1024;

/** A lock that could be read, with the facts that are judged. */
export interface ReadLock {
  readonly document: LockDocument;
  readonly facts: LockFacts;
}

/** Reads a lock's bytes; undefined when they are not a lock. Checks no signature. */
export function parseLock(path: string, bytes: Uint8Array): ReadLock | undefined {
  // A byte order mark is a changed byte: the lock is read nevertheless, and its signature tells.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const document = lockOf(text.replace(/^\ufeff/, ""));
  if (document === undefined) return undefined;
  const facts = {
    fileName: path.split(/[\\/]/).at(-1) ?? path,
    sha256: sha256(bytes),
    sha256WithPlainLines: sha256(text.replaceAll("\r\n", "\n")),
    serial: document.serial,
    previous: document.previous,
    journalHead: document.journal.head,
  };
  return { document, facts };
}

/** The shape is tried out by reading everything that is judged later; a lock that does not stand that is broken. */
function lockOf(text: string): LockDocument | undefined {
  try {
    const lock = JSON.parse(text) as LockDocument;
    const { schema, show, episode, serial, journal } = lock;
    if (schema !== "shotlock/lock/1" || typeof show !== "string" || typeof episode !== "string") return undefined;
    if (!Number.isSafeInteger(serial) || !Number.isSafeInteger(journal.sequence)) return undefined;
    for (const shot of Object.values(lock.shots)) {
      if (Object.values(shot.circled).some((take) => typeof take !== "string")) return undefined;
      for (const take of Object.values(shot.takes)) {
        canonicalJson(comparableTakeFields(show, episode, take));
        if (take.signed !== undefined && !isMedia(take.signed)) return undefined;
      }
    }
    for (const tier of TIERS) {
      const record = lock.conformed[tier];
      if (record === undefined) continue;
      canonicalJson(comparableEpisodeFields(show, episode, tier, record));
      if (!isMedia({ ...record, sha256: record.media })) return undefined;
    }
    return lock;
  } catch {
    return undefined;
  }
}

/** Digests become file names in a store, so nothing else may stand in their place. */
function isMedia(media: Pick<SignedMedia, "sha256" | "manifestSha256" | "manifestUrn">): boolean {
  const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);
  return isDigest(media.sha256) && isDigest(media.manifestSha256) && typeof media.manifestUrn === "string";
}

export interface VerifiedLock {
  readonly subject: VerifySubject;
  /** Fingerprint of the trust list that the signature names, when a known key signed it. */
  readonly signedUnder?: Digest;
}

/** The lock's signature, its keys, and its place among the locks that were signed before. */
export async function verifyLock(
  deps: VerifyDependencies,
  request: VerifyRequest,
  lock: ReadLock,
  trust: TrustDocument,
  journal: JournalEvidence,
): Promise<VerifiedLock> {
  const findings: Finding[] = [];
  const bytes = await deps.readBytes(request.signatureFile, SIGNATURE_BYTES_MAX);
  const envelope =
    bytes === undefined || bytes === "too-large" ? undefined : parseDsseEnvelope(new TextDecoder().decode(bytes));
  let signedUnder: Digest | undefined;
  if (bytes === undefined) findings.push(finding("lock-unsigned", "the lock has no signature file"));
  else if (envelope === undefined)
    findings.push(finding("lock-signature-broken", "the lock's signature file cannot be read"));
  else {
    const check = deps.checkEnvelope(envelope, trust.keys);
    const circumstances = { nowMs: deps.clock.now(), production: request.production };
    findings.push(...judgeLockSignature(lock.facts, check, trust, circumstances));
    if (check.good.length > 0) signedUnder = check.statement?.trust;
  }
  const known = [
    ...(await olderLocks(deps, request)),
    ...(journal.kind === "read" ? signedLocksOf(lock.document, journal.contents) : []),
  ];
  const chain = judgeLockChain(lock.facts, { known, fromJournal: journal.kind === "read" });
  findings.push(...chain);
  // What is told already is not told again by another witness.
  if (!chain.some((entry) => entry.severity === "mismatch"))
    findings.push(...judgeLockHistory(lock.facts, await committedBefore(deps, request, lock.document)));
  const looked =
    envelope === undefined
      ? (["lock-signature", "lock-chain"] as const)
      : (["lock-signature", "lock-key", "lock-chain"] as const);
  const subject: VerifySubject = {
    kind: "lock",
    name: `lock ${lock.document.serial}`,
    checks: checksOf(["lock-signature", "lock-key", "lock-chain"], looked, findings),
    findings,
  };
  return signedUnder === undefined ? { subject } : { subject, signedUnder };
}

/** Locks of the same episode in git's history, signed or not: who put them there is not asked. */
async function committedBefore(
  deps: VerifyDependencies,
  request: VerifyRequest,
  lock: LockDocument,
): Promise<SignedLock[]> {
  const texts = await deps.committedLocks(request.lockFile);
  return texts.flatMap((text) => {
    const older = parseLock(request.lockFile, new TextEncoder().encode(text));
    if (older === undefined || older.document.show !== lock.show || older.document.episode !== lock.episode) return [];
    return [{ serial: older.facts.serial, lock: older.facts.sha256, previous: older.facts.previous }];
  });
}

async function olderLocks(deps: VerifyDependencies, request: VerifyRequest): Promise<SignedLock[]> {
  const known: SignedLock[] = [];
  for (const path of request.olderLocks ?? []) {
    const bytes = await deps.readBytes(path, LOCK_BYTES_MAX);
    const older = bytes === undefined || bytes === "too-large" ? undefined : parseLock(path, bytes);
    if (older !== undefined)
      known.push({ serial: older.facts.serial, lock: older.facts.sha256, previous: older.facts.previous });
  }
  return known;
}

export type JournalEvidence =
  | { readonly kind: "none" }
  | { readonly kind: "read"; readonly contents: JournalContents }
  | { readonly kind: "broken" | "unsigned" | "unavailable"; readonly says: string };

/** Reads the journal through its port, which checks every hash and signature of the chain. */
export async function readJournal(deps: VerifyDependencies): Promise<JournalEvidence> {
  if (deps.journal === undefined) return { kind: "none" };
  const contents = await deps.journal.read();
  if (contents.ok) return contents.value.sequence === 0 ? { kind: "none" } : { kind: "read", contents: contents.value };
  const says = plainText(contents.error.message);
  if (contents.error.code === "JOURNAL_BROKEN") return { kind: "broken", says };
  return { kind: contents.error.code === "JOURNAL_UNSIGNED" ? "unsigned" : "unavailable", says };
}

/** The journal's own verdict, and whether it holds what the lock was projected from. */
export function verifyJournal(lock: LockDocument, facts: LockFacts, journal: JournalEvidence): VerifySubject {
  const findings: Finding[] = [];
  if (journal.kind === "broken") findings.push(finding("journal-broken", `the journal is damaged: ${journal.says}`));
  if (journal.kind === "unsigned") findings.push(finding("journal-key-unknown", journal.says));
  if (journal.kind === "unavailable") findings.push(finding("journal-not-read", journal.says));
  if (journal.kind === "read" && !isOldCopy(lock, journal) && isBehind(lock, facts.sha256, journal.contents))
    findings.push(
      finding(
        "journal-behind",
        `the journal does not lead through event ${lock.journal.sequence} as the lock names it`,
      ),
    );
  const looked = journal.kind === "none" || isOldCopy(lock, journal) ? [] : (["journal-chain"] as const);
  return { kind: "journal", name: "journal", checks: checksOf(["journal-chain"], looked, findings), findings };
}

/** A copy that this machine took before the lock was made says nothing about that lock. */
function isOldCopy(lock: LockDocument, journal: JournalEvidence): boolean {
  return (
    journal.kind === "read" && journal.contents.isCopy === true && journal.contents.sequence < lock.journal.sequence
  );
}

function isBehind(lock: LockDocument, digest: Digest, contents: JournalContents): boolean {
  // A restored journal begins anew with the lock's own projection.
  if (contents.events.some((event) => event.type === "journal.restored" && event.lock === digest)) return false;
  if (contents.events.some((event) => event.type === "lock.signed" && event.lock === digest)) return false;
  if (lock.journal.head === null) return false;
  return contents.heads.get(lock.journal.sequence) !== lock.journal.head;
}

function signedLocksOf(lock: LockDocument, contents: JournalContents): SignedLock[] {
  const own = (event: JournalEvent): boolean => event.show === lock.show && event.episode === lock.episode;
  return contents.events.filter(own).flatMap((event): SignedLock[] => {
    if (event.type === "lock.signed") return [{ serial: event.serial, lock: event.lock, previous: event.previous }];
    if (event.type !== "journal.restored") return [];
    const { serial, previous } = event.document;
    return typeof serial === "number"
      ? [{ serial, lock: event.lock, previous: (previous ?? null) as Digest | null }]
      : [];
  });
}

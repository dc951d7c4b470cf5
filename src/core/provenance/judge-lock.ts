import type { Digest } from "../digest.ts";
import type { LockStatement } from "../dsse.ts";
import type { TrustDocument, TrustKey } from "../trust.ts";
import { type Finding, finding } from "./findings.ts";

/** What the lock file says of itself and what its bytes are. */
export interface LockFacts {
  readonly fileName: string;
  readonly sha256: Digest;
  /** Digest of the same text with every CRLF made LF; equal to `sha256` for a clean checkout. */
  readonly sha256WithPlainLines: Digest;
  readonly serial: number;
  readonly previous: Digest | null;
  readonly journalHead: Digest | null;
}

/** Result of checking an envelope's signatures, before anybody asked what the keys may do. */
export interface EnvelopeCheck {
  readonly statement: LockStatement | undefined;
  readonly good: readonly TrustKey[];
  readonly bad: readonly TrustKey[];
  readonly unknown: readonly string[];
}

export interface LockCircumstances {
  readonly nowMs: number;
  /** True: development keys do not count. */
  readonly production: boolean;
}

/**
 * Judges the detached signature of a lock: enough different keys that may sign locks today, over these very bytes.
 * `stale` (the lock moved on) is told apart from `invalid` (the signature never fitted).
 */
export function judgeLockSignature(
  lock: LockFacts,
  check: EnvelopeCheck,
  trust: TrustDocument,
  circumstances: LockCircumstances,
): readonly Finding[] {
  const { statement } = check;
  if (check.good.length === 0) return [withoutGoodKey(check)];
  if (statement === undefined)
    return [finding("lock-signature-broken", "the signature is over something that is no lock")];
  const findings = judgeKeys(check, trust, circumstances);
  if (statement.lockFile !== lock.fileName)
    findings.push(finding("lock-elsewhere", "the signature is over another episode's lock"));
  else if (statement.lock !== lock.sha256)
    findings.push(
      statement.lock === lock.sha256WithPlainLines
        ? finding("lock-line-endings", "the lock's line ends were changed by the checkout; its words are as signed")
        : finding("lock-signature-stale", "the lock was changed after it was signed"),
    );
  else if (!sameFacts(lock, statement))
    findings.push(finding("lock-chain-broken", "serial, predecessor or journal head in lock and signature differ"));
  return findings;
}

function withoutGoodKey(check: EnvelopeCheck): Finding {
  if (check.bad.length > 0) return finding("lock-signature-invalid", "the lock's signature does not hold");
  if (check.unknown.length > 0)
    return finding("lock-key-unknown", "the lock is signed by a key that is not trusted here");
  return finding("lock-unsigned", "the lock's signature file holds no signature");
}

function judgeKeys(check: EnvelopeCheck, trust: TrustDocument, { nowMs, production }: LockCircumstances): Finding[] {
  const reasons: Finding[] = [];
  const counted = check.good.filter((key) => {
    const reason = reasonAgainst(key, nowMs, production);
    if (reason !== undefined) reasons.push(reason);
    return reason === undefined;
  });
  if (counted.length >= trust.threshold) return [];
  if (reasons.length > 0) return reasons;
  const says = `${counted.length} of the ${trust.threshold} signatures that trust.json asks for`;
  return [finding("lock-too-few-signatures", says)];
}

function reasonAgainst(key: TrustKey, nowMs: number, production: boolean): Finding | undefined {
  if (!key.roles.includes("lock"))
    return finding("lock-key-not-for-locks", `the key of ${key.holder} may not sign locks`);
  if (nowMs < Date.parse(key.notBefore) || nowMs > Date.parse(key.notAfter))
    return finding(
      "lock-key-outdated",
      `the key of ${key.holder} counts only from ${key.notBefore} to ${key.notAfter}`,
    );
  if (production && key.development) return finding("lock-key-development", "the lock is signed with development keys");
  return undefined;
}

function sameFacts(lock: LockFacts, statement: LockStatement): boolean {
  return (
    lock.serial === statement.serial &&
    lock.previous === statement.previous &&
    lock.journalHead === statement.journalHead
  );
}

/** A lock that was signed before this one, from the journal or from an older checkout. */
export interface SignedLock {
  readonly serial: number;
  readonly lock: Digest;
  readonly previous: Digest | null;
}

/** The locks that are known to have been signed, and whether the journal, which records every one, is among the sources. */
export interface LockRecord {
  readonly known: readonly SignedLock[];
  readonly fromJournal: boolean;
}

/**
 * Judges where the lock stands among the locks that are known to have been signed: not behind the newest, following the
 * one it names, and itself on record where the journal is here. `record` is undefined when nothing is known.
 */
export function judgeLockChain(lock: LockFacts, record: LockRecord | undefined): readonly Finding[] {
  const known = record?.known ?? [];
  if (record === undefined || (known.length === 0 && !record.fromJournal))
    return [
      finding(
        "chain-unavailable",
        `no record of earlier locks is here, so nobody knows if lock ${lock.serial} is the newest`,
      ),
    ];
  if (known.length === 0) return [notRecorded(lock)];
  const newest = known.reduce((best, entry) => (entry.serial > best.serial ? entry : best));
  if (lock.serial < newest.serial) {
    const says = `this is lock ${lock.serial}, but lock ${newest.serial} was signed already`;
    return [finding("lock-serial-back", says)];
  }
  const same = known.find((entry) => entry.serial === lock.serial);
  const findings: Finding[] = [];
  if (same !== undefined && same.lock !== lock.sha256 && same.lock !== lock.sha256WithPlainLines)
    findings.push(finding("lock-chain-broken", `another lock with serial ${lock.serial} was signed`));
  const before = known.find((entry) => entry.serial === lock.serial - 1);
  if (before !== undefined && before.lock !== lock.previous)
    findings.push(
      finding("lock-chain-broken", `lock ${lock.serial} does not follow the lock ${before.serial} that was signed`),
    );
  if (same === undefined && record.fromJournal) findings.push(notRecorded(lock));
  else if (before === undefined && same === undefined && lock.previous !== null)
    findings.push(
      finding("chain-unavailable", `lock ${lock.serial - 1}, which this one follows, is not on record here`),
    );
  return findings;
}

/**
 * What the history of the checkout says against a lock: a newer one was committed, or the predecessor that was committed is
 * another. Two branches may both have made a serial number; then the one that this lock names or is must be among them.
 */
export function judgeLockHistory(lock: LockFacts, committed: readonly SignedLock[]): readonly Finding[] {
  const newest = Math.max(0, ...committed.map((entry) => entry.serial));
  if (newest > lock.serial)
    return [finding("lock-serial-back", `this is lock ${lock.serial}, but lock ${newest} was committed before it`)];
  const before = committed.filter((entry) => entry.serial === lock.serial - 1);
  if (before.length === 0 || before.some((entry) => entry.lock === lock.previous)) return [];
  const says = `lock ${lock.serial} does not follow the lock ${lock.serial - 1} that was committed`;
  return [finding("lock-chain-broken", says)];
}

function notRecorded(lock: LockFacts): Finding {
  return finding("lock-not-recorded", `the journal does not say that lock ${lock.serial} was signed`);
}

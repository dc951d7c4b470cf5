import { TIERS } from "../core/production.ts";
import { checksOf } from "../core/provenance/checks.ts";
import { type Finding, type FindingCode, finding } from "../core/provenance/findings.ts";
import { shortFingerprint, type TrustDocument, trustFingerprint, withoutDevelopment } from "../core/trust.ts";
import type { VerifyDependencies, VerifyRequest } from "./verify/verify-dependencies.ts";
import {
  LOCK_BYTES_MAX,
  parseLock,
  type ReadLock,
  readJournal,
  verifyJournal,
  verifyLock,
} from "./verify/verify-lock.ts";
import { verifyEpisodeFile, verifyTakes } from "./verify/verify-media.ts";
import { exitCodeOf, type VerifyReport, type VerifySubject } from "./verify/verify-report.ts";

export type { VerifyDependencies, VerifyRequest } from "./verify/verify-dependencies.ts";
export type { VerifyReport, VerifySubject } from "./verify/verify-report.ts";

const TRUST_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Checks one episode offline: trust list, lock, its signature and chain, the journal, every signed take, and every
 * conformed episode down to its pictures. Goes on after a mismatch, so that the report is whole. Never throws for what
 * it finds; rejects only when the disk itself fails.
 */
export async function verifyEpisode(deps: VerifyDependencies, request: VerifyRequest): Promise<VerifyReport> {
  const { lockFile, production } = request;
  const base = { schema: "shotlock/verify/1", lockFile, production } as const;
  const trust = await readTrustFile(deps, request);
  const lock = await readLockFile(deps, request);
  if (trust.document === undefined || lock.read === undefined) {
    const subjects = [trust.subject, lock.subject].filter((subject) => subject !== undefined);
    return { ...base, subjects, exitCode: exitCodeOf(subjects) };
  }
  const { document, facts } = lock.read;
  const journal = await readJournal(deps);
  const read = deps.manifestReader(production ? withoutDevelopment(trust.document) : trust.document);
  const subjects: VerifySubject[] = [
    trust.subject,
    await verifyLock(deps, request, lock.read, trust.document, journal),
    verifyJournal(document, facts, journal),
    ...(await verifyTakes(deps, request, document, read)),
  ];
  for (const tier of TIERS) {
    const record = document.conformed[tier];
    if (record !== undefined) subjects.push(await verifyEpisodeFile(deps, request, document, read, tier, record));
  }
  return {
    ...base,
    show: document.show,
    episode: document.episode,
    serial: document.serial,
    root: { fingerprint: trustFingerprint(trust.document), pinned: request.root !== undefined },
    subjects,
    exitCode: exitCodeOf(subjects),
  };
}

interface ReadTrust {
  readonly subject: VerifySubject;
  readonly document?: TrustDocument;
}

/** The trust list, and whether it is the pinned one; without it nothing else can be judged. */
async function readTrustFile(deps: VerifyDependencies, request: VerifyRequest): Promise<ReadTrust> {
  const subjectWith = (...findings: Finding[]): VerifySubject => {
    const checks = checksOf(["trust-list"], ["trust-list"], findings);
    return { kind: "trust", name: "trust list", checks, findings };
  };
  const bytes = await deps.readBytes(request.trustFile, TRUST_BYTES_MAX);
  if (bytes === undefined)
    return { subject: subjectWith(finding("trust-missing", `${request.trustFile} is not there`)) };
  const trust = deps.readTrust(new TextDecoder().decode(bytes));
  if (!trust.ok)
    return { subject: subjectWith(finding("trust-broken", `${request.trustFile} is not used: ${trust.error}`)) };
  const fingerprint = trustFingerprint(trust.value);
  if (request.root === undefined) {
    const says = `trusted on first use; its fingerprint is ${fingerprint}`;
    return { document: trust.value, subject: subjectWith(finding("root-not-pinned", says)) };
  }
  if (request.root === fingerprint) return { document: trust.value, subject: subjectWith() };
  const says = `the trust list here is ${shortFingerprint(fingerprint)}, pinned is ${shortFingerprint(request.root)}`;
  return { document: trust.value, subject: subjectWith(finding("root-differs", says)) };
}

async function readLockFile(
  deps: VerifyDependencies,
  request: VerifyRequest,
): Promise<{ readonly subject?: VerifySubject; readonly read?: ReadLock }> {
  const failed = (code: FindingCode, says: string): { readonly subject: VerifySubject } => {
    const findings = [finding(code, says)];
    const checks = checksOf(["lock-signature", "lock-key", "lock-chain"], ["lock-signature"], findings);
    return { subject: { kind: "lock", name: "lock", checks, findings } };
  };
  const bytes = await deps.readBytes(request.lockFile, LOCK_BYTES_MAX);
  if (bytes === undefined) return failed("lock-missing", `${request.lockFile} is not there`);
  const read = parseLock(request.lockFile, bytes);
  return read === undefined ? failed("lock-broken", `${request.lockFile} is not a lock that can be read`) : { read };
}

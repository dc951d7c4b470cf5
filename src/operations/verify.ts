import type { Digest } from "../core/digest.ts";
import { plainText } from "../core/plain-text.ts";
import { TIERS } from "../core/production.ts";
import { checksOf } from "../core/provenance/checks.ts";
import { type Finding, type FindingCode, finding } from "../core/provenance/findings.ts";
import { fail } from "../core/result.ts";
import {
  countsAt,
  shortFingerprint,
  type TrustAnchor,
  type TrustDocument,
  trustFingerprint,
  withCurrentAnchors,
  withoutDevelopment,
} from "../core/trust.ts";
import type { VerifyDependencies, VerifyRequest } from "./verify/verify-dependencies.ts";
import {
  LOCK_BYTES_MAX,
  parseLock,
  type ReadLock,
  readJournal,
  verifyJournal,
  verifyLock,
} from "./verify/verify-lock.ts";
import { type MediaRun, verifyEpisodeFile, verifyTakes } from "./verify/verify-media.ts";
import { exitCodeOf, type VerifyReport, type VerifySubject } from "./verify/verify-report.ts";

export type { VerifyDependencies, VerifyPlaces, VerifyRequest } from "./verify/verify-dependencies.ts";
export type { VerifyReport, VerifySubject } from "./verify/verify-report.ts";
export { gravestExitCode } from "./verify/verify-report.ts";

const TRUST_BYTES_MAX = 4 * 1024 * 1024;
const HOLDER_CHARACTERS_MAX = 120;

/**
 * Checks one episode offline: trust list, lock, its signature and chain, the journal, every signed take, and every
 * conformed episode down to its pictures. Goes on after a mismatch, so that the report is whole. Never throws for what
 * it finds; rejects only when the disk itself fails.
 */
export async function verifyEpisode(deps: VerifyDependencies, request: VerifyRequest): Promise<VerifyReport> {
  const { lockFile, production } = request;
  const base = { lockFile, production } as const;
  const trust = await readTrustFile(deps, request);
  const lock = await readLockFile(deps, request);
  if (trust.document === undefined || lock.read === undefined) {
    const subjects = [trust.subject, lock.subject].filter((subject) => subject !== undefined);
    return { ...base, subjects, exitCode: exitCodeOf(subjects) };
  }
  const { document, facts } = lock.read;
  const journal = await readJournal(deps);
  const trusted = withCurrentAnchors(trust.document, deps.clock.now());
  const read = deps.manifestReader(production ? withoutDevelopment(trusted) : trusted);
  const run: MediaRun = { deps, request, lock: document, read };
  const verified = await verifyLock(deps, request, lock.read, trust.document, journal);
  const subjects: VerifySubject[] = [
    withSignedTrust(trust.subject, trust.document, request, verified.signedUnder),
    verified.subject,
    verifyJournal(document, facts, journal),
    ...(await verifyTakes(run)),
  ];
  for (const tier of TIERS) {
    const record = document.conformed[tier];
    if (record !== undefined) subjects.push(await verifyEpisodeFile(run, tier, record));
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
  const { trustFile } = request;
  const bytes = await deps.readBytes(trustFile, TRUST_BYTES_MAX);
  if (bytes === undefined) return { subject: trustSubject([finding("trust-missing", `${trustFile} is not there`)]) };
  const trust = bytes === "too-large" ? fail("it is too large") : deps.readTrust(new TextDecoder().decode(bytes));
  if (!trust.ok)
    return { subject: trustSubject([finding("trust-broken", `${trustFile} is not used: ${trust.error}`)]) };
  const document = trust.value;
  const nowMs = deps.clock.now();
  const outdated = document.anchors
    .filter((anchor) => !countsAt(anchor, nowMs))
    .map((anchor) => finding("authority-outdated", outdatedSays(anchor)));
  const fingerprint = trustFingerprint(document);
  if (request.root === undefined) {
    const says = `trusted on first use; its fingerprint is ${fingerprint}`;
    return { document, subject: trustSubject([finding("root-not-pinned", says), ...outdated]) };
  }
  if (request.root === fingerprint) return { document, subject: trustSubject(outdated) };
  const says = `the trust list here is ${shortFingerprint(fingerprint)}, pinned is ${shortFingerprint(request.root)}`;
  return { document, subject: trustSubject([finding("root-differs", says), ...outdated]) };
}

function trustSubject(findings: readonly Finding[]): VerifySubject {
  return { kind: "trust", name: "trust list", checks: checksOf(["trust-list"], ["trust-list"], findings), findings };
}

function outdatedSays({ holder, notBefore, notAfter }: TrustAnchor): string {
  return `the authority ${plainText(holder, HOLDER_CHARACTERS_MAX)} counts only from ${notBefore} to ${notAfter}`;
}

/** A pinned list is the caller's word; any other must be the one that the lock was signed under. */
function withSignedTrust(
  subject: VerifySubject,
  trust: TrustDocument,
  request: VerifyRequest,
  signedUnder: Digest | undefined,
): VerifySubject {
  const fingerprint = trustFingerprint(trust);
  if (request.root !== undefined || signedUnder === undefined || signedUnder === fingerprint) return subject;
  const says = `it was changed after the lock was signed, when it was ${shortFingerprint(signedUnder)}`;
  return trustSubject([...subject.findings, finding("trust-changed", says)]);
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
  const read = bytes === "too-large" ? undefined : parseLock(request.lockFile, bytes);
  return read === undefined ? failed("lock-broken", `${request.lockFile} is not a lock that can be read`) : { read };
}

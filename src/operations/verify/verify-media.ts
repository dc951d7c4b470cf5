import type { Digest } from "../../core/digest.ts";
import type { ConformRecord } from "../../core/journal-events.ts";
import type { LockDocument } from "../../core/lock.ts";
import { plainText } from "../../core/plain-text.ts";
import type { Tier } from "../../core/production.ts";
import { checksOf } from "../../core/provenance/checks.ts";
import { comparableEpisodeFields } from "../../core/provenance/episode-manifest.ts";
import { essenceOfFrames } from "../../core/provenance/essence.ts";
import { type Finding, type FindingCode, finding } from "../../core/provenance/findings.ts";
import { judgeOutput } from "../../core/provenance/judge-beside.ts";
import {
  type FileEvidence,
  type FileExpectation,
  type FileJudgement,
  judgeSignedFile,
} from "../../core/provenance/judge-file.ts";
import { EPISODE_ASSERTION, SHOT_ASSERTION } from "../../core/provenance/manifest-parts.ts";
import type { ReadManifest } from "../../core/provenance/manifest-reading.ts";
import { comparableTakeFields } from "../../core/provenance/shot-manifest.ts";
import type { Take } from "../../core/take.ts";
import { DEVELOPMENT_ORGANISATION } from "../../core/trust.ts";
import { keptFilesOfTake, verifyBeside, verifyKept } from "./verify-beside.ts";
import type { VerifyDependencies, VerifyRequest } from "./verify-dependencies.ts";
import type { VerifySubject } from "./verify-report.ts";

const DIFFERING_SHOTS_NAMED_MAX = 5;
const SIGNER_CHARACTERS_MAX = 200;
const PATH_PART = /^[\p{L}\p{N}_-]+$/u;

/** What every step of one run of `verify` shares. */
export interface MediaRun {
  readonly deps: VerifyDependencies;
  readonly request: VerifyRequest;
  readonly lock: LockDocument;
  readonly read: ReadManifest;
}

/** Every take of the lock in order of shots: the signed ones whole, of the others what is kept of them. */
export async function verifyTakes(run: MediaRun): Promise<VerifySubject[]> {
  const subjects: VerifySubject[] = [];
  for (const [shot, locked] of Object.entries(run.lock.shots)) {
    const circled = Object.values(locked.circled);
    const lost = circled.filter((id) => locked.takes[id] === undefined);
    for (const id of lost) subjects.push(unsignedTake(`${shot} ${id}`, "the circled take is not in the lock"));
    for (const take of Object.values(locked.takes)) {
      const name = `${shot} ${take.id}`;
      if (take.signed !== undefined) subjects.push(await verifyTake(run, shot, take));
      else if (circled.includes(take.id)) subjects.push(unsignedTake(name, "the circled take is not signed"));
      else subjects.push(await verifyUnsignedTake(run, name, take));
    }
  }
  return subjects;
}

function unsignedTake(name: string, says: string): VerifySubject {
  const findings = [finding("take-unsigned", says)];
  return {
    kind: "take",
    name,
    checks: checksOf(["file-hash", "manifest-form"], ["manifest-form"], findings),
    findings,
  };
}

/** A take that lost carries no signature; its files are kept, and the signed lock says which they are. */
async function verifyUnsignedTake({ deps }: MediaRun, name: string, take: Take): Promise<VerifySubject> {
  return { kind: "take", name, tier: take.tier, ...(await verifyKept(deps, keptFilesOfTake(take))) };
}

async function verifyTake(run: MediaRun, shot: string, take: Take): Promise<VerifySubject> {
  const { deps, request, lock, read } = run;
  const name = `${shot} ${take.id}`;
  const { signed } = take;
  if (signed === undefined) return unsignedTake(name, "the take is not signed");
  const fields = comparableTakeFields(lock.show, lock.episode, take);
  const expectation: FileExpectation = { media: signed, assertion: { label: SHOT_ASSERTION, fields } };
  const { evidence } = await evidenceOf(deps, read, signed.sha256);
  const judgement = judgeSignedFile(expectation, evidence);
  const development = signed.development || signerOf(evidence)?.startsWith(DEVELOPMENT_ORGANISATION) === true;
  const beside = await verifyBeside(run, { stem: `${shot}.${take.id}`, signed, evidence });
  const kept =
    evidence.kind === "not-here"
      ? { findings: [], checks: [{ check: "kept-files", verdict: "not-here" } as const] }
      : await verifyKept(deps, keptFilesOfTake(take));
  const whole = together(withDevelopment(judgement, development, request.production), beside, kept);
  return { kind: "take", name, tier: take.tier, ...signerField(evidence), ...whole };
}

/** The conformed episode of one tier: its file, the takes inside, its table, and the pictures themselves. */
export async function verifyEpisodeFile(run: MediaRun, tier: Tier, record: ConformRecord): Promise<VerifySubject> {
  const { deps, request, lock, read } = run;
  const takes = Object.values(lock.shots).flatMap((shot) => Object.values(shot.takes));
  const placed = record.entries.filter((entry) => entry.media !== undefined);
  const sources = placed.map((entry) => takes.find((take) => take.signed?.sha256 === entry.media)?.signed);
  const expectation: FileExpectation = {
    media: { sha256: record.media, manifestUrn: record.manifestUrn, manifestSha256: record.manifestSha256 },
    assertion: { label: EPISODE_ASSERTION, fields: comparableEpisodeFields(lock.show, lock.episode, tier, record) },
    components: sources.map((signed) => signed?.manifestUrn ?? "not in the lock"),
  };
  const { evidence, path } = await evidenceOf(deps, read, record.media);
  const judgement = judgeSignedFile(expectation, evidence);
  const pictures = path === undefined ? [] : await judgePictures(deps, request, record, path);
  const looked = path === undefined ? [] : (["pictures"] as const);
  const development =
    sources.some((signed) => signed?.development === true) ||
    signerOf(evidence)?.startsWith(DEVELOPMENT_ORGANISATION) === true;
  const whole = {
    findings: [...judgement.findings, ...pictures],
    checks: [...judgement.checks, ...checksOf(["pictures"], looked, pictures)],
  };
  return {
    kind: "episode",
    name: `episode, ${tier}`,
    tier,
    ...signerField(evidence),
    ...together(
      withDevelopment(whole, development, request.production),
      await verifyOutput(run, tier, record),
      await verifyContactSheet(run, record, path !== undefined),
    ),
  };
}

/** The copies that people open; what is not laid out here is not missed. */
async function verifyOutput(
  { deps, request, lock }: MediaRun,
  tier: Tier,
  record: ConformRecord,
): Promise<FileJudgement> {
  // Both become part of a path, and a lock is read before anybody knows who wrote it.
  if (![lock.show, lock.episode].every((id) => PATH_PART.test(id))) return { findings: [], checks: [] };
  const { film, contactSheet } = request.places.output(lock.show, lock.episode, tier);
  const foundFilm = await deps.digestAt(film);
  const foundSheet = record.contactSheet === undefined ? undefined : await deps.digestAt(contactSheet);
  const findings = [
    ...judgeOutput(film, record.media, foundFilm),
    ...(record.contactSheet === undefined ? [] : judgeOutput(contactSheet, record.contactSheet, foundSheet)),
  ];
  const isHere = foundFilm !== undefined || foundSheet !== undefined;
  return { findings, checks: isHere ? checksOf(["output"], ["output"], findings) : [] };
}

async function verifyContactSheet({ deps }: MediaRun, record: ConformRecord, isHere: boolean): Promise<FileJudgement> {
  if (record.contactSheet === undefined || !isHere) return { findings: [], checks: [] };
  return verifyKept(deps, [{ name: "the contact sheet", media: record.contactSheet }]);
}

/** Decodes the episode and compares every range with the table: the manifest of a take speaks of its file only. */
async function judgePictures(
  deps: VerifyDependencies,
  request: VerifyRequest,
  record: ConformRecord,
  path: string,
): Promise<Finding[]> {
  if (request.pictures === false) return [finding("pictures-not-checked", "the pictures were not decoded, as asked")];
  const hashes = await deps.frameHashes(path);
  if (hashes === undefined) return [finding("pictures-unreadable", "the pictures could not be decoded here")];
  if (hashes.length !== record.frames)
    return [finding("pictures-differ", `the episode has ${hashes.length} pictures, the lock says ${record.frames}`)];
  const differing = record.entries.filter((entry) => {
    const range = hashes.slice(entry.recordInFrames, entry.recordInFrames + entry.durationFrames);
    return essenceOfFrames(range) !== entry.essence;
  });
  if (differing.length === 0) return [];
  const names = differing.slice(0, DIFFERING_SHOTS_NAMED_MAX).map((entry) => entry.shot);
  const more = differing.length - names.length;
  const says = `other pictures than conformed in ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [finding("pictures-differ", says)];
}

async function evidenceOf(
  deps: VerifyDependencies,
  read: ReadManifest,
  media: Digest,
): Promise<{ readonly evidence: FileEvidence; readonly path: string | undefined }> {
  const path = await deps.locateMedia(media);
  if (path === undefined) return { evidence: { kind: "not-here" }, path };
  const found = await deps.fileDigest(path);
  return { evidence: { kind: "file", sha256: found.sha256, reading: await read(path) }, path };
}

function signerOf(evidence: FileEvidence): string | undefined {
  return evidence.kind === "file" && evidence.reading.kind === "store"
    ? evidence.reading.store.active.signer
    : undefined;
}

function signerField(evidence: FileEvidence): { readonly signer?: string } {
  const signer = signerOf(evidence);
  return signer === undefined || signer === "" ? {} : { signer: plainText(signer, SIGNER_CHARACTERS_MAX) };
}

function together(...judgements: readonly FileJudgement[]): FileJudgement {
  return {
    findings: judgements.flatMap((judgement) => judgement.findings),
    checks: judgements.flatMap((judgement) => judgement.checks),
  };
}

/** Development signatures are told: as a note, or with `--production` as the reason instead of "unknown signer". */
function withDevelopment(judgement: FileJudgement, development: boolean, production: boolean): FileJudgement {
  const looked = judgement.checks.some((check) => check.check === "signer-trust" && check.verdict !== "not-checked");
  if (!development || !looked) return judgement;
  if (!production) {
    const note = finding("signer-development-note", "signed with development keys");
    return { ...judgement, findings: [...judgement.findings, note] };
  }
  const reason = finding("signer-development", "signed with development keys, which do not count in production");
  const same: readonly FindingCode[] = ["signer-untrusted", "component-untrusted"];
  const others = judgement.findings.filter((found) => !same.includes(found.code));
  return { ...judgement, findings: [reason, ...others] };
}

import type { Digest } from "../../core/digest.ts";
import type { ConformRecord } from "../../core/journal-events.ts";
import type { LockDocument } from "../../core/lock.ts";
import type { Tier } from "../../core/production.ts";
import { checksOf } from "../../core/provenance/checks.ts";
import { comparableEpisodeFields } from "../../core/provenance/episode-manifest.ts";
import { essenceOfFrames } from "../../core/provenance/essence.ts";
import { type Finding, type FindingCode, finding } from "../../core/provenance/findings.ts";
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
import type { VerifyDependencies, VerifyRequest } from "./verify-dependencies.ts";
import type { VerifySubject } from "./verify-report.ts";

const DIFFERING_SHOTS_NAMED_MAX = 5;

/** Every signed take of the lock in order of shots, and every circled one that should be signed. */
export async function verifyTakes(
  deps: VerifyDependencies,
  request: VerifyRequest,
  lock: LockDocument,
  read: ReadManifest,
): Promise<VerifySubject[]> {
  const subjects: VerifySubject[] = [];
  for (const [shot, locked] of Object.entries(lock.shots)) {
    const circled = Object.values(locked.circled);
    const lost = circled.filter((id) => locked.takes[id] === undefined);
    for (const id of lost) subjects.push(unsignedTake(`${shot} ${id}`, "the circled take is not in the lock"));
    for (const take of Object.values(locked.takes)) {
      const name = `${shot} ${take.id}`;
      if (take.signed !== undefined) subjects.push(await verifyTake(deps, request, lock, read, name, take));
      else if (circled.includes(take.id)) subjects.push(unsignedTake(name, "the circled take is not signed"));
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

async function verifyTake(
  deps: VerifyDependencies,
  request: VerifyRequest,
  lock: LockDocument,
  read: ReadManifest,
  name: string,
  take: Take,
): Promise<VerifySubject> {
  const { signed } = take;
  if (signed === undefined) return unsignedTake(name, "the take is not signed");
  const fields = comparableTakeFields(lock.show, lock.episode, take);
  const expectation: FileExpectation = { media: signed, assertion: { label: SHOT_ASSERTION, fields } };
  const { evidence } = await evidenceOf(deps, read, signed.sha256);
  const judgement = judgeSignedFile(expectation, evidence);
  return { kind: "take", name, tier: take.tier, ...withDevelopment(judgement, signed.development, request.production) };
}

/** The conformed episode of one tier: its file, the takes inside, its table, and the pictures themselves. */
export async function verifyEpisodeFile(
  deps: VerifyDependencies,
  request: VerifyRequest,
  lock: LockDocument,
  read: ReadManifest,
  tier: Tier,
  record: ConformRecord,
): Promise<VerifySubject> {
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
  const development = sources.some((signed) => signed?.development === true);
  const whole = {
    findings: [...judgement.findings, ...pictures],
    checks: [...judgement.checks, ...checksOf(["pictures"], looked, pictures)],
  };
  return {
    kind: "episode",
    name: `episode, ${tier}`,
    tier,
    ...withDevelopment(whole, development, request.production),
  };
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
  const { sha256 } = await deps.fileDigest(path);
  return { evidence: { kind: "file", sha256, reading: await read(path) }, path };
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

import { type Digest, sha256 } from "../../core/digest.ts";
import { type CheckName, checksOf } from "../../core/provenance/checks.ts";
import type { Finding } from "../../core/provenance/findings.ts";
import { judgeKeptFiles, judgePoster, judgeReadableCopy, type KeptFile } from "../../core/provenance/judge-beside.ts";
import type { FileEvidence, FileJudgement } from "../../core/provenance/judge-file.ts";
import { readableCopy } from "../../core/provenance/readable-copy.ts";
import type { SignedMedia, Take } from "../../core/take.ts";
import type { VerifyDependencies } from "./verify-dependencies.ts";
import type { MediaRun } from "./verify-media.ts";

/** A readable copy is some kilobytes; with a hundred attempts in it some hundred. */
const COPY_BYTES_MAX = 16 * 1024 * 1024;

interface SignedTakeFile {
  /** `SH0030.v002`: the name its copies have. */
  readonly stem: string;
  readonly signed: SignedMedia;
  readonly evidence: FileEvidence;
}

/** The readable copy and the poster of a signed take against what its manifest holds. */
export async function verifyBeside({ deps, request }: MediaRun, file: SignedTakeFile): Promise<FileJudgement> {
  const all: readonly CheckName[] = ["readable-copy", "poster"];
  const { evidence, signed, stem } = file;
  // A manifest that is not the lock's says nothing about the copies; that it is another one is told already.
  if (evidence.kind !== "file" || evidence.reading.kind !== "store")
    return { findings: [], checks: checksOf(all, [], []) };
  const { store, storeSha256, thumbnail } = evidence.reading;
  if (storeSha256 !== signed.manifestSha256) return { findings: [], checks: checksOf(all, [], []) };
  const bytes = await deps.readBytes(`${request.places.provenance}/${stem}.json`, COPY_BYTES_MAX);
  const text = bytes === "too-large" ? "" : bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  const findings: Finding[] = [...judgeReadableCopy(readableCopy(store.active, signed), text)];
  if (thumbnail === undefined) return { findings, checks: checksOf(["readable-copy"], ["readable-copy"], findings) };
  findings.push(...judgePoster(sha256(thumbnail), await deps.digestAt(`${request.places.posters}/${stem}.jpg`)));
  return { findings, checks: checksOf(all, all, findings) };
}

/** Files of the store that the lock names for a take beside its signed one, each once. */
export function keptFilesOfTake(take: Take): readonly Omit<KeptFile, "found">[] {
  const files = new Map<Digest, string>([[take.raw, "the file as delivered"]]);
  // Footage shorter than its handles has no picture of its own at the out point.
  if (take.lastFrame !== take.essence) files.set(take.lastFrame, "the last frame");
  for (const { media, number } of take.attempts)
    if (media !== undefined && !files.has(media)) files.set(media, `the file of attempt ${number}`);
  return [...files].map(([media, name]) => ({ name, media }));
}

export async function verifyKept(
  deps: VerifyDependencies,
  files: readonly Omit<KeptFile, "found">[],
): Promise<FileJudgement> {
  const kept: KeptFile[] = [];
  for (const { name, media } of files) {
    const path = await deps.locateMedia(media);
    kept.push({ name, media, found: path === undefined ? undefined : (await deps.fileDigest(path)).sha256 });
  }
  const findings = judgeKeptFiles(kept);
  return { findings, checks: checksOf(["kept-files"], ["kept-files"], findings) };
}

import type { Digest } from "../digest.ts";
import { type Finding, finding } from "./findings.ts";

/** One file that the lock names beside a signed one: what an engine delivered, a last frame, a contact sheet. */
export interface KeptFile {
  readonly name: string;
  readonly media: Digest;
  /** Digest of what lies in its place; undefined when nothing does. */
  readonly found: Digest | undefined;
}

/** Files kept in the store are named by their digest, so anything else in their place was changed. */
export function judgeKeptFiles(files: readonly KeptFile[]): readonly Finding[] {
  return files.flatMap(({ name, media, found }) => {
    if (found === undefined) return [finding("kept-not-here", `${name} is not in the store`)];
    return found === media ? [] : [finding("kept-differs", `${name} is not what was kept (its bytes differ)`)];
  });
}

/** The copy for reviewers against the text that the manifest itself gives; line ends do not count. */
export function judgeReadableCopy(expected: string, found: string | undefined): readonly Finding[] {
  if (found === undefined) return [finding("copy-missing", "the readable copy of its manifest is not there")];
  if (found.replaceAll("\r\n", "\n") === expected) return [];
  return [finding("copy-differs", "the readable copy does not say what the manifest says")];
}

/** The poster against the picture inside the manifest; both are digests of whole files. */
export function judgePoster(expected: Digest, found: Digest | undefined): readonly Finding[] {
  if (found === undefined) return [finding("poster-missing", "its poster is not there")];
  return found === expected ? [] : [finding("poster-differs", "the poster is another picture than the manifest's")];
}

/** A copy laid out for people; that it is not there says nothing. */
export function judgeOutput(name: string, expected: Digest, found: Digest | undefined): readonly Finding[] {
  return found === undefined || found === expected ? [] : [finding("output-differs", `${name} is not what was signed`)];
}

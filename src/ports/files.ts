import type { Digest } from "../core/digest.ts";

/** The repository's files as plans read them: inside its root only, bounded, never through a link that leads out. */
export interface RepositoryFiles {
  /** Names in a folder, sorted; empty when it is not there. */
  list(folder: string): Promise<readonly { readonly name: string; readonly kind: "file" | "folder" }[]>;
  /** Bytes of a file; more than `bytesMax` are not read. */
  read(path: string, bytesMax: number): Promise<FileBytes>;
  digest(path: string, bytesMax: number): Promise<{ readonly sha256: Digest } | { readonly problem: FileProblem }>;
}

export type FileProblem = "missing" | "outside" | "not-a-file" | "too-large" | "unreadable";
export type FileBytes = { readonly bytes: Uint8Array } | { readonly problem: FileProblem };

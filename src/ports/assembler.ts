import type { Cut } from "../core/cut.ts";
import type { Digest } from "../core/digest.ts";
import type { ConformEntry } from "../core/journal-events.ts";
import type { Result } from "../core/result.ts";
import type { Rate } from "../core/time.ts";

/** Turns a cut list into one file, and takes into pictures. Everything it makes follows from its inputs. */
export interface Assembler {
  /** Remakes only the pieces that changed; the unsigned result lies in the desk's directory. */
  assemble(cut: Cut, desk: AssemblyDesk): Promise<Result<Assembly, AssemblyFailure>>;
  /** One frame of a film as a JPEG. */
  poster(request: PosterRequest): Promise<Result<{ readonly path: string }, AssemblyFailure>>;
}

export interface AssemblyDesk {
  /** Scratch folder of this conform. */
  readonly directory: string;
  /** Folder of finished pieces, kept between conforms; may be deleted at any time. */
  readonly cache: string;
  /** Absolute path of a take's file, by digest; undefined when it is not here. */
  fileOf(sha256: Digest): Promise<string | undefined>;
  readonly signal: AbortSignal;
  /** Told after each piece. */
  progress(done: number, total: number, says: string): void;
}

export interface Assembly {
  readonly path: string;
  /** Pictures of all shots with their names, as a JPEG. */
  readonly contactSheet: string;
  readonly frames: number;
  /** Covers every frame of the programme, in order; a join is an entry of its own, `SH0010+SH0020`. */
  readonly entries: readonly ConformEntry[];
  /** Thousandths of LUFS, measured on the finished sound; absent when it is silent. */
  readonly loudnessMilli?: number;
  /** Pieces that had to be made anew, of `pieces`. */
  readonly remade: number;
  readonly pieces: number;
}

export interface PosterRequest {
  readonly source: string;
  readonly target: string;
  /** Frame to show, counted at `rate`. */
  readonly frame: number;
  readonly rate: Rate;
  readonly width: number;
  readonly signal?: AbortSignal;
}

export interface AssemblyFailure {
  readonly code:
    | "ASSEMBLY_EMPTY"
    | "ASSEMBLY_MEDIA_MISSING"
    | "ASSEMBLY_STOPPED"
    | "ASSEMBLY_TOOL_FAILED"
    | "ASSEMBLY_WRONG_FRAMES";
  readonly message: string;
  readonly hint: string;
}

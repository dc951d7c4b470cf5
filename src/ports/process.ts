/** Runs local programs. Arguments are an array, never a shell line; output is bounded. */
export interface ProcessRunner {
  run(request: ProcessRequest): Promise<ProcessOutcome>;
  /** Starts a program that goes on while we poll its files; it ends with us unless `detached`. */
  start(request: ProcessRequest): StartedProcess;
  /** True when a process of that number lives. */
  alive(pid: number): boolean;
}
export interface ProcessRequest {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory?: string;
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly outputBytesMax?: number;
  /** `latin1` gives every byte of the output as one character; without it the output is read as UTF-8. */
  readonly outputEncoding?: "latin1";
  readonly signal?: AbortSignal;
}
export interface ProcessOutcome {
  /** null when the program was killed by a signal or never started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly notFound: boolean;
}
export interface StartedProcess {
  readonly pid: number | undefined;
  readonly outcome: Promise<ProcessOutcome>;
  kill(): void;
}

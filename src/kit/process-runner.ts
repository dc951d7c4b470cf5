import { execa } from "execa";
import type { ProcessOutcome, ProcessRequest, ProcessRunner, StartedProcess } from "../ports/process.ts";

const OUTPUT_BYTES_MAX = 32 * 1024 * 1024;
const TIMEOUT_MS = 30 * 60_000;
/** After SIGTERM a program has this long to end by itself. */
const FORCE_KILL_MS = 3_000;

/** Runs programs through execa: arguments as an array, never a shell, bounded output, killed with us. */
export function createProcessRunner(): ProcessRunner {
  return {
    run: (request) => startProcess(request).outcome,
    start: startProcess,
    alive: isAlive,
  };
}

function startProcess(request: ProcessRequest): StartedProcess {
  const child = execa(request.program, [...request.arguments], {
    reject: false,
    shell: false,
    cleanup: true,
    stripFinalNewline: false,
    maxBuffer: request.outputBytesMax ?? OUTPUT_BYTES_MAX,
    ...(request.outputEncoding === undefined ? {} : { encoding: request.outputEncoding }),
    timeout: request.timeoutMs ?? TIMEOUT_MS,
    forceKillAfterDelay: FORCE_KILL_MS,
    windowsHide: true,
    ...(request.input === undefined ? { stdin: "ignore" as const } : { input: request.input }),
    ...(request.directory === undefined ? {} : { cwd: request.directory }),
    ...(request.environment === undefined ? {} : { env: { ...request.environment } }),
    ...(request.signal === undefined ? {} : { cancelSignal: request.signal }),
  });
  const outcome = child.then(
    (result): ProcessOutcome => ({
      exitCode: result.exitCode ?? null,
      stdout: textOf(result.stdout),
      stderr: textOf(result.stderr),
      timedOut: result.timedOut,
      notFound: codeOf(result) === "ENOENT",
    }),
  );
  return { pid: child.pid, outcome, kill: () => void child.kill() };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The system's error code of a program that could not be started. */
function codeOf(result: object): unknown {
  if ("code" in result) return result.code;
  const cause = "cause" in result ? result.cause : undefined;
  return typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
}

/** Signal 0 asks the system without touching the process; "not permitted" means that it lives. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}

import { fail, ok, type Result } from "../../core/result.ts";
import type { BatchChecks } from "../../kit/journal/batches.ts";
import type { Clock } from "../../ports/clock.ts";
import type { BatchSigner, JournalFailure } from "../../ports/journal.ts";
import type { ProcessRunner } from "../../ports/process.ts";
import type { RemotePlace } from "./remote.ts";
import type { RepositoryPlace } from "./repository.ts";

export interface GitBranchJournalOptions {
  /** A bare repository of our own between the program and the remote; made when it is missing. */
  readonly folder: string;
  /** The remote's name as people know it, `origin`. */
  readonly remote: string;
  /** Where that is: an address or a path. Asked when it is first needed. */
  address(): Promise<Result<string, JournalFailure>>;
  readonly branch: string;
  readonly clock: Clock;
  readonly process: ProcessRunner;
  readonly signer: BatchSigner;
  /** Answers `undefined` when an event is as schemas/event.schema.json says, else what is wrong. */
  readonly eventFault?: (event: unknown) => string | undefined;
  /** The process's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sent to that one address and over https only; without it git's own credentials are used. */
  readonly token?: string;
  readonly random?: () => number;
  /** Shortest time between two pushes of this process. */
  readonly pushEveryMs?: number;
  /** How long another process of this machine that reads the branch is waited for. */
  readonly leaseWaitMs?: number;
}

/** Everything that git commands, checks and messages need. */
export interface BranchPlace extends RepositoryPlace, RemotePlace {
  readonly remote: string;
  readonly checks: BatchChecks;
  readonly signer: BatchSigner;
}

const LEASE_WAIT_MS = 60_000;
const ADDRESS = /^(https?:\/\/|ssh:\/\/|file:\/\/|[\w.-]+@[\w.-]+:|[\w.-]+:|\.{0,2}[\\/]|[A-Za-z]:[\\/])/;
const BRANCH = /^(?!.*(\.\.|\/\/|@\{|\.lock(\/|$)))[A-Za-z0-9][\w./-]{0,199}(?<![./])$/;

export async function openPlace(options: GitBranchJournalOptions): Promise<Result<BranchPlace, JournalFailure>> {
  const { signer, eventFault, branch } = options;
  const address = await options.address();
  if (!address.ok) return address;
  // What begins like an option, or names a helper program of git's, is no address.
  if (!ADDRESS.test(address.value) || address.value.includes("::") || /[\r\n\0]/.test(address.value))
    return refused(`the address of the remote ${options.remote} is of a kind that is not used for a journal`);
  if (!BRANCH.test(branch)) return refused("the journal's branch has a name that git does not take");
  return ok({
    process: options.process,
    clock: options.clock,
    environment: options.environment,
    folder: options.folder,
    remote: options.remote,
    branch,
    address: address.value,
    token: options.token,
    random: options.random ?? Math.random,
    leaseWaitMs: options.leaseWaitMs ?? LEASE_WAIT_MS,
    signer,
    checks: { eventFault, verify: (bytes, keyId, signature) => signer.verify(bytes, keyId, signature) },
  });
}

function refused(message: string): { readonly ok: false; readonly error: JournalFailure } {
  return fail({
    code: "JOURNAL_UNREACHABLE",
    message,
    hint: "https, ssh or a path; git remote -v shows it; branch: stands under journal: in shotlock.config.yaml",
  });
}

import { existsSync } from "node:fs";
import type { Plan } from "../core/plan-steps.ts";
import { fail, ok } from "../core/result.ts";
import { directoryJournal } from "../journals/directory.ts";
import { gitBranchJournal } from "../journals/git-branch.ts";
import { branchesSeen, remoteAddress } from "../kit/git-checkout.ts";
import type { BatchSigner, Journal } from "../ports/journal.ts";
import { shapeErrors } from "../schema/validators.ts";
import { type Problem, problem } from "./problem.ts";
import type { Shop } from "./shop.ts";

type JournalParts = Pick<Shop, "repository" | "config" | "environment" | "clock" | "process" | "redactor">;

const FOLDER = ".shotlock/journal";
/** Our own copy of the state branch; everything in it stands on the remote. */
const COPY = ".shotlock/state.git";
const REMOTE = "origin";
const BRANCH = "shotlock/state";
/** The variable that holds a token for the remote. One name, so that no file of a checkout can have another variable sent there. */
const TOKEN = "SHOTLOCK_STATE_TOKEN";

/** The journal that the configuration names. */
export function openJournal(parts: JournalParts, signer: BatchSigner): Journal {
  const { repository, config, environment, clock, process } = parts;
  const settings = config.journal;
  if (settings?.kind !== "git-branch")
    return directoryJournal({ folder: journalFolder(parts), clock, process, signer, eventFault });
  const remote = settings.remote ?? REMOTE;
  const token = environment[TOKEN];
  return gitBranchJournal({
    folder: repository.path(COPY),
    remote,
    branch: settings.branch ?? BRANCH,
    async address() {
      // The name comes from a file of the checkout, the address from git's own settings, which no pull request can write.
      const address = await remoteAddress(process, repository.root, remote);
      if (address !== undefined) return ok(address);
      const message = `the journal is kept on the git remote ${remote}, and there is no remote of that name here`;
      return fail({ code: "JOURNAL_UNREACHABLE", message, hint: `git remote add ${remote} ADDRESS` });
    },
    clock,
    process,
    signer,
    eventFault,
    environment,
    ...(token === undefined || token === "" ? {} : { token: parts.redactor.handOut(TOKEN, token) }),
  });
}

/** The journal as it lies on this machine, for who must not ask the network; undefined when nothing of it is here. */
export function openJournalHere(parts: JournalParts, signer: BatchSigner): Journal | undefined {
  const isBranch = parts.config.journal?.kind === "git-branch";
  if (!existsSync(isBranch ? parts.repository.path(COPY) : journalFolder(parts))) return undefined;
  const journal = openJournal(parts, signer);
  return { ...journal, read: () => journal.readHere?.() ?? journal.read() };
}

function journalFolder({ repository, config }: JournalParts): string {
  return repository.path(config.journal?.path ?? FOLDER);
}

/** How people call the place of the journal. */
export function journalPlace({ config }: Pick<Shop, "config">): string {
  const { journal } = config;
  if (journal?.kind !== "git-branch") return `in ${journal?.path ?? FOLDER}`;
  return `on the branch ${journal.branch ?? BRANCH} of ${journal.remote ?? REMOTE}`;
}

/**
 * Why nothing may be paid for by this journal: the team keeps its journal on a state branch, and a folder on one machine
 * would not know what the others have bought. undefined when there is no such branch, as far as this clone has seen.
 */
export async function paidRefusal({
  config,
  process,
  repository,
}: Pick<Shop, "config" | "process" | "repository">): Promise<Problem | undefined> {
  if (config.journal?.kind === "git-branch") return undefined;
  const [seen] = await branchesSeen(process, repository.root, BRANCH);
  if (seen === undefined) return undefined;
  return problem(
    `there is a state branch ${seen}, and the journal here is a folder of this machine: it does not know what others have bought`,
    "set journal: {kind: git-branch} in shotlock.config.yaml; if the branch is no journal any more, delete it",
    3,
  ).error;
}

/** Whether a plan may come to an engine that costs money, be it as the last one of a route. */
export function maySpend({ steps }: Plan): boolean {
  return steps.some(
    ({ takes, receipt }) => takes > 0 && (receipt?.candidates ?? []).some(({ quote }) => quote.takeMicros > 0),
  );
}

/** What is wrong with an event by its schema, in a few words; undefined when nothing is. */
export function eventFault(event: unknown): string | undefined {
  const [first] = shapeErrors("event", event);
  return first === undefined ? undefined : `${first.instancePath} ${first.keyword}`;
}

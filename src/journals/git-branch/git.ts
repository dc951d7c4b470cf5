import { devNull } from "node:os";
import type { ProcessOutcome, ProcessRunner } from "../../ports/process.ts";

/** How git is called for the state branch: settings that no file of a checkout can change, and nothing that runs a program. */
export interface GitPlace {
  readonly process: ProcessRunner;
  /** The bare repository of our own. */
  readonly folder: string;
  /** Where the branch lives: an address or a path. It may hold a password, so it never becomes an argument or a message. */
  readonly address: string;
  readonly token?: string | undefined;
  /** The process's variables; only git's own count of handed-in settings is read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface GitRequest {
  readonly words: readonly string[];
  readonly input?: string | Uint8Array;
  readonly timeoutMs: number;
  readonly outputBytesMax?: number;
  readonly bytes?: boolean;
  readonly date?: string;
}

/** Name of the remote, known only to the commands that are started here. */
export const REMOTE = "shotlock-state";
/** A connection that carries less than this for so long has ended. */
const LOW_SPEED_BYTES = 1;
const LOW_SPEED_SECONDS = 30;

export function runGit(place: GitPlace, request: GitRequest): Promise<ProcessOutcome> {
  return place.process.run({
    program: "git",
    arguments: request.words,
    environment: environmentOf(place, request.date),
    timeoutMs: request.timeoutMs,
    ...(request.input === undefined ? {} : { input: request.input }),
    ...(request.outputBytesMax === undefined ? {} : { outputBytesMax: request.outputBytesMax }),
    ...(request.bytes === true ? { outputEncoding: "latin1" as const } : {}),
  });
}

/** Settings through the environment: addresses and tokens as arguments would stand in every list of processes. */
function environmentOf(place: GitPlace, date: string | undefined): Readonly<Record<string, string>> {
  const before = Number(place.environment["GIT_CONFIG_COUNT"] ?? "0");
  const start = Number.isSafeInteger(before) && before > 0 ? before : 0;
  const settings = [...SETTINGS, [`remote.${REMOTE}.url`, place.address] as const, ...tokenSettings(place)];
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${start + index}`, key] as const,
    [`GIT_CONFIG_VALUE_${start + index}`, value] as const,
  ]);
  return {
    GIT_CONFIG_COUNT: String(start + settings.length),
    ...Object.fromEntries(numbered),
    // Inside a hook of the user's own repository git sets these; ours must not land there.
    GIT_DIR: place.folder,
    GIT_OBJECT_DIRECTORY: `${place.folder}/objects`,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: "",
    GIT_NAMESPACE: "",
    GIT_TERMINAL_PROMPT: "0",
    GCM_INTERACTIVE: "never",
    LC_ALL: "C",
    ...IDENTITY,
    ...(date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }),
  };
}

const IDENTITY = {
  GIT_AUTHOR_NAME: "shotlock",
  GIT_AUTHOR_EMAIL: "shotlock@localhost",
  GIT_COMMITTER_NAME: "shotlock",
  GIT_COMMITTER_EMAIL: "shotlock@localhost",
} as const;

/** The user's own settings still count for what they are needed for: credentials, proxies, certificates. */
const SETTINGS: readonly (readonly [string, string])[] = [
  ["core.hooksPath", devNull],
  ["core.fsmonitor", "false"],
  ["core.alternateRefsCommand", ""],
  ["protocol.allow", "never"],
  ["protocol.https.allow", "always"],
  ["protocol.http.allow", "always"],
  ["protocol.ssh.allow", "always"],
  ["protocol.file.allow", "always"],
  ["transfer.fsckObjects", "true"],
  ["transfer.credentialsInUrl", "allow"],
  ["fetch.recurseSubmodules", "false"],
  ["push.recurseSubmodules", "no"],
  ["push.gpgSign", "false"],
  ["push.followTags", "false"],
  ["commit.gpgSign", "false"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["http.lowSpeedLimit", String(LOW_SPEED_BYTES)],
  ["http.lowSpeedTime", String(LOW_SPEED_SECONDS)],
];

/** The token goes to that one address, over a line nobody reads, and follows no redirection to another. */
function tokenSettings({ address, token }: GitPlace): readonly (readonly [string, string])[] {
  if (token === undefined || !mayCarryToken(address)) return [];
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return [
    [`http.${address}.extraHeader`, `Authorization: Basic ${basic}`],
    ["http.followRedirects", "false"],
  ];
}

function mayCarryToken(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}

/** What git says, in one line, without the address and whatever stands in it. */
export function saidBy(outcome: ProcessOutcome, { address, token }: GitPlace): string {
  if (outcome.notFound) return "git is not installed";
  if (outcome.timedOut) return "git got no answer in time";
  let text = outcome.stderr.replaceAll(address, "the remote");
  if (token !== undefined && token !== "") text = text.replaceAll(token, "***");
  text = text.replace(/\b([a-z+]+:\/\/)[^\s/@]+@/g, "$1***@");
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("hint:"));
  const said = lines.slice(-3).join(" ").slice(0, SAID_CHARACTERS_MAX);
  return said === "" ? `git ended with ${outcome.exitCode ?? "a signal"}` : said;
}

const SAID_CHARACTERS_MAX = 400;

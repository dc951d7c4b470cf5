import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, ok, type Result } from "../../core/result.ts";
import { systemClock } from "../../kit/clock.ts";
import { resolveMediaTools } from "../../kit/ffmpeg.ts";
import { createProcessRunner } from "../../kit/process-runner.ts";
import type { SandboxEvent } from "../../sandbox/event-log.ts";
import type { Fault } from "../../sandbox/faults/fault-book.ts";
import { readFaults } from "../../sandbox/faults/read-faults.ts";
import { type Footage, noFootage } from "../../sandbox/footage.ts";
import { DUMMY_KEYS, type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/sandbox.ts";
import { stockFootage } from "../../sandbox/stock-footage.ts";
import { parseDocument } from "../../schema/parse-document.ts";
import type { Environment } from "../keys-folder.ts";
import { type Problem, problem } from "../problem.ts";
import { drawnFootage } from "./drawn-footage.ts";

export const FOOTAGE_KINDS = ["drawn", "stock", "none"] as const;
export type FootageKind = (typeof FOOTAGE_KINDS)[number];

export interface SandboxWish {
  readonly environment: Environment;
  readonly speed: number;
  readonly seed: number;
  readonly footage: FootageKind;
  /** YAML file of faults. */
  readonly scenario?: string;
  readonly ports?: SandboxOptions["ports"];
  told(event: SandboxEvent): void;
}

/** The vendors, running, and what a run needs to meet them. */
export interface RunningSandbox {
  readonly sandbox: Sandbox;
  /** Addresses file, outside of every repository, and keys that open an account: for the environment of a run. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Names of the variables in which the catalogue expects the vendors' keys. */
const KEY_NAMES = { runway: "RUNWAYML_API_SECRET", fal: "FAL_KEY" } as const;

export async function runSandbox(wish: SandboxWish): Promise<Result<RunningSandbox, Problem>> {
  const faults = wish.scenario === undefined ? ok([]) : readScenario(wish.scenario);
  if (!faults.ok) return problem(faults.error, "fields and words are explained in schemas/scenario.schema.json");
  const folder = mkdtempSync(join(tmpdir(), "shotlock-sandbox-"));
  const stopping = new AbortController();
  const leave = (): void => {
    stopping.abort(new Error("the sandbox was closed"));
    rmSync(folder, { recursive: true, force: true });
  };
  const footage = await footageOf(wish, folder, stopping.signal);
  if (!footage.ok) {
    leave();
    return footage;
  }
  try {
    const { seed, speed, ports, told } = wish;
    const sandbox = await startSandbox({
      ...{ clock: systemClock(), seed, speed, told, footage: footage.value, faults: faults.value },
      ...(ports === undefined ? {} : { ports }),
    });
    const addresses = join(folder, "addresses.yaml");
    writeFileSync(addresses, addressesFile(sandbox.addresses));
    return ok({
      sandbox,
      environment: {
        SHOTLOCK_ADDRESSES: addresses,
        [KEY_NAMES.runway]: DUMMY_KEYS.runway[0] ?? "",
        [KEY_NAMES.fal]: DUMMY_KEYS.fal[0] ?? "",
      },
      close: async () => {
        await sandbox.close();
        leave();
      },
    });
  } catch (thrown) {
    leave();
    if (!isPortTaken(thrown)) throw thrown;
    return problem("a port is taken by another program", "give another one with --port, or 0 for any that is free");
  }
}

function isPortTaken(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && (thrown.code === "EADDRINUSE" || thrown.code === "EACCES");
}

function readScenario(file: string): Result<readonly Fault[], string> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    return fail(`${file} cannot be read`);
  }
  const { value, diagnostics } = parseDocument("scenario", file, bytes);
  const [finding] = diagnostics.filter(({ severity }) => severity === "error");
  if (finding !== undefined) return fail(`${file}:${finding.line ?? 1} ${finding.message}`);
  const faults = readFaults(value);
  return faults.ok ? faults : fail(`${file} ${faults.error}`);
}

async function footageOf(wish: SandboxWish, folder: string, signal: AbortSignal): Promise<Result<Footage, Problem>> {
  if (wish.footage === "none") return ok(noFootage);
  const runner = createProcessRunner();
  const given = wish.environment["FFMPEG_PATH"];
  const found = await resolveMediaTools({ process: runner, ...(given === undefined ? {} : { ffmpegPath: given }) });
  if (!found.ok) return problem(found.error.message, found.error.hint);
  const media = found.value.tools;
  if (wish.footage === "stock") return ok(stockFootage(media, join(folder, "stock")));
  return ok(drawnFootage({ clock: systemClock(), process: runner, media, folder: join(folder, "drawn"), signal }));
}

function addressesFile(addresses: Sandbox["addresses"]): string {
  const lines = Object.entries(addresses).map(
    ([name, address]) => `  ${name}: { address: "${address}", private: true }`,
  );
  return ["schema: shotlock/addresses/1", "engines:", ...lines, ""].join("\n");
}

import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { sha256 } from "../core/digest.ts";
import { plainText } from "../core/plain-text.ts";
import type { Finding } from "../core/provenance/findings.ts";
import { judgeManifestStore } from "../core/provenance/judge-manifest.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { TrustAnchor } from "../core/trust.ts";
import { type C2paThread, C2paThreadBroken, createC2paThread, KeyRefused } from "../kit/c2pa/c2pa-thread.ts";
import { sha256OfFile } from "../kit/c2pa/file-digest.ts";
import { readManifest } from "../kit/c2pa/manifest-reader.ts";
import { c2paSettings } from "../kit/c2pa/settings.ts";
import type { SigningKeys } from "../kit/keys/signing-keys.ts";
import type { Clock } from "../ports/clock.ts";
import type { SignedFile, Signer, SignerFailure, SignRequest } from "../ports/signer.ts";

/** Above this the module's memory (five times the file) is too much, and the file is hashed outside of it. */
const IN_MEMORY_BYTES_MAX = 150_000_000;
const DAY_MS = 86_400_000;

export interface C2paSignerOptions {
  readonly keys: SigningKeys;
  readonly clock: Clock;
  /** Authorities whose takes may be put into an episode beside our own, as trust.json names them. */
  readonly trusted?: readonly TrustAnchor[];
  /** A thread that somebody else closes; absent: an own one. */
  readonly thread?: C2paThread;
  /** For tests of the other path with small files. */
  readonly inMemoryBytesMax?: number;
}

export interface C2paSigner extends Signer {
  /** Whole days until the certificate ends; negative when it has ended. */
  daysLeft(): number;
  /** Ends the thread; a later `sign` starts another. */
  close(): Promise<void>;
}

/**
 * Signs with @contentauth/c2pa-wasm in a thread of its own. What was written is read back from the disk and judged
 * before it gets its name; the source is never touched, and a failure leaves no target behind.
 */
export function createC2paSigner(options: C2paSignerOptions): C2paSigner {
  const { keys, clock, thread, inMemoryBytesMax } = options;
  const own = thread ?? createC2paThread();
  const trusts = claimSignersOf(keys, options.trusted ?? []);
  return {
    id: `c2pa:${keys.holder}`,
    development: keys.development,
    daysLeft: () => Math.floor((keys.claim.validToMs - clock.now()) / DAY_MS),
    sign: (request) =>
      signChecked({ thread: own, keys, clock, trusts }, inMemoryBytesMax ?? IN_MEMORY_BYTES_MAX, request),
    close: () => own.close(),
  };
}

/** Our own authority and those of the trust list, as one PEM bundle: takes of colleagues and of former keys count. */
function claimSignersOf(keys: SigningKeys, trusted: readonly TrustAnchor[]): string {
  const own = keys.claim.anchorsPem ?? String(keys.claim.chain.at(-1));
  return [own, ...trusted.map((anchor) => anchor.certificatePem)].map((pem) => `${pem.trim()}\n`).join("");
}

interface Desk {
  readonly thread: C2paThread;
  readonly keys: SigningKeys;
  readonly clock: Clock;
  /** PEM of the authorities that a reader must go by. */
  readonly trusts: string;
}

async function signChecked(
  { thread, keys, clock, trusts }: Desk,
  inMemoryBytesMax: number,
  request: SignRequest,
): Promise<Result<SignedFile, SignerFailure>> {
  const outdated = outdatedCertificate(keys, clock.now());
  if (outdated !== undefined) return fail(outdated);
  const source = resolve(request.source);
  const target = resolve(request.target);
  if (source === target) return fail(refused("source and target are the same file", "sign into another file"));
  if (!existsSync(source)) return fail(refused(`${source} is not there`, "the take's file must be in the store"));
  // The stored name appears only after the file was judged, so that a kill leaves at most a draft.
  const draft = `${target}.signing`;
  try {
    const settings = c2paSettings({ claimSigners: trusts });
    const manifest = await thread.sign(
      {
        source,
        target: draft,
        mimeType: request.mimeType,
        definition: request.definition,
        settings,
        ...(request.thumbnail === undefined ? {} : { thumbnail: resolve(request.thumbnail) }),
        ingredients: request.ingredients.map((ingredient) => ({ ...ingredient, path: resolve(ingredient.path) })),
        chain: keys.claim.chain.map((certificate) => new Uint8Array(certificate.raw)),
        alg: keys.claim.alg,
        big: statSync(source).size > inMemoryBytesMax,
      },
      keys.claim.rawSign,
      request.signal,
    );
    return await acceptDraft(thread, keys, settings, { draft, target, manifest });
  } catch (thrown) {
    return fail(failureOf(thrown));
  } finally {
    rmSync(draft, { force: true });
  }
}

interface Draft {
  readonly draft: string;
  readonly target: string;
  readonly manifest: Uint8Array;
}

/** Reads the written file back; only a file that `verify` would accept gets its name. */
async function acceptDraft(
  thread: C2paThread,
  keys: SigningKeys,
  settings: string,
  { draft, target, manifest }: Draft,
): Promise<Result<SignedFile, SignerFailure>> {
  const reading = await readManifest(thread, draft, settings);
  if (reading.kind === "reader-broken") return fail({ code: "SIGNER_BROKEN", message: reading.says, hint: TRY_AGAIN });
  if (reading.kind !== "store")
    return fail(refused(reading.kind === "none" ? "the manifest was not written" : reading.says, CHECK_DEFINITION));
  const components = reading.store.active.ingredients.filter((ingredient) => ingredient.relationship === "componentOf");
  const expected = components.flatMap((component) => component.manifestUrn ?? []);
  const reasons = judgeManifestStore(reading.store, components.length === 0 ? {} : { components: expected });
  const [reason] = reasons;
  if (reason !== undefined) return fail(refusedBecause(reason));
  if (reading.storeSha256 !== sha256(manifest))
    return fail(refused("the manifest in the file is not the one that was signed", TRY_AGAIN));
  const file = await sha256OfFile(draft);
  renameSync(draft, target);
  return ok({
    path: target,
    sha256: file.sha256,
    bytes: file.bytes,
    manifestUrn: reading.store.active.urn,
    manifestSha256: reading.storeSha256,
    signer: keys.holder,
    development: keys.development,
    manifestStore: manifest,
  });
}

const TRY_AGAIN = "try again; when it happens again, report it with the file";
const CHECK_DEFINITION = "the manifest's definition or an ingredient is not accepted by C2PA";
const CHECK_KEY = "check signer.key in shotlock.config.yaml: run the program by hand, unlock the token";
const RENEW = "renew the certificate at your authority; development keys: shotlock keys rotate";

function outdatedCertificate(keys: SigningKeys, nowMs: number): SignerFailure | undefined {
  const day = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
  const { validFromMs, validToMs } = keys.claim;
  if (nowMs > validToMs)
    return {
      code: "SIGNER_CERTIFICATE_EXPIRED",
      message: `the certificate of ${keys.holder} ended on ${day(validToMs)}`,
      hint: RENEW,
    };
  if (nowMs < validFromMs)
    return {
      code: "SIGNER_CERTIFICATE_EXPIRED",
      message: `the certificate of ${keys.holder} begins on ${day(validFromMs)}`,
      hint: "check the clock of this machine",
    };
  return undefined;
}

function refused(message: string, hint: string): SignerFailure {
  return { code: "SIGNER_REFUSED", message, hint };
}

function refusedBecause(reason: Finding): SignerFailure {
  if (reason.code === "signer-expired")
    return { code: "SIGNER_CERTIFICATE_EXPIRED", message: reason.says, hint: RENEW };
  return refused(
    `what was signed would not verify: ${reason.says}`,
    "check that chain, key and trust anchors belong together",
  );
}

/** The module's own words are for the record; which class it is depends on where it was thrown. */
function failureOf(thrown: unknown): SignerFailure {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof KeyRefused) return { code: "SIGNER_KEY_FAILED", message: plainText(message), hint: CHECK_KEY };
  if (thrown instanceof C2paThreadBroken) return { code: "SIGNER_BROKEN", message, hint: TRY_AGAIN };
  return refused(message, CHECK_DEFINITION);
}

import { randomBytes } from "node:crypto";
import type { Result } from "../../core/result.ts";
import { DEVELOPMENT_ORGANISATION } from "../../core/trust.ts";
import type { Period } from "./authority.ts";
import type { KeysFailure } from "./keys-failure.ts";
import { writePrivateFolder } from "./private-folder.ts";
import { KEY_FILES, loadSigningKeys, type SigningKeys } from "./signing-keys.ts";

const DAY_MS = 86_400_000;
const LEAF_DAYS = 365;
const INTERMEDIATE_DAYS = 5 * 365;
const ROOT_DAYS = 10 * 365;
/** Clocks of two machines differ. */
const BACKDATE_MS = DAY_MS;
const SALT_BYTES = 32;

export interface NewKeys {
  readonly nowMs: number;
  /** The salt of former keys: digests under it stay comparable. Absent: a new one. */
  readonly salt?: Uint8Array;
}

/**
 * `shotlock keys init`: root, intermediate and a leaf that signs claims, an ed25519 key for lock and journal, and the
 * production's salt, in a folder outside every repository. The authority's private keys are thrown away: nobody can issue
 * a second leaf under this root, and when the leaf ends a new folder is made. Overwrites nothing.
 */
export async function makeDevelopmentKeys(
  folder: string,
  { nowMs, salt }: NewKeys,
): Promise<Result<SigningKeys, KeysFailure>> {
  const period = (days: number): Period => ({
    from: new Date(nowMs - BACKDATE_MS),
    to: new Date(nowMs + days * DAY_MS),
  });
  // The certificate library takes long to load and is needed by nothing else.
  const { makeAuthority, newKeyPair, privateKeyPem } = await import("./authority.ts");
  const authority = await makeAuthority(DEVELOPMENT_ORGANISATION, period(ROOT_DAYS), period(INTERMEDIATE_DAYS));
  const leaf = await authority.issueLeaf({ commonName: "takes and episodes", period: period(LEAF_DAYS) });
  const written = writePrivateFolder(folder, {
    [KEY_FILES.chain]: leaf.chainPem,
    [KEY_FILES.claimKey]: leaf.privateKeyPem,
    [KEY_FILES.anchors]: authority.rootPem,
    [KEY_FILES.lockKey]: privateKeyPem(newKeyPair("ed25519")),
    [KEY_FILES.salt]: saltText(salt),
    [KEY_FILES.about]: aboutText(true, nowMs),
  });
  return written.ok ? loadSigningKeys({ folder: written.value }) : written;
}

/**
 * `shotlock keys init` for a studio with its own chain: only what signs locks and journal, and the salt. They are not
 * development keys, so they deserve a backup.
 */
export async function makeLockKeys(folder: string, { nowMs, salt }: NewKeys): Promise<Result<string, KeysFailure>> {
  const { newKeyPair, privateKeyPem } = await import("./authority.ts");
  return writePrivateFolder(folder, {
    [KEY_FILES.lockKey]: privateKeyPem(newKeyPair("ed25519")),
    [KEY_FILES.salt]: saltText(salt),
    [KEY_FILES.about]: aboutText(false, nowMs),
  });
}

function saltText(salt: Uint8Array | undefined): string {
  return `${Buffer.from(salt ?? randomBytes(SALT_BYTES)).toString("hex")}\n`;
}

function aboutText(development: boolean, nowMs: number): string {
  const about = { schema: "shotlock/keys/1", development, madeAt: new Date(nowMs).toISOString() };
  return `${JSON.stringify(about, null, 2)}\n`;
}

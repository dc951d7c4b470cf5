import { spawnSync } from "node:child_process";
import { createPrivateKey, randomBytes, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Basis } from "../../src/core/basis.ts";
import { sha256 } from "../../src/core/digest.ts";
import { shotManifest } from "../../src/core/provenance/shot-manifest.ts";
import type { Take } from "../../src/core/take.ts";
import {
  type Authority,
  CLAIM_SIGNING_USAGES,
  distinguishedName,
  issueCertificate,
  leafExtensions,
  makeAuthority,
  newKeyPair,
  pemOf,
  privateKeyPem,
} from "../../src/kit/keys/authority.ts";
import { certificatesOf, organisationOf, validityOf } from "../../src/kit/keys/certificates.ts";
import { bytesSignerFrom } from "../../src/kit/keys/ed25519.ts";
import { algorithmOf, signWithKey } from "../../src/kit/keys/raw-signer.ts";
import { anchorOf, type SigningKeys } from "../../src/kit/keys/signing-keys.ts";

/** What tests of signing share: a studio and its enemies, tiny clips, a take to speak of. */

export const HAS_FFMPEG = spawnSync("ffmpeg", ["-version"]).status === 0;
export const WHY_SKIPPED = HAS_FFMPEG ? "" : " (skipped: no ffmpeg on this machine)";

const DAY_MS = 86_400_000;
const days = (from: number, to: number) => ({
  from: new Date(Date.now() + from * DAY_MS),
  to: new Date(Date.now() + to * DAY_MS),
});
export const YEAR = days(-1, 365);
export const LAST_MONTH = days(-30, -2);
export const NEXT_MONTH = days(10, 40);

export function scratchFolder(): { path: (name: string) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-signing-"));
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function ffmpeg(...args: string[]): string {
  const run = spawnSync("ffmpeg", ["-hide_banner", "-loglevel", "error", "-y", ...args], { maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return run.stdout.toString();
}

/** One second of a moving test picture, 24 frames; every hue is another clip. */
export function makeClip(path: string, hue: number, sound = false): string {
  const picture = `testsrc2=size=320x180:rate=24:duration=1,hue=h=${hue}`;
  const audio = sound ? ["-f", "lavfi", "-i", "sine=frequency=440:duration=1", "-c:a", "aac"] : [];
  ffmpeg(
    "-f",
    "lavfi",
    "-i",
    picture,
    ...audio,
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "12",
    "-bitexact",
    "-movflags",
    "+faststart",
    path,
  );
  return path;
}

/** Hex SHA-256 of every decoded frame. */
export function frameHashes(path: string): string[] {
  const lines = ffmpeg("-i", path, "-map", "0:v", "-f", "framehash", "-hash", "sha256", "-").split("\n");
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").at(-1)?.trim() ?? "");
}

export interface Leaf {
  readonly chainPem: string;
  readonly privateKeyPem: string;
}

export async function authority(name: string): Promise<Authority> {
  return makeAuthority(name, days(-100, 3650), days(-100, 1000));
}

/** A certificate that signed itself, as an authority or not. */
export async function selfSigned(isAuthority: boolean): Promise<Leaf> {
  const pair = newKeyPair();
  const subject = distinguishedName("Example Studio", "alone");
  const extensions = leafExtensions(CLAIM_SIGNING_USAGES, isAuthority);
  const certificate = await issueCertificate({ subject, pair, period: YEAR, extensions });
  return { chainPem: pemOf(certificate), privateKeyPem: privateKeyPem(pair) };
}

export const SALT = new Uint8Array(32).fill(7);

/** Keys in memory, without the checks that loading from a folder makes. */
export function keysOf(leaf: Leaf, anchorsPem: string | undefined, development = false): SigningKeys {
  const chain = certificatesOf(leaf.chainPem);
  const first = chain[0] ?? new X509Certificate(leaf.chainPem);
  const alg = algorithmOf(first);
  const { fromMs, toMs } = validityOf(first);
  const lock = bytesSignerFrom(privateKeyPem(newKeyPair("ed25519")));
  const holder = organisationOf(first);
  createPrivateKey(leaf.privateKeyPem);
  return {
    development,
    holder,
    claim: {
      chain,
      anchorsPem,
      alg,
      rawSign: signWithKey(leaf.privateKeyPem, alg),
      validFromMs: fromMs,
      validToMs: toMs,
    },
    lock,
    salt: SALT,
    trust: {
      schema: "shotlock/trust/1",
      threshold: 1,
      keys: [
        {
          keyId: lock.keyId,
          publicKeyPem: lock.publicKeyPem,
          holder,
          roles: ["lock", "journal"],
          notBefore: new Date(fromMs).toISOString(),
          notAfter: new Date(toMs).toISOString(),
          development,
        },
      ],
      anchors: anchorsPem === undefined ? [] : certificatesOf(anchorsPem).map((root) => anchorOf(root, development)),
    },
  };
}

const BASIS: Basis = {
  algorithm: 1,
  intent: { digest: sha256("intent"), value: { action: "Josef sews" } },
  parts: { "character/josef#identity": { digest: sha256("josef"), value: { name: "Josef" } } },
};

/** An accepted take of `shot`, not signed yet. */
export function takeOf(shot: string, change: Partial<Take> = {}): Take {
  const identity = {
    engine: "animatic",
    model: "shotlock/animatic",
    modelVersion: "1.0.0",
    endpoint: "local/animatic",
  };
  return {
    id: "v001",
    tier: "animatic",
    madeAs: `ELV_E101_${shot}_v001`,
    origin: "generated",
    identity,
    basis: BASIS,
    orderDigest: sha256(`order ${shot}`),
    seed: "18446744073709551615",
    raw: sha256(`raw ${shot}`),
    facts: {
      sha256: sha256(`raw ${shot}`),
      bytes: 1000,
      container: "mp4",
      videoCodec: "h264",
      width: 320,
      height: 180,
      rate: "24",
      frames: 24,
      audio: false,
    },
    headFrames: 0,
    tailFrames: 0,
    judgement: {
      verdict: "pass",
      scorePerMille: 910,
      readings: [
        {
          gate: "black",
          verdict: "pass",
          unit: "share",
          direction: "lower-is-better",
          milli: 0,
          limitMilli: 100,
          says: "no black picture",
        },
        {
          gate: "likeness",
          verdict: "not-measured",
          unit: "score",
          direction: "higher-is-better",
          says: "no measure installed",
        },
      ],
    },
    verdict: "accepted",
    attempts: [
      {
        attempt: "a1",
        number: 1,
        identity: { ...identity, engine: "engine-y" },
        licence: "first",
        outcome: "failed",
        failure: "server",
        charge: { certainty: "known", micros: 0 },
      },
      {
        attempt: "a2",
        number: 2,
        identity,
        licence: "free-retry",
        outcome: "accepted",
        charge: { certainty: "known", micros: 120_000 },
        scorePerMille: 910,
        reassignedFrom: "engine-y",
      },
    ],
    costMicros: 120_000,
    operator: "anna",
    essence: sha256(`essence ${shot}`),
    lastFrame: sha256(`last ${shot}`),
    ...change,
  };
}

export function definitionOf(take: Take, shot: string) {
  return shotManifest({
    tool: { version: "0.1.0" },
    at: "2026-11-24T10:00:00Z",
    show: { id: "elves", title: "The Elves" },
    episode: { id: "E101", title: "The Elves and the Shoemaker" },
    shot,
    currency: "USD",
    take,
    prompt: "Josef sews by candle light",
    salt: SALT,
  });
}

export const realClock = { now: () => Date.now(), sleep: async () => undefined };
export const randomName = (): string => randomBytes(6).toString("hex");

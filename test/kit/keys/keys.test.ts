import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trustFingerprint, withoutDevelopment, withTrust } from "../../../src/core/trust.ts";
import { type Authority, newKeyPair, privateKeyPem } from "../../../src/kit/keys/authority.ts";
import { makeDevelopmentKeys, makeLockKeys } from "../../../src/kit/keys/development-keys.ts";
import { bytesSignerFrom, keyIdOf, signBytes, verifyBytes } from "../../../src/kit/keys/ed25519.ts";
import { signWithCommand } from "../../../src/kit/keys/raw-signer.ts";
import { KEY_FILES, loadSigningKeys, type SigningKeys } from "../../../src/kit/keys/signing-keys.ts";
import { readTrust, writeTrust } from "../../../src/kit/keys/trust-file.ts";
import { authority, scratchFolder, selfSigned, YEAR } from "../../signers/studio.ts";

const scratch = scratchFolder();
afterAll(() => scratch.remove());
const posix = process.platform !== "win32";
const NOW = Date.parse("2026-11-24T10:00:00Z");

describe("development keys", () => {
  let keys: SigningKeys;
  const folder = scratch.path("config/shotlock/keys");
  beforeAll(async () => {
    const made = await makeDevelopmentKeys(folder, { nowMs: NOW });
    if (!made.ok) throw new Error(made.error.message);
    keys = made.value;
  });

  test("say that they are development keys, everywhere", () => {
    expect(keys).toMatchObject({ development: true, holder: "shotlock development" });
    expect(keys.trust.keys.map((key) => key.development)).toEqual([true]);
    expect(keys.trust.anchors.map((anchor) => anchor.development)).toEqual([true]);
    expect(withoutDevelopment(keys.trust)).toMatchObject({ keys: [], anchors: [] });
    expect(keys.salt).toHaveLength(32);
  });

  test.skipIf(!posix)("nobody else can read them", () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(`${folder}/${name}`).mode & 0o777).toBe(0o600);
    chmodSync(`${folder}/${KEY_FILES.lockKey}`, 0o644);
    expect(loadSigningKeys({ folder })).toMatchObject({ ok: false, error: { code: "KEYS_READABLE_BY_OTHERS" } });
    chmodSync(`${folder}/${KEY_FILES.lockKey}`, 0o600);
    expect(loadSigningKeys({ folder }).ok).toBe(true);
  });

  test("are the same when loaded again, and are never overwritten", async () => {
    const loaded = loadSigningKeys({ folder });
    expect(loaded.ok && loaded.value.trust).toEqual(keys.trust);
    const before = readFileSync(`${folder}/${KEY_FILES.lockKey}`, "utf8");
    expect(await makeDevelopmentKeys(folder, { nowMs: NOW })).toMatchObject({
      ok: false,
      error: { code: "KEYS_EXIST" },
    });
    expect(readFileSync(`${folder}/${KEY_FILES.lockKey}`, "utf8")).toBe(before);
  });

  test("are refused inside a git work tree, through links as well", async () => {
    mkdirSync(scratch.path("repository/.git"), { recursive: true });
    const inside = await makeDevelopmentKeys(scratch.path("repository/deep/keys"), { nowMs: NOW });
    expect(inside).toMatchObject({ ok: false, error: { code: "KEYS_INSIDE_REPOSITORY" } });
    expect(existsSync(scratch.path("repository/deep"))).toBe(false);
    if (!posix) return;
    symlinkSync(scratch.path("repository"), scratch.path("elsewhere"));
    const through = await makeDevelopmentKeys(scratch.path("elsewhere/keys"), { nowMs: NOW });
    expect(through).toMatchObject({ ok: false, error: { code: "KEYS_INSIDE_REPOSITORY" } });
  });

  test("missing and broken ones are told apart", () => {
    expect(loadSigningKeys({ folder: scratch.path("nothing") })).toMatchObject({
      ok: false,
      error: { code: "KEYS_MISSING" },
    });
    const copy = scratch.path("broken");
    mkdirSync(copy, { mode: 0o700 });
    for (const name of readdirSync(folder))
      writeFileSync(`${copy}/${name}`, readFileSync(`${folder}/${name}`), { mode: 0o600 });
    writeFileSync(`${copy}/${KEY_FILES.claimKey}`, privateKeyPem(newKeyPair()), { mode: 0o600 });
    expect(loadSigningKeys({ folder: copy })).toMatchObject({ ok: false, error: { code: "KEYS_DO_NOT_MATCH" } });
    writeFileSync(`${copy}/${KEY_FILES.chain}`, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    expect(loadSigningKeys({ folder: copy })).toMatchObject({ ok: false, error: { code: "KEYS_BROKEN" } });
  });

  test("a studio's own chain is not called development, but the lock key of init still is", async () => {
    const studio = await authority("Example Studio");
    const leaf = await studio.issueLeaf({ commonName: "takes", period: YEAR });
    writeFileSync(scratch.path("chain.pem"), leaf.chainPem + studio.rootPem);
    writeFileSync(scratch.path("studio-key.pem"), leaf.privateKeyPem, { mode: 0o600 });
    const source = { folder, chainPath: scratch.path("chain.pem"), claimKeyPath: scratch.path("studio-key.pem") };
    const loaded = loadSigningKeys(source);
    if (!loaded.ok) throw new Error(loaded.error.message);
    expect(loaded.value).toMatchObject({ development: false, holder: "Example Studio" });
    expect(loaded.value.claim.chain).toHaveLength(2);
    expect(loaded.value.trust.anchors.map((anchor) => anchor.holder)).toEqual(["Example Studio"]);
    expect(loaded.value.trust.keys.map((key) => key.development)).toEqual([true]);
    // A development chain under another path is no studio's.
    const copied = loadSigningKeys({ folder, chainPath: `${folder}/${KEY_FILES.chain}` });
    expect(copied.ok && copied.value.development).toBe(true);
    // With a lock key of its own nothing is left of development.
    const own = await makeLockKeys(scratch.path("lock-keys"), { nowMs: NOW });
    if (!own.ok) throw new Error(own.error.message);
    const whole = loadSigningKeys({ ...source, folder: own.value });
    if (!whole.ok) throw new Error(whole.error.message);
    expect(withoutDevelopment(whole.value.trust)).toEqual(whole.value.trust);
    // What is said about a folder is development when it cannot be read.
    writeFileSync(`${own.value}/${KEY_FILES.about}`, "{");
    const unclear = loadSigningKeys({ ...source, folder: own.value });
    expect(unclear.ok && unclear.value.trust.keys.map((key) => key.development)).toEqual([true]);
  });
});

describe("a studio's chain and key", () => {
  const chainPath = scratch.path("studio/chain.pem");
  const claimKeyPath = scratch.path("studio/key.pem");
  let folder: string;
  let studio: Authority;
  let leaf: { readonly chainPem: string; readonly privateKeyPem: string };

  beforeAll(async () => {
    mkdirSync(scratch.path("studio"));
    const made = await makeLockKeys(scratch.path("studio/keys"), { nowMs: NOW });
    if (!made.ok) throw new Error(made.error.message);
    folder = made.value;
    studio = await authority("Example Studio");
    leaf = await studio.issueLeaf({ commonName: "takes", period: YEAR });
    writeFileSync(claimKeyPath, leaf.privateKeyPem, { mode: 0o600 });
  });

  const load = (chainPem: string): ReturnType<typeof loadSigningKeys> => {
    writeFileSync(chainPath, chainPem);
    return loadSigningKeys({ folder, chainPath, claimKeyPath });
  };
  const codeOf = (chainPem: string): string => {
    const loaded = load(chainPem);
    return loaded.ok ? "good" : loaded.error.code;
  };

  test("with its root or without: then the last certificate of the chain is the authority", () => {
    const withRoot = load(leaf.chainPem + studio.rootPem);
    const without = load(leaf.chainPem);
    if (!withRoot.ok || !without.ok) throw new Error("not loaded");
    const pems = [withRoot, without].map((loaded) => loaded.value.trust.anchors.map((anchor) => anchor.certificatePem));
    expect(pems.map((list) => list.map((pem) => pem.trim()))).toEqual([
      [studio.rootPem.trim()],
      [studio.intermediatePem.trim()],
    ]);
    expect(without.value.claim.chain).toHaveLength(2);
  });

  test("that leads nowhere is refused when it is read, not when somebody else reads the take", async () => {
    const [first = ""] = leaf.chainPem.split(/(?<=-----END CERTIFICATE-----\n)/);
    const stranger = await authority("Stranger");
    const noUsage = await studio.issueLeaf({ commonName: "x", period: YEAR, usages: ["1.3.6.1.5.5.7.3.2"] });
    expect(codeOf(first)).toBe("KEYS_UNFIT");
    expect(codeOf(first + studio.rootPem)).toBe("KEYS_UNFIT");
    expect(codeOf(first + stranger.intermediatePem)).toBe("KEYS_UNFIT");
    expect(codeOf(leaf.chainPem + stranger.rootPem)).toBe("KEYS_UNFIT");
    expect(codeOf(studio.intermediatePem + first)).toBe("KEYS_UNFIT");
    expect(codeOf(noUsage.chainPem)).toBe("KEYS_UNFIT");
    expect(codeOf((await selfSigned(false)).chainPem)).toBe("KEYS_UNFIT");
    expect(codeOf(leaf.chainPem + stranger.rootPem + studio.rootPem)).toBe("good");
    expect(codeOf("no certificate")).toBe("KEYS_BROKEN");
    rmSync(chainPath);
    expect(loadSigningKeys({ folder, chainPath, claimKeyPath })).toMatchObject({
      error: { code: "KEYS_MISSING", hint: expect.stringContaining("signer.chain") },
    });
  });

  test("behind a password, inside a repository, or away: each is said as what it is", () => {
    writeFileSync(chainPath, leaf.chainPem);
    const withKey = (path: string): string => {
      const loaded = loadSigningKeys({ folder, chainPath, claimKeyPath: path });
      return loaded.ok ? "good" : loaded.error.code;
    };
    const locked = scratch.path("studio/locked.pem");
    const passphrase = { cipher: "aes-256-cbc", passphrase: "secret" };
    const key = createPrivateKey(leaf.privateKeyPem);
    writeFileSync(locked, key.export({ type: "pkcs8", format: "pem", ...passphrase }), { mode: 0o600 });
    expect(withKey(locked)).toBe("KEYS_PASSWORD");
    writeFileSync(locked, key.export({ type: "sec1", format: "pem", ...passphrase }), { mode: 0o600 });
    expect(withKey(locked)).toBe("KEYS_PASSWORD");
    writeFileSync(locked, key.export({ type: "sec1", format: "pem" }), { mode: 0o600 });
    expect(withKey(locked)).toBe("good");
    mkdirSync(scratch.path("checkout/.git"), { recursive: true });
    writeFileSync(scratch.path("checkout/key.pem"), leaf.privateKeyPem, { mode: 0o600 });
    expect(withKey(scratch.path("checkout/key.pem"))).toBe("KEYS_INSIDE_REPOSITORY");
    expect(withKey(scratch.path("studio/none.pem"))).toBe("KEYS_MISSING");
    const noLockKey = loadSigningKeys({ folder: scratch.path("studio/none"), chainPath, claimKeyPath });
    expect(noLockKey).toMatchObject({ ok: false, error: { code: "KEYS_NO_LOCK_KEY" } });
  });

  test("new keys keep the salt, so that digests stay comparable", async () => {
    const made = await makeDevelopmentKeys(scratch.path("rotated"), { nowMs: NOW, salt: new Uint8Array(32).fill(9) });
    expect(made.ok && [...made.value.salt]).toEqual(Array.from({ length: 32 }, () => 9));
  });
});

describe("signatures over bytes", () => {
  const bytes = new TextEncoder().encode("a batch of events");

  test.each(["ed25519", "p256"] as const)("%s: holds for these bytes, this key and nothing else", (kind) => {
    const pem = privateKeyPem(newKeyPair(kind));
    const signer = bytesSignerFrom(pem);
    const signature = signer.signBytes(bytes);
    expect(signature.keyId).toBe(keyIdOf(signer.publicKeyPem));
    expect(verifyBytes(bytes, signature, signer.publicKeyPem)).toBe(true);
    expect(verifyBytes(new TextEncoder().encode("another"), signature, signer.publicKeyPem)).toBe(false);
    const other = bytesSignerFrom(privateKeyPem(newKeyPair(kind)));
    expect(verifyBytes(bytes, signature, other.publicKeyPem)).toBe(false);
    expect(verifyBytes(bytes, { ...signature, keyId: other.keyId }, signer.publicKeyPem)).toBe(false);
    expect(verifyBytes(bytes, { ...signature, signature: "" }, signer.publicKeyPem)).toBe(false);
    expect(verifyBytes(bytes, { ...signature, signature: `${signature.signature} ` }, signer.publicKeyPem)).toBe(false);
    expect(verifyBytes(bytes, signature, "no key")).toBe(false);
    expect(verifyBytes(bytes, signBytes(bytes, pem), signer.publicKeyPem)).toBe(true);
  });

  test("other kinds of keys are refused", () => {
    expect(() => bytesSignerFrom("no key at all")).toThrow();
  });
});

describe("a signing command", () => {
  const program = scratch.path("signer.mjs");
  const keyFile = scratch.path("command-key.pem");
  const pem = privateKeyPem(newKeyPair());
  beforeAll(() => {
    writeFileSync(keyFile, pem, { mode: 0o600 });
    const body = [
      'import { readFileSync } from "node:fs"; import { sign } from "node:crypto";',
      "const [, , how, keyFile] = process.argv; const bytes = readFileSync(0); const key = readFileSync(keyFile, 'utf8');",
      "if (how === 'fail') { console.error('token is locked'); process.exit(3); }",
      "if (how === 'short') process.stdout.write('x');",
      "else if (how === 'flood') process.stdout.write(Buffer.alloc(1e6));",
      "else process.stdout.write(sign('sha256', bytes, how === 'der' ? key : { key, dsaEncoding: 'ieee-p1363' }));",
    ].join("\n");
    writeFileSync(program, body);
  });
  const bytes = new TextEncoder().encode("to be signed");
  const run = (how: string): Promise<Uint8Array> =>
    signWithCommand([process.execPath, program, how, keyFile], "es256")(bytes);

  test("answers raw or in DER, and both hold", async () => {
    const { keyId, publicKeyPem } = bytesSignerFrom(pem);
    // DER drops leading zeros, so several signatures are tried.
    for (const how of ["raw", "der", "der", "der", "der", "der", "der"]) {
      const signature = Buffer.from(await run(how)).toString("base64");
      expect(verifyBytes(bytes, { keyId, signature }, publicKeyPem)).toBe(true);
    }
  });

  test("failing, short and flooding answers are errors with words", async () => {
    await expect(run("fail")).rejects.toThrow("token is locked");
    await expect(run("short")).rejects.toThrow("answered 1 bytes");
    await expect(run("flood")).rejects.toThrow("far too much");
    await expect(signWithCommand([scratch.path("not-there")], "es256")(bytes)).rejects.toThrow("did not start");
  });

  const hasOpenssl = (() => {
    try {
      execFileSync("openssl", ["version"]);
      return true;
    } catch {
      return false;
    }
  })();
  test.skipIf(!hasOpenssl)("openssl itself can be the command", async () => {
    const signature = await signWithCommand(["openssl", "dgst", "-sha256", "-sign", keyFile], "es256")(bytes);
    const { keyId, publicKeyPem } = bytesSignerFrom(pem);
    expect(verifyBytes(bytes, { keyId, signature: Buffer.from(signature).toString("base64") }, publicKeyPem)).toBe(
      true,
    );
  });
});

describe("trust.json", () => {
  test("comes back as it was written; anything wrong in it is refused whole", async () => {
    const made = await makeDevelopmentKeys(scratch.path("trust-keys"), { nowMs: NOW });
    if (!made.ok) throw new Error(made.error.message);
    const { trust } = made.value;
    expect(readTrust(writeTrust(trust))).toEqual({ ok: true, value: trust });
    const bad = (change: object): boolean => readTrust(JSON.stringify({ ...trust, ...change })).ok;
    const [key] = trust.keys;
    const [anchor] = trust.anchors;
    if (key === undefined || anchor === undefined) throw new Error("no key");
    expect(bad({})).toBe(true);
    // The schema that editors and other tools go by says the same.
    const schema = JSON.parse(readFileSync(new URL("../../../schemas/trust.schema.json", import.meta.url), "utf8"));
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    expect(validate(trust)).toBe(true);
    expect(validate({ ...trust, threshold: 0 })).toBe(false);
    expect(validate({ ...trust, extra: true })).toBe(false);
    expect(validate({ ...trust, keys: [{ ...key, roles: ["king"] }] })).toBe(false);
    expect(bad({ schema: "shotlock/trust/2" })).toBe(false);
    expect(bad({ threshold: 0 })).toBe(false);
    expect(bad({ threshold: 1.5 })).toBe(false);
    expect(bad({ extra: true })).toBe(false);
    expect(bad({ keys: [{ ...key, keyId: `sha256:${"0".repeat(64)}` }] })).toBe(false);
    expect(bad({ keys: [{ ...key, publicKeyPem: "x" }] })).toBe(false);
    expect(bad({ keys: [{ ...key, roles: ["king"] }] })).toBe(false);
    expect(bad({ keys: [{ ...key, notAfter: "tomorrow" }] })).toBe(false);
    expect(bad({ keys: [{ ...key, development: "no" }] })).toBe(false);
    expect(
      bad({
        anchors: [{ ...anchor, certificatePem: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" }],
      }),
    ).toBe(false);
    expect(bad({ keys: [key, { ...key, roles: ["journal"] }] })).toBe(false);
    expect(bad({ anchors: [{ ...anchor, fingerprint: key.keyId }] })).toBe(false);
    expect(bad({ anchors: [{ ...anchor, development: false }] })).toBe(false);
    expect(readTrust("[]").ok).toBe(false);
    expect(readTrust("not json").ok).toBe(false);
  });

  test("a second person's keys are added once", async () => {
    const [one, two] = [
      await makeDevelopmentKeys(scratch.path("one"), { nowMs: NOW }),
      await makeDevelopmentKeys(scratch.path("two"), { nowMs: NOW }),
    ];
    if (!one.ok || !two.ok) throw new Error("no keys");
    const both = withTrust(one.value.trust, two.value.trust);
    expect(both.keys).toHaveLength(2);
    expect(withTrust(both, two.value.trust)).toEqual(both);
    expect(trustFingerprint(both)).not.toBe(trustFingerprint(one.value.trust));
  });
});

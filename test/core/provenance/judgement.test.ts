import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/core/digest.ts";
import {
  lockStatementBytes,
  parseDsseEnvelope,
  parseLockStatement,
  preAuthenticationEncoding,
} from "../../../src/core/dsse.ts";
import { CHECK_OF } from "../../../src/core/provenance/checks.ts";
import { FINDING_CODES, finding, helpFor } from "../../../src/core/provenance/findings.ts";
import { judgeLockChain, type LockFacts } from "../../../src/core/provenance/judge-lock.ts";
import { judgeManifestStore } from "../../../src/core/provenance/judge-manifest.ts";
import { parseManifestStore } from "../../../src/core/provenance/manifest-store.ts";
import { parseFingerprint, shortFingerprint } from "../../../src/core/trust.ts";
import { exitCodeOf } from "../../../src/operations/verify/verify-report.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("findings", () => {
  test("each has a check it belongs to and one line of help", () => {
    expect(FINDING_CODES.length).toBeGreaterThan(40);
    for (const code of FINDING_CODES) {
      expect(CHECK_OF[code]).toBeDefined();
      expect(helpFor(code)).toMatch(/^[^\n]{20,120}$/);
      expect(finding(code, "x").severity).toMatch(/^(mismatch|unchecked|note)$/);
    }
  });

  test("a mismatch outweighs what could not be checked, a note outweighs nothing", () => {
    const subject = (...codes: Parameters<typeof finding>[0][]) => ({
      kind: "take" as const,
      name: "x",
      checks: [],
      findings: codes.map((code) => finding(code, "")),
    });
    expect(exitCodeOf([subject("timestamp-none")])).toBe(0);
    expect(exitCodeOf([subject("media-not-here"), subject("root-not-pinned")])).toBe(1);
    expect(exitCodeOf([subject("media-not-here"), subject("media-differs")])).toBe(2);
  });
});

describe("a manifest store from a stranger", () => {
  test("anything that is not one is refused, never read half", () => {
    for (const value of [
      null,
      1,
      "x",
      [],
      {},
      { manifests: {} },
      { manifests: { a: {} }, active_manifest: "b" },
      { manifests: [], active_manifest: 0 },
    ])
      expect(parseManifestStore(value)).toBeUndefined();
  });

  test("an empty one is accepted by nobody, and unknown codes are never a pass", () => {
    const base = { manifests: { a: {} }, active_manifest: "a" };
    const judge = (extra: object) => {
      const store = parseManifestStore({ ...base, ...extra });
      if (store === undefined) throw new Error("no store");
      return judgeManifestStore(store).map((entry) => entry.code);
    };
    expect(judge({})).toEqual(["signer-untrusted"]);
    expect(judge({ validation_state: "Trusted" })).toEqual(["signer-untrusted"]);
    const trusted = [{ code: "signingCredential.trusted", explanation: "found in [system_anchors]" }];
    const results = (failure: object[]) => ({
      validation_state: "Trusted",
      validation_results: { activeManifest: { success: trusted, failure } },
    });
    expect(judge(results([]))).toEqual([]);
    expect(judge({ ...results([]), validation_state: "Invalid" })).toEqual(["manifest-failure"]);
    expect(judge(results([{ code: "something.new" }]))).toEqual(["manifest-failure"]);
  });
});

describe("DSSE", () => {
  test("pre-authentication encoding, the example of its specification", () => {
    const encoded = preAuthenticationEncoding("http://example.com/HelloWorld", new TextEncoder().encode("hello world"));
    expect(text(encoded)).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  });

  test("a lock statement comes back as it was, and nothing else passes for one", () => {
    const statement = {
      lockFile: "E101.lock.json",
      lock: sha256("lock"),
      serial: 4,
      previous: sha256("3"),
      journalHead: null,
      tool: "shotlock 0.1.0",
    };
    const bytes = lockStatementBytes(statement);
    expect(parseLockStatement(bytes)).toEqual(statement);
    const underTrust = { ...statement, trust: sha256("trust.json") };
    expect(parseLockStatement(lockStatementBytes(underTrust))).toEqual(underTrust);
    const spoilt = text(lockStatementBytes(underTrust)).replace(sha256("trust.json"), "none");
    expect(parseLockStatement(new TextEncoder().encode(spoilt))).toBeUndefined();
    expect(text(bytes)).toContain('"predicateType":"https://shotlock.dev/lock/v1"');
    const changed = (from: string, to: string) =>
      parseLockStatement(new TextEncoder().encode(text(bytes).replace(from, to)));
    expect(changed("lock/v1", "lock/v2")).toBeUndefined();
    expect(changed("Statement/v1", "Statement/v0")).toBeUndefined();
    expect(changed('"serial":4', '"serial":"4"')).toBeUndefined();
    expect(changed(sha256("3"), "md5:1")).toBeUndefined();
    expect(changed("{", "")).toBeUndefined();
    expect(parseDsseEnvelope('{"payloadType":"x","payload":"","signatures":[{"keyid":1,"sig":""}]}')).toBeUndefined();
    expect(parseDsseEnvelope("[]")).toBeUndefined();
  });
});

describe("the chain of locks", () => {
  const lock = (serial: number, previous: string | null): LockFacts => ({
    fileName: "E101.lock.json",
    sha256: sha256(`lock ${serial}`),
    sha256WithPlainLines: sha256(`lock ${serial}`),
    serial,
    previous: previous === null ? null : sha256(previous),
    journalHead: null,
  });
  const signed = (serial: number) => ({
    serial,
    lock: sha256(`lock ${serial}`),
    previous: serial === 1 ? null : sha256(`lock ${serial - 1}`),
  });
  const codes = (facts: LockFacts, known: ReturnType<typeof signed>[] | undefined, fromJournal = false) =>
    judgeLockChain(facts, known === undefined ? undefined : { known, fromJournal }).map((entry) => entry.code);

  test("follows, stands still, falls back, forks, or cannot be known", () => {
    expect(codes(lock(3, "lock 2"), [signed(1), signed(2)])).toEqual([]);
    expect(codes(lock(2, "lock 1"), [signed(1), signed(2)])).toEqual([]);
    expect(codes(lock(1, null), [signed(1), signed(2)])).toEqual(["lock-serial-back"]);
    expect(codes(lock(3, "another"), [signed(1), signed(2)])).toEqual(["lock-chain-broken"]);
    expect(codes(lock(2, "lock 1"), [signed(1), { ...signed(2), lock: sha256("fork") }])).toEqual([
      "lock-chain-broken",
    ]);
    expect(codes(lock(5, "lock 4"), [signed(1)])).toEqual(["chain-unavailable"]);
    expect(codes(lock(2, "lock 1"), undefined)).toEqual(["chain-unavailable"]);
    expect(codes(lock(1, null), undefined)).toEqual(["chain-unavailable"]);
    expect(codes(lock(1, null), [])).toEqual(["chain-unavailable"]);
  });

  test("a journal records every lock, so one that it does not know is not checked", () => {
    expect(codes(lock(2, "lock 1"), [signed(1), signed(2)], true)).toEqual([]);
    expect(codes(lock(1, null), [], true)).toEqual(["lock-not-recorded"]);
    expect(codes(lock(3, "lock 2"), [signed(1), signed(2)], true)).toEqual(["lock-not-recorded"]);
    expect(codes(lock(5, "lock 4"), [signed(1)], true)).toEqual(["lock-not-recorded"]);
  });
});

describe("fingerprints", () => {
  test("are read as people paste them, and nothing else is", () => {
    const digest = sha256("x");
    const digits = digest.slice(7);
    for (const pasted of [
      digest,
      digits,
      digits.toUpperCase(),
      `SHA256:${digits}`,
      digits.replace(/(..)(?=.)/g, "$1:"),
      ` ${digest}\n`,
    ])
      expect(parseFingerprint(pasted)).toBe(digest);
    for (const wrong of ["", "sha256:", digits.slice(1), `${digits}0`, "g".repeat(64)])
      expect(parseFingerprint(wrong)).toBeUndefined();
    expect(shortFingerprint(digest)).toMatch(/^([0-9a-f]{4} ){4}\.\.\.( [0-9a-f]{4}){2}$/);
  });
});

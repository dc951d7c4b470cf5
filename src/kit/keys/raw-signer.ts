import { spawn } from "node:child_process";
import { createPrivateKey, type KeyObject, sign, type X509Certificate } from "node:crypto";
import type { CoseAlgorithm, RawSign } from "../c2pa/cose.ts";

/** A person may have to touch a token. */
const COMMAND_DEADLINE_MS = 120_000;
const ANSWER_BYTES_MAX = 4096;
const COMPLAINT_CHARACTERS_MAX = 500;
const HASH_OF: Readonly<Record<CoseAlgorithm, string | null>> = { es256: "sha256", es384: "sha384", ed25519: null };
/** Bytes of one number of a signature. */
const NUMBER_BYTES: Readonly<Record<CoseAlgorithm, number>> = { es256: 32, es384: 48, ed25519: 32 };
const DER_SEQUENCE = 0x30;
const DER_INTEGER = 0x02;

/** The signature algorithm that goes with a certificate's key; throws for keys that C2PA claims are not signed with here. */
export function algorithmOf(certificate: X509Certificate): CoseAlgorithm {
  const key: KeyObject = certificate.publicKey;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === "ed25519") return "ed25519";
  if (curve === "prime256v1") return "es256";
  if (curve === "secp384r1") return "es384";
  throw new Error(
    `a ${curve ?? key.asymmetricKeyType ?? "unknown"} certificate is not supported: P-256, P-384 or ed25519`,
  );
}

/** Signs with a private key in PKCS #8 PEM that this process holds. */
export function signWithKey(privateKeyPem: string, alg: CoseAlgorithm): RawSign {
  const key = createPrivateKey(privateKeyPem);
  return async (bytes) => sign(HASH_OF[alg], bytes, { key, dsaEncoding: "ieee-p1363" });
}

/**
 * Signs with a program of the user (a hardware token, a cloud key): the bytes to sign on its standard input, the raw
 * signature on its standard output, as r and s side by side or in DER, as OpenSSL writes it. Arguments, never a shell.
 */
export function signWithCommand(command: readonly [string, ...string[]], alg: CoseAlgorithm): RawSign {
  return async (bytes) => {
    const answer = await run(command, bytes);
    const expected = 2 * NUMBER_BYTES[alg];
    if (answer.length === expected) return answer;
    if (alg !== "ed25519" && answer[0] === DER_SEQUENCE) return fromDer(answer, NUMBER_BYTES[alg]);
    throw new Error(`the signing command answered ${answer.length} bytes, ${expected} were expected`);
  };
}

function run([program, ...rest]: readonly [string, ...string[]], input: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { stdio: ["pipe", "pipe", "pipe"], shell: false, timeout: COMMAND_DEADLINE_MS });
    const answer: Buffer[] = [];
    let bytes = 0;
    let complaint = "";
    child.on("error", (error) => reject(new Error(`the signing command did not start: ${error.message}`)));
    child.stdin.on("error", () => undefined);
    child.stdout.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > ANSWER_BYTES_MAX) child.kill();
      else answer.push(part);
    });
    child.stderr.on("data", (part: Buffer) => {
      complaint = (complaint + part.toString("utf8")).slice(0, COMPLAINT_CHARACTERS_MAX);
    });
    child.on("close", (code) => {
      if (bytes > ANSWER_BYTES_MAX) reject(new Error("the signing command answered far too much"));
      else if (code === 0) resolve(new Uint8Array(Buffer.concat(answer)));
      else reject(new Error(`the signing command failed (${code ?? "stopped"}): ${firstLine(complaint)}`));
    });
    child.stdin.end(input);
  });
}

/** Programs say first what is wrong, and then where in themselves. */
function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0] ?? "";
}

/** ECDSA-Sig-Value { r INTEGER, s INTEGER } -> r and s side by side, each `width` bytes. */
function fromDer(der: Uint8Array, width: number): Uint8Array {
  const broken = new Error("the signing command answered a broken signature");
  // Both numbers together stay below 128 bytes for these curves, so the length is one byte.
  if (der[1] !== der.length - 2) throw broken;
  const numbers: Buffer[] = [];
  for (let offset = 2; offset < der.length; ) {
    const length = der[offset + 1] ?? 0;
    const value = Buffer.from(der.subarray(offset + 2, offset + 2 + length));
    const digits = value.subarray(Math.max(0, value.length - width));
    const zeros = value.subarray(0, value.length - digits.length);
    if (der[offset] !== DER_INTEGER || value.length !== length || length === 0 || zeros.some((byte) => byte !== 0))
      throw broken;
    numbers.push(Buffer.concat([Buffer.alloc(width - digits.length), digits]));
    offset += 2 + length;
  }
  if (numbers.length !== 2) throw broken;
  return new Uint8Array(Buffer.concat(numbers));
}

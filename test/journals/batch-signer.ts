import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import type { BatchSigner } from "../../src/ports/journal.ts";

/** A key for tests alone, the same one in every process of a test. */
const SEED = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, 7)]);

export function testSigner(): BatchSigner {
  const privateKey = createPrivateKey({ key: SEED, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  return {
    sign: (bytes) => ({ keyId: "test", signature: sign(null, bytes, privateKey).toString("base64") }),
    verify: (bytes, keyId, signature) =>
      keyId === "test" && verify(null, bytes, publicKey, Buffer.from(signature, "base64")),
  };
}

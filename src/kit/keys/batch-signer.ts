import type { TrustDocument, TrustKey } from "../../core/trust.ts";
import type { BatchSigner } from "../../ports/journal.ts";
import { type BytesSigner, verifyBytes } from "./ed25519.ts";

/**
 * A batch counts when any key that trust.json names for journals signed it. Dates are not looked at: a batch written
 * while a key counted stays true afterwards, and the chain of hashes shows when later ones were added.
 */
export function journalBatchSigner(signer: BytesSigner, trust: TrustDocument): BatchSigner {
  return {
    sign: (bytes) => signer.signBytes(bytes),
    verify: (bytes, keyId, signature) => verifyBatch(trust.keys, bytes, keyId, signature),
  };
}

/** Checks batches by a trust list and signs nothing. */
export function journalBatchReader(trust: TrustDocument): BatchSigner {
  return {
    sign: () => {
      throw new Error("shotlock bug: something was journaled without keys");
    },
    verify: (bytes, keyId, signature) => verifyBatch(trust.keys, bytes, keyId, signature),
  };
}

function verifyBatch(keys: readonly TrustKey[], bytes: Uint8Array, keyId: string, signature: string): boolean {
  const key = keys.find((candidate) => candidate.keyId === keyId && candidate.roles.includes("journal"));
  return key !== undefined && verifyBytes(bytes, { keyId: key.keyId, signature }, key.publicKeyPem);
}

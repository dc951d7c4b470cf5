import type { X509Certificate } from "node:crypto";
import { fail, ok, type Result } from "../../core/result.ts";
import type { KeysFailure } from "./keys-failure.ts";

/** emailProtection and c2pa-kp-claimSigning: either makes a certificate fit for claims, both are the most portable. */
const CLAIM_USAGES: readonly string[] = ["1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.62558.2.1"];

export interface ClaimChain {
  /** Leaf first, without the root. */
  readonly chain: readonly X509Certificate[];
  /** The roots given; without one the last certificate of the chain, which is as far as anybody can follow it. */
  readonly anchors: readonly X509Certificate[];
}

/**
 * A studio's chain, leaf first: each signed by the next, the leaf made for signing claims. Found here, because readers of
 * C2PA would say no more than "invalid" about the finished take.
 */
export function claimChainOf(bundle: readonly X509Certificate[], source: string): Result<ClaimChain, KeysFailure> {
  const unfit = (message: string, hint: string): Result<never, KeysFailure> =>
    fail({ code: "KEYS_UNFIT", message: `${source}: ${message}`, hint });
  const isRoot = (certificate: X509Certificate): boolean => certificate.issuer === certificate.subject;
  const chain = bundle.filter((certificate, index) => index === 0 || !isRoot(certificate));
  const roots = bundle.filter((certificate, index) => index > 0 && isRoot(certificate));
  const [leaf] = chain;
  const last = chain.at(-1);
  if (leaf === undefined || last === undefined) return unfit("there is no certificate", "name the chain, leaf first");
  if (leaf.ca)
    return unfit(
      "its first certificate is an authority's, which C2PA accepts from nobody as a signer",
      "put the signing certificate (basicConstraints CA:FALSE) first, then those that vouch for it",
    );
  const usages = leaf.keyUsage ?? [];
  if (!usages.some((usage) => CLAIM_USAGES.includes(usage)))
    return unfit(
      "its certificate is not made for signing claims (no extendedKeyUsage that C2PA knows)",
      `ask your authority for extendedKeyUsage = ${CLAIM_USAGES.join(", ")} and keyUsage = critical, digitalSignature`,
    );
  if (isRoot(leaf) || (chain.length === 1 && roots.length === 0))
    return unfit(
      "it holds the signing certificate alone, so nobody could say who vouches for it",
      "add the certificate of the authority that issued it, below it in the same file",
    );
  const gap = chain.findIndex((certificate, index) => {
    const issuer = chain[index + 1];
    return issuer !== undefined && !isIssuedBy(certificate, issuer);
  });
  const order = "order the file from the signing certificate up to the authority, without a gap";
  if (gap >= 0) return unfit(`certificate ${gap + 1} is not signed by the next one`, order);
  if (roots.length > 0 && !roots.some((root) => isIssuedBy(last, root)))
    return unfit(`no root in it signed certificate ${chain.length}`, order);
  return ok({ chain, anchors: roots.length > 0 ? roots : [last] });
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

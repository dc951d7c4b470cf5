import { X509Certificate } from "node:crypto";
import { type Digest, sha256 } from "../../core/digest.ts";

const BLOCK = /-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+?)-----END CERTIFICATE-----/g;
/** A trust list of a whole industry has a few hundred certificates. */
const CERTIFICATES_MAX = 1000;
const PEM_CHARACTERS_MAX = 4 * 1024 * 1024;

/**
 * Every certificate of a PEM bundle in order. Throws with a sentence when there is none, when one is broken, or when
 * anything but white space stands between them: half a trust list must never pass for a whole one.
 */
export function certificatesOf(pem: string): readonly X509Certificate[] {
  if (pem.length > PEM_CHARACTERS_MAX) throw new Error("a PEM bundle of more than 4 MB is not read");
  const blocks = pem.match(BLOCK) ?? [];
  if (blocks.length === 0) throw new Error("there is no certificate in this PEM");
  if (blocks.length > CERTIFICATES_MAX) throw new Error(`more than ${CERTIFICATES_MAX} certificates in one PEM`);
  if (pem.replace(BLOCK, "").trim() !== "") throw new Error("this PEM holds something that is not a certificate");
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new Error(`certificate ${index + 1} of this PEM is broken`);
    }
  });
}

/** SHA-256 of the certificate's DER bytes. */
export function certificateFingerprint(certificate: X509Certificate): Digest {
  return sha256(certificate.raw);
}

/** Organisation of the subject, as viewers show a signer; the common name when there is none. */
export function organisationOf(certificate: X509Certificate): string {
  const subject = certificate.subject;
  return /^O=(.+)$/m.exec(subject)?.[1] ?? /^CN=(.+)$/m.exec(subject)?.[1] ?? "unnamed";
}

/** Milliseconds since the epoch between which the certificate counts. */
export function validityOf(certificate: X509Certificate): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: Date.parse(certificate.validFrom), toMs: Date.parse(certificate.validTo) };
}

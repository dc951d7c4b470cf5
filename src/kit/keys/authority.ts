import { generateKeyPairSync, type KeyObject, randomBytes, webcrypto } from "node:crypto";
import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** c2pa-kp-claimSigning and emailProtection: a leaf with both is read by every C2PA validator we know. */
export const CLAIM_SIGNING_USAGES = ["1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.4"] as const;
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const SERIAL_BYTES = 15;

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** An authority with its intermediate; it issues leaves that sign claims. */
export interface Authority {
  readonly rootPem: string;
  readonly intermediatePem: string;
  /** Chain (leaf, intermediate) and private key of a new leaf. */
  issueLeaf(request: LeafRequest): Promise<{ readonly chainPem: string; readonly privateKeyPem: string }>;
}

export interface LeafRequest {
  readonly commonName: string;
  readonly period: Period;
  readonly usages?: readonly string[];
  readonly kind?: "p256" | "ed25519";
}

export function newKeyPair(kind: "p256" | "ed25519" = "p256"): KeyPair {
  return kind === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
}

export function privateKeyPem(pair: KeyPair): string {
  return pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** A new root and intermediate on P-256. `organisation` is what viewers show as the signer. */
export async function makeAuthority(organisation: string, root: Period, intermediate: Period): Promise<Authority> {
  const rootPair = newKeyPair();
  const intermediatePair = newKeyPair();
  const rootName = distinguishedName(organisation, `${organisation} root`);
  const intermediateName = distinguishedName(organisation, `${organisation} intermediate`);
  const authorityUsages = new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true);
  const rootCertificate = await issueCertificate({
    subject: rootName,
    pair: rootPair,
    period: root,
    extensions: [new BasicConstraintsExtension(true, undefined, true), authorityUsages],
  });
  const issuer = { name: rootName, pair: rootPair };
  const intermediateCertificate = await issueCertificate({
    subject: intermediateName,
    pair: intermediatePair,
    issuer,
    period: intermediate,
    extensions: [new BasicConstraintsExtension(true, 0, true), authorityUsages],
  });
  return {
    rootPem: pemOf(rootCertificate),
    intermediatePem: pemOf(intermediateCertificate),
    async issueLeaf(request) {
      const pair = newKeyPair(request.kind);
      const leaf = await issueCertificate({
        subject: distinguishedName(organisation, request.commonName),
        pair,
        issuer: { name: intermediateName, pair: intermediatePair },
        period: request.period,
        extensions: leafExtensions(request.usages ?? CLAIM_SIGNING_USAGES),
      });
      return { chainPem: pemOf(leaf) + pemOf(intermediateCertificate), privateKeyPem: privateKeyPem(pair) };
    },
  };
}

/** Extensions of a certificate that signs claims. `authority` is true only in tests of what readers must refuse. */
export function leafExtensions(usages: readonly string[], authority = false): Extension[] {
  return [
    new BasicConstraintsExtension(authority, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([...usages], false),
  ];
}

export interface CertificateRequest {
  readonly subject: string;
  readonly pair: KeyPair;
  /** Absent: it signs itself. */
  readonly issuer?: { readonly name: string; readonly pair: KeyPair };
  readonly period: Period;
  readonly extensions: readonly Extension[];
}

/** One certificate, signed on P-256. */
export async function issueCertificate({
  subject,
  pair,
  issuer,
  period,
  extensions,
}: CertificateRequest): Promise<X509Certificate> {
  cryptoProvider.set(webcrypto);
  const signer = issuer?.pair ?? pair;
  const publicKey = publicKeyOf(pair);
  const der = signer.privateKey.export({ type: "pkcs8", format: "der" });
  return X509CertificateGenerator.create({
    // A leading 01 keeps the serial number positive and its length fixed.
    serialNumber: `01${randomBytes(SERIAL_BYTES).toString("hex")}`,
    subject,
    issuer: issuer?.name ?? subject,
    notBefore: period.from,
    notAfter: period.to,
    publicKey,
    signingKey: await webcrypto.subtle.importKey("pkcs8", der, ECDSA, false, ["sign"]),
    signingAlgorithm: ECDSA,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(publicKeyOf(signer)),
    ],
  });
}

function publicKeyOf(pair: KeyPair): PublicKey {
  return new PublicKey(pair.publicKey.export({ type: "spki", format: "der" }));
}

/** Commas and the like would end a name early. */
export function distinguishedName(organisation: string, commonName: string): string {
  const clean = (text: string): string => text.replace(/[^\p{L}\p{N} .-]/gu, " ").trim();
  return `C=XX, O=${clean(organisation)}, CN=${clean(commonName)}`;
}

export function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}

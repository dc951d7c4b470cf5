/**
 * Everything `verify` can find, one closed list. `mismatch`: something is not as signed (exit 2). `unchecked`: it could
 * not be looked at, which is never a pass (exit 1). `note`: said, and counted as neither.
 */
export type Severity = "mismatch" | "unchecked" | "note";

interface FindingKind {
  readonly severity: Severity;
  /** One line of help: what it means or what to do. */
  readonly help: string;
}

const mismatch = (help: string): FindingKind => ({ severity: "mismatch", help });
const unchecked = (help: string): FindingKind => ({ severity: "unchecked", help });
const note = (help: string): FindingKind => ({ severity: "note", help });

const KINDS = {
  // Trust
  "trust-missing": unchecked("without trust.json nobody knows whose signature counts: shotlock keys trust"),
  "trust-broken": unchecked("repair trust.json from git history, or write it again: shotlock keys trust"),
  "root-differs": mismatch("the trust list is not the one you pinned: ask whoever gave you the fingerprint"),
  "root-not-pinned": note("compare the fingerprint with the production's by another way, then pin it with --root"),
  "trust-changed": unchecked(
    "look at the history of trust.json; when the change is right, `shotlock apply` signs the lock again under it",
  ),
  "authority-outdated": note("what it vouched for does not count any more, or not yet"),
  // Lock
  "lock-missing": unchecked("nothing was produced yet, or the lock file is not checked out"),
  "lock-broken": mismatch("restore the lock file from git history"),
  "lock-unsigned": mismatch("the signature file is missing: restore it, or sign again with `shotlock apply`"),
  "lock-signature-broken": mismatch("the signature file cannot be read: restore it from git history"),
  "lock-signature-invalid": mismatch(
    "the signature does not fit its own statement: restore both files from git history",
  ),
  "lock-signature-stale": mismatch(
    "the lock was changed after it was signed: restore it, or sign again with `shotlock apply`",
  ),
  "lock-elsewhere": mismatch("put each episode's lock and signature back from git history"),
  "lock-line-endings": mismatch("the checkout changed line ends: set `*.lock.json text eol=lf` in .gitattributes"),
  "lock-key-unknown": mismatch("signed with a key that trust.json does not name"),
  "lock-key-not-for-locks": mismatch("trust.json does not allow this key to sign locks"),
  "lock-key-outdated": mismatch("the signing key does not count on this day: sign again with a current key"),
  "lock-key-development": mismatch("a production lock must be signed with the studio's own key"),
  "lock-too-few-signatures": mismatch("trust.json asks for more signatures than there are"),
  "lock-serial-back": mismatch("a newer lock was signed before: this is an old one put back"),
  "lock-chain-broken": mismatch("the lock does not follow the lock it should follow"),
  "lock-not-recorded": unchecked(
    "the journal's end is missing, or a run was stopped: `shotlock apply` records the lock",
  ),
  "chain-unavailable": unchecked("bring the journal here to check that no lock was skipped or put back"),
  // Journal
  "journal-broken": mismatch("the journal's chain of hashes is broken: restore it from a copy"),
  "journal-key-unknown": mismatch("a batch is signed by a key that trust.json does not name for journals"),
  "journal-not-read": unchecked("the journal is here and could not be read: check who may read it"),
  "journal-behind": mismatch("the journal does not hold the event that the lock names: restore the journal"),
  // Takes and their files
  "take-unsigned": mismatch("a circled take must be signed: shotlock apply signs it"),
  "media-not-here": unchecked("fetch the media store to check this file"),
  "media-differs": mismatch("bring the file back from another copy of the store, or ask for a retake"),
  "kept-differs": mismatch("what an engine delivered was changed in the store: bring it back from another copy"),
  "kept-not-here": unchecked("a file that the lock names beside the signed one is not in the store"),
  "copy-differs": mismatch("restore the readable copy from git history; the manifest in the file is what counts"),
  "copy-missing": unchecked("restore it from git history, or `shotlock apply` reads it out of the take again"),
  "poster-differs": mismatch("the poster is not the picture in the take's manifest: restore it from git history"),
  "poster-missing": unchecked("restore it from git history, or `shotlock apply` reads it out of the take again"),
  "output-differs": mismatch("the copy for people is not the signed file: `shotlock conform` lays it there again"),
  "manifest-missing": mismatch("the manifest was taken out of the file (a re-wrap does that): restore the signed file"),
  "manifest-broken": mismatch("the manifest cannot be read: restore the signed file"),
  "manifest-reader-broken": unchecked("the reader failed on this file; nothing is known about it"),
  "manifest-other": mismatch("the file carries another manifest than the lock names"),
  "manifest-bytes-differ": mismatch("the manifest's bytes are not those the lock names"),
  "media-changed-after-signing": mismatch("picture, sound or index were changed: bring the signed file back"),
  "manifest-content-changed": mismatch("a statement inside the manifest was changed after signing"),
  "claim-signature-bad": mismatch("the signature over the manifest's claim does not fit"),
  "signer-untrusted": mismatch("signed by somebody whom trust.json does not name"),
  "signer-wrong-list": mismatch("vouched for only as a person or a clock, which does not make a signer of takes"),
  "signer-expired": mismatch(
    "without a time stamp a signature ends with its certificate: retake, or adopt the file again",
  ),
  "signer-unfit": mismatch("the certificate is not made for signing claims"),
  "signer-development": mismatch("a production take must be signed with the studio's own certificate"),
  "signer-development-note": note("good for trying out, not for delivery; `verify --production` refuses them"),
  "timestamp-bad": mismatch("the time stamp in the manifest does not hold"),
  "timestamp-untrusted": note("name the authority of time stamps in trust.json (timeStampAnchors), or ask who it is"),
  "timestamp-none": note("so the signature counts only as long as its certificate does"),
  "manifest-failure": mismatch("the reader reports another failure; its code is in the message"),
  "assertion-missing": mismatch("the manifest does not say which take this is"),
  "assertion-differs": mismatch("the manifest speaks of another take than the lock"),
  // Episode
  "episode-not-conformed": note("no conformed episode in the lock: shotlock conform"),
  "component-changed": mismatch("a take's manifest inside the episode was changed after the conform"),
  "component-damaged": mismatch("a take was damaged already when the episode was put together"),
  "component-untrusted": mismatch("a take inside was signed by somebody whom trust.json does not name"),
  "component-expired": mismatch("a take inside was signed with a certificate that did not count any more"),
  "component-unsigned": mismatch("a take without manifest was put into the episode"),
  "components-differ": mismatch("the takes inside the episode are not those of the lock"),
  "table-differs": mismatch("the episode's table of pictures is not the lock's"),
  "pictures-differ": mismatch("the decoded pictures are not those that were conformed"),
  "pictures-not-checked": note("pictures were not decoded on request; without it nothing ties them to the takes"),
  "pictures-unreadable": unchecked("the pictures could not be decoded here: install ffmpeg"),
} as const satisfies Record<string, FindingKind>;

export type FindingCode = keyof typeof KINDS;

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The sentence for this case, without the subject's name. */
  readonly says: string;
}

export const FINDING_CODES = Object.keys(KINDS) as readonly FindingCode[];

export function finding(code: FindingCode, says: string): Finding {
  return { code, severity: KINDS[code].severity, says };
}

export function helpFor(code: FindingCode): string {
  return KINDS[code].help;
}

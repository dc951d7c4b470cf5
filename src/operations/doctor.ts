import type { Tier } from "../core/production.ts";

/** One thing that this machine or repository has or lacks, with the exact fix. */
export interface DoctorCheck {
  readonly id: string;
  readonly verdict: "ok" | "limited" | "missing";
  readonly says: string;
  /** What to type or set; present whenever the verdict is not `ok`. */
  readonly fix?: string;
  /** Tiers that need it. */
  readonly tiers: readonly Tier[];
}

/** What was found; gathered by compose, judged here. */
export interface DoctorFindings {
  readonly nodeVersion: string;
  readonly media:
    | { readonly kind: "native"; readonly version: string }
    /** `refused`: why an ffmpeg that is here is passed over. */
    | { readonly kind: "wasm"; readonly version: string; readonly refused?: string }
    | { readonly kind: "none"; readonly says: string };
  readonly canvas: boolean;
  readonly git: boolean;
  readonly productions: number;
  readonly keys:
    | { readonly kind: "none" }
    | {
        readonly kind: "development" | "studio";
        readonly signer: string;
        readonly expires: string;
        readonly daysLeft: number;
      };
  readonly trust: "present" | "missing" | "other-keys";
  readonly journal:
    | {
        readonly ok: true;
        /** `in .shotlock/journal`, `on the branch shotlock/state of origin`. */
        readonly place: string;
        readonly sequence: number;
        /** Present when it can be read and not written. */
        readonly unwritable?: { readonly says: string; readonly hint: string };
        /** Present when nothing may be paid for by it. */
        readonly refused?: { readonly says: string; readonly hint: string };
      }
    | { readonly ok: false; readonly says: string; readonly hint: string };
  readonly storeWritable: boolean;
  readonly catalogueDate: string;
  readonly catalogueAgeDays: number;
  /** Engines of this build that are not this machine's own. */
  readonly engines: readonly EngineFinding[];
  /** Fault of the file with addresses, which lies outside of the repository. */
  readonly addresses:
    | { readonly ok: true; readonly path: string }
    | { readonly ok: false; readonly says: string; readonly fix: string };
}

export interface EngineFinding {
  readonly engine: string;
  /** Variables that hold its key. */
  readonly secrets: readonly { readonly variable: string; readonly set: boolean }[];
  /** `own`: at its vendor's address; `missing`: it runs where the user says, and nobody said. */
  readonly address: "own" | "given" | "missing";
}

const ALL: readonly Tier[] = ["animatic", "draft", "final"];
const PAID: readonly Tier[] = ["draft", "final"];
const CATALOGUE_OLD_DAYS = 60;
const CERTIFICATE_SOON_DAYS = 30;

function mediaCheck(media: DoctorFindings["media"]): DoctorCheck {
  const fix = "Debian/Ubuntu: apt-get install ffmpeg · macOS: brew install ffmpeg · Windows: winget install ffmpeg";
  if (media.kind === "native")
    return {
      id: "ffmpeg",
      verdict: "ok",
      says: `ffmpeg ${media.version} of this system, 1280x720 animatics`,
      tiers: ALL,
    };
  if (media.kind === "wasm") {
    const why = media.refused ?? "no ffmpeg >= 5 on this machine";
    const says = `${why}: the bundled WASM build ${media.version} works, slower, 640x360 draft animatics`;
    return { id: "ffmpeg", verdict: "limited", says, fix, tiers: ALL };
  }
  return {
    id: "ffmpeg",
    verdict: "missing",
    says: media.says,
    fix: `${fix} · or: npm install @ffmpeg/core`,
    tiers: ALL,
  };
}

function keyChecks(findings: DoctorFindings): DoctorCheck[] {
  const { keys, trust } = findings;
  if (keys.kind === "none")
    return [{ id: "keys", verdict: "missing", says: "no signing keys", fix: "shotlock keys init", tiers: ALL }];
  const soon = keys.daysLeft < CERTIFICATE_SOON_DAYS;
  const checks: DoctorCheck[] = [
    soon
      ? {
          id: "keys",
          verdict: "limited",
          says: `the certificate of ${keys.signer} ends on ${keys.expires}`,
          fix: "renew it at your authority; development keys: shotlock keys rotate",
          tiers: ALL,
        }
      : { id: "keys", verdict: "ok", says: `${keys.kind} keys of ${keys.signer}, until ${keys.expires}`, tiers: ALL },
  ];
  if (keys.kind === "development")
    checks.push({
      id: "studio-key",
      verdict: "limited",
      says: "development signatures: readers see an unknown signer and `verify --production` refuses them",
      fix: "set signer.chain and signer.key in shotlock.config.yaml to your studio's certificate chain and key",
      tiers: PAID,
    });
  if (trust === "missing")
    checks.push({
      id: "trust",
      verdict: "missing",
      says: "no trust.json: nobody else can check the signatures",
      fix: "shotlock keys trust, then commit it",
      tiers: ALL,
    });
  if (trust === "other-keys")
    checks.push({
      id: "trust",
      verdict: "limited",
      says: "trust.json does not name the keys of this machine",
      fix: "shotlock keys trust adds them; commit it in a pull request",
      tiers: ALL,
    });
  return checks;
}

/** Judges the findings, in the order a person would mend them. */
export function doctorChecks(findings: DoctorFindings): readonly DoctorCheck[] {
  return [...machineChecks(findings), ...keyChecks(findings), ...recordChecks(findings), ...engineChecks(findings)];
}

function machineChecks(findings: DoctorFindings): DoctorCheck[] {
  const { productions } = findings;
  return [
    { id: "node", verdict: "ok", says: `Node ${findings.nodeVersion}`, tiers: ALL },
    mediaCheck(findings.media),
    findings.canvas
      ? { id: "canvas", verdict: "ok", says: "drawing works", tiers: ["animatic"] }
      : {
          id: "canvas",
          verdict: "missing",
          says: "@napi-rs/canvas cannot load on this machine",
          fix: "npm install @napi-rs/canvas (prebuilt for Linux, macOS, Windows)",
          tiers: ["animatic"],
        },
    findings.git
      ? { id: "git", verdict: "ok", says: "inside a git repository", tiers: ALL }
      : {
          id: "git",
          verdict: "limited",
          says: "not a git repository: nothing is versioned",
          fix: "git init",
          tiers: PAID,
        },
    productions > 0
      ? {
          id: "productions",
          verdict: "ok",
          says: `${productions} production${productions === 1 ? "" : "s"}`,
          tiers: ALL,
        }
      : { id: "productions", verdict: "missing", says: "no production here", fix: "shotlock init my-show", tiers: ALL },
  ];
}

function journalChecks(journal: DoctorFindings["journal"]): DoctorCheck[] {
  if (!journal.ok) return [{ id: "journal", verdict: "missing", says: journal.says, fix: journal.hint, tiers: ALL }];
  const { place, sequence, unwritable, refused } = journal;
  const says = `journal ${place} readable, ${sequence} events`;
  const checks: DoctorCheck[] = [
    unwritable === undefined
      ? { id: "journal", verdict: "ok", says, tiers: ALL }
      : { id: "journal", verdict: "missing", says: unwritable.says, fix: unwritable.hint, tiers: ALL },
  ];
  if (refused !== undefined)
    checks.push({ id: "journal-paid", verdict: "missing", says: refused.says, fix: refused.hint, tiers: PAID });
  return checks;
}

function recordChecks({ journal, storeWritable }: DoctorFindings): DoctorCheck[] {
  return [
    ...journalChecks(journal),
    storeWritable
      ? { id: "store", verdict: "ok", says: "store writable", tiers: ALL }
      : {
          id: "store",
          verdict: "missing",
          says: "the store's folder cannot be written",
          fix: "set store.path in shotlock.config.yaml to a folder of yours",
          tiers: ALL,
        },
  ];
}

function engineChecks(findings: DoctorFindings): DoctorCheck[] {
  const { catalogueDate, catalogueAgeDays } = findings;
  const stale = catalogueAgeDays > CATALOGUE_OLD_DAYS;
  const checks: DoctorCheck[] = [
    {
      id: "catalogue",
      verdict: stale ? "limited" : "ok",
      says: `prices and limits of ${catalogueDate}${stale ? `, ${catalogueAgeDays} days old` : ""}`,
      ...(stale ? { fix: "update shotlock, or override single entries by `catalogue:` in shotlock.config.yaml" } : {}),
      tiers: PAID,
    },
    ...(findings.addresses.ok ? [] : [addressesCheck(findings.addresses)]),
    ...findings.engines.map((engine) => engineCheck(engine, findings)),
  ];
  if (checks.some(({ id, verdict }) => id.startsWith("engine-") && verdict === "ok")) return checks;
  const says = "no engine for draft and final is set up here: they can be planned and priced, not rendered";
  return [...checks, { id: "engines", verdict: "limited", says, fix: "set the key of one of them", tiers: PAID }];
}

function addressesCheck({ says, fix }: { readonly says: string; readonly fix: string }): DoctorCheck {
  return { id: "addresses", verdict: "missing", says, fix, tiers: PAID };
}

function engineCheck({ engine, secrets, address }: EngineFinding, { addresses }: DoctorFindings): DoctorCheck {
  const id = `engine-${engine}`;
  const unset = secrets.filter(({ set }) => !set).map(({ variable }) => variable);
  if (address === "missing") {
    const file = addresses.ok ? addresses.path : "your addresses.yaml";
    return {
      id,
      verdict: "limited",
      says: `${engine}: it runs where you say, and no address is written down`,
      fix: `in ${file}: engines: { ${engine}: { address: "http://127.0.0.1:8188", private: true } }`,
      tiers: PAID,
    };
  }
  if (unset.length > 0) {
    const fix = unset.map((variable) => `export ${variable}=...`).join("; ");
    return { id, verdict: "limited", says: `${engine}: ${unset.join(", ")} is not set`, fix, tiers: PAID };
  }
  const where = address === "given" ? ", at the address you gave" : "";
  return { id, verdict: "ok", says: `${engine}: set up${where}`, tiers: PAID };
}

import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { engines } from "../engines/registry.ts";
import { workTreeOf } from "../kit/keys/private-folder.ts";
import { type DoctorCheck, type DoctorFindings, doctorChecks } from "../operations/doctor.ts";
import { addressesPath, readAddresses } from "./addresses-file.ts";
import { hasAddress } from "./engine-network.ts";
import { presentSecrets, secretVariable } from "./engine-secrets.ts";
import { journalPlace, paidRefusal } from "./open-journal.ts";
import type { Shop } from "./shop.ts";

const DAY_MS = 86_400_000;

/** Gathers what this machine and repository have; the judgement is pure. */
export async function runDoctor(shop: Shop, productions: number): Promise<readonly DoctorCheck[]> {
  const media = await shop.media();
  const catalogue = shop.catalogue();
  const catalogueDate = catalogue.ok ? catalogue.value.date : "1970-01-01";
  return doctorChecks({
    nodeVersion: process.versions.node,
    media: media.ok
      ? {
          kind: media.value.tools.kind,
          version: media.value.tools.version,
          ...(media.value.refused === undefined ? {} : { refused: media.value.refused }),
        }
      : { kind: "none", says: media.error.message },
    canvas: await canvasLoads(),
    git: workTreeOf(shop.repository.root) !== undefined,
    productions,
    keys: keysFinding(shop),
    trust: trustFinding(shop),
    journal: await journalFinding(shop),
    storeWritable: isWritable(shop),
    catalogueDate,
    catalogueAgeDays: Math.floor((shop.clock.now() - Date.parse(catalogueDate)) / DAY_MS),
    ...engineFindings(shop),
  });
}

function engineFindings(shop: Shop): Pick<DoctorFindings, "engines" | "addresses"> {
  const read = readAddresses(shop.environment, process.platform);
  const addresses = read.ok ? read.value : {};
  return {
    addresses: read.ok
      ? { ok: true, path: addressesPath(shop.environment, process.platform) }
      : { ok: false, says: read.error.message, fix: read.error.hint },
    engines: engines
      .filter((engine) => engine.address !== undefined || engine.pollEveryMs === undefined)
      .map((engine) => ({
        engine: engine.id,
        secrets: engine.secrets.map((name) => ({
          variable: secretVariable(shop.config, engine, name),
          set: presentSecrets(shop, engine).includes(name),
        })),
        address: addresses[engine.id] !== undefined ? "given" : hasAddress(shop, engine, addresses) ? "own" : "missing",
      })),
  };
}

async function canvasLoads(): Promise<boolean> {
  try {
    const { createCanvas } = await import("@napi-rs/canvas");
    return createCanvas(2, 2).width === 2;
  } catch {
    return false;
  }
}

async function journalFinding(shop: Shop): Promise<DoctorFindings["journal"]> {
  const journal = shop.journal();
  if (!journal.ok) return { ok: false, says: journal.error.message, hint: journal.error.hint };
  const read = await journal.value.read();
  if (!read.ok) return { ok: false, says: read.error.message, hint: read.error.hint };
  const writable = await journal.value.writable?.();
  const refused = await paidRefusal(shop);
  return {
    ok: true,
    place: journalPlace(shop),
    sequence: read.value.sequence,
    ...(writable?.ok === false ? { unwritable: { says: writable.error.message, hint: writable.error.hint } } : {}),
    ...(refused === undefined ? {} : { refused: { says: refused.message, hint: refused.hint } }),
  };
}

function keysFinding(shop: Shop): DoctorFindings["keys"] {
  const keys = shop.keys.signing();
  if (!keys.ok) return { kind: "none" };
  const { development, holder, claim } = keys.value;
  return {
    kind: development ? "development" : "studio",
    signer: holder,
    expires: new Date(claim.validToMs).toISOString().slice(0, 10),
    daysLeft: Math.floor((claim.validToMs - shop.clock.now()) / DAY_MS),
  };
}

function trustFinding(shop: Shop): DoctorFindings["trust"] {
  const trust = shop.keys.trust();
  if (!trust.ok || trust.value === undefined) return "missing";
  const keys = shop.keys.signing();
  if (!keys.ok) return "present";
  return trust.value.keys.some((key) => key.keyId === keys.value.lock.keyId) ? "present" : "other-keys";
}

function isWritable(shop: Shop): boolean {
  const folder = shop.repository.path(shop.config.store?.path ?? ".shotlock/store");
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

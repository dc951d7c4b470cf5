import { fail, ok, type Result } from "../core/result.ts";
import { countsAt, shortFingerprint, type TrustDocument, trustFingerprint } from "../core/trust.ts";
import type { SigningKeys } from "../kit/keys/signing-keys.ts";
import type { Problem } from "./problem.ts";
import type { Shop } from "./shop.ts";
import type { Said } from "./workshop.ts";

const DAY_CHARACTERS = 10;
const DAY_MS = 86_400_000;
/** A certificate that ends within this time is spoken of. */
const SOON_DAYS = 30;
const MODES_ON_WINDOWS =
  "Windows has no file modes: these files are as safe as the folder's rights, by default yours and the administrators'";

const day = (time: string | number): string => new Date(time).toISOString().slice(0, DAY_CHARACTERS);

/** `keys init`: the keys that are missing, and their public side in trust.json. */
export async function initKeys(shop: Shop): Promise<Result<Said, Problem>> {
  const { keys } = shop;
  const made = await keys.init(shop.clock.now());
  if (!made.ok) return made;
  const published = keys.publish(made.value.keys);
  if (!published.ok) return published;
  const what = keys.isStudio
    ? `a key for locks and journal, and the salt of the digests, for ${made.value.keys.holder}`
    : "development keys";
  const lines = made.value.made
    ? [`made ${what} in ${keys.folder} (kept outside the repository)`]
    : [`keys are there already, in ${keys.folder}`];
  if (made.value.made && keys.isStudio) lines.push("back that folder up: nobody else has this key");
  if (made.value.made && process.platform === "win32") lines.push(MODES_ON_WINDOWS);
  lines.push(publishedSays(shop, published.value.changed));
  return ok({ says: lines.join("\n") });
}

function publishedSays(shop: Shop, changed: boolean): string {
  const { trustFile } = shop.keys;
  return changed ? `wrote their public side to ${trustFile}: commit it` : `${trustFile} names them`;
}

/** `keys show`: who signs here, until when, and what others pin. */
export function showKeys(shop: Shop): Result<Said, Problem> {
  const keys = shop.keys.signing();
  if (!keys.ok) return keys;
  const trust = shop.keys.trust();
  if (!trust.ok) return trust;
  const admitted = trust.value === undefined ? undefined : shop.keys.admit(keys.value);
  const list =
    trust.value === undefined
      ? `none yet: shotlock keys trust writes ${shop.keys.trustFile}`
      : `${trustFingerprint(trust.value)}  (pin it: shotlock verify --root ...)`;
  return ok({
    says: [
      ...describe(keys.value, shop.clock.now()),
      `trust list   ${list}`,
      ...(admitted?.ok === false ? [`             does not name these keys yet: shotlock keys trust`] : []),
    ].join("\n"),
  });
}

function describe(keys: SigningKeys, nowMs: number): readonly string[] {
  const warning = endsSoon(keys, nowMs);
  return [
    `signer       ${keys.holder}${keys.development ? "  DEVELOPMENT: readers see an unknown signer" : ""}`,
    `certificate  until ${day(keys.claim.validToMs)}${warning === undefined ? "" : `  ${warning.says}`}`,
    `lock key     ${shortFingerprint(keys.lock.keyId)}${keys.trust.keys[0]?.development === true ? "  DEVELOPMENT" : ""}`,
  ];
}

interface CertificateWarning {
  readonly says: string;
  readonly hint: string;
  /** False: nothing can be signed with it today. */
  readonly counts: boolean;
}

/** What to say of a certificate that has ended, ends soon or has not begun; undefined when there is nothing to say. */
export function endsSoon(keys: SigningKeys, nowMs: number): CertificateWarning | undefined {
  const { validFromMs, validToMs } = keys.claim;
  const name = `the certificate of ${keys.holder}`;
  const hint = keys.development ? "shotlock keys rotate makes new ones" : "renew it at your authority";
  if (nowMs > validToMs) return { says: `${name} ended on ${day(validToMs)}`, hint, counts: false };
  if (nowMs < validFromMs)
    return { says: `${name} begins on ${day(validFromMs)}`, hint: "check the clock of this machine", counts: false };
  const days = Math.floor((validToMs - nowMs) / DAY_MS);
  if (days >= SOON_DAYS) return undefined;
  const says = `${name} ends in ${days} days: what it signed counts no longer then, without a time stamp`;
  return { says, hint, counts: true };
}

/** `keys list`: everybody whom trust.json names, and which of them is us. */
export function listKeys(shop: Shop): Result<Said, Problem> {
  const trust = shop.keys.trust();
  if (!trust.ok) return trust;
  if (trust.value === undefined)
    return fail({
      message: `there is no ${shop.keys.trustFile}`,
      hint: "shotlock keys init makes keys and writes it",
      exitCode: 1,
    });
  const own = shop.keys.signing();
  const mine = own.ok ? own.value.trust : undefined;
  return ok({ says: [...entries(trust.value, mine, shop.clock.now()), "", fingerprintLine(trust.value)].join("\n") });
}

function fingerprintLine(trust: TrustDocument): string {
  const threshold = trust.threshold === 1 ? "one signature" : `${trust.threshold} signatures`;
  return `a lock needs ${threshold}; fingerprint of this list: ${trustFingerprint(trust)}`;
}

function entries(trust: TrustDocument, mine: TrustDocument | undefined, nowMs: number): readonly string[] {
  const marks = (entry: { development: boolean; notBefore: string; notAfter: string }, isMine: boolean): string =>
    [
      ...(entry.development ? ["DEVELOPMENT"] : []),
      ...(countsAt(entry, nowMs) ? [] : ["DOES NOT COUNT TODAY"]),
      ...(isMine ? ["yours"] : []),
    ]
      .map((mark) => `  ${mark}`)
      .join("");
  const keys = trust.keys.map((key) => {
    const isMine = mine?.keys.some((own) => own.keyId === key.keyId) === true;
    return `key        ${shortFingerprint(key.keyId)}  signs ${key.roles.join(" and ")}, until ${day(key.notAfter)}  ${key.holder}${marks(key, isMine)}`;
  });
  const lists = [
    ["takes", trust.anchors],
    ["people", trust.peopleAnchors ?? []],
    ["time stamps", trust.timeStampAnchors ?? []],
  ] as const;
  const anchors = lists.flatMap(([what, list]) =>
    list.map((anchor) => {
      const isMine = mine?.anchors.some((own) => own.fingerprint === anchor.fingerprint) === true;
      return `authority  ${shortFingerprint(anchor.fingerprint)}  vouches for ${what}, until ${day(anchor.notAfter)}  ${anchor.holder}${marks(anchor, isMine)}`;
    }),
  );
  return [...keys, ...anchors];
}

/** `keys trust`: adds our public keys to trust.json. */
export function publishKeys(shop: Shop): Result<Said, Problem> {
  const keys = shop.keys.signing();
  if (!keys.ok) return keys;
  const published = shop.keys.publish(keys.value);
  if (!published.ok) return published;
  const { trustFile } = shop.keys;
  if (!published.value.changed) return ok({ says: `${trustFile} names these keys already` });
  return ok({
    says: [
      `wrote ${trustFile}: commit it; its fingerprint is now ${trustFingerprint(published.value.trust)}`,
      "shotlock apply signs the lock again under the changed list; until then verify says that it changed",
    ].join("\n"),
  });
}

/** `keys rotate`: new keys in the place of the old ones; trust.json names both. */
export async function rotateKeys(shop: Shop): Promise<Result<Said, Problem>> {
  const rotated = await shop.keys.rotate(shop.clock.now());
  if (!rotated.ok) return rotated;
  const published = shop.keys.publish(rotated.value.keys);
  if (!published.ok) return published;
  const { trustFile, folder } = shop.keys;
  return ok({
    says: [
      `made new keys in ${folder}; the old ones lie in ${rotated.value.old}`,
      `${trustFile} names both: takes and journal signed before stay verifiable. Commit it, and hand out its new fingerprint:`,
      trustFingerprint(published.value.trust),
      "shotlock apply signs each lock with the new key. Then leave the old one the role journal only, or set its notAfter",
    ].join("\n"),
  });
}

import { ok, type Result } from "../core/result.ts";
import { shortFingerprint, trustFingerprint } from "../core/trust.ts";
import type { SigningKeys } from "../kit/keys/signing-keys.ts";
import { shownPath } from "./open-keys.ts";
import type { Problem } from "./problem.ts";
import type { Shop } from "./shop.ts";
import type { Said } from "./workshop.ts";

const DAY = 10;

/** `keys init`: development keys when there are none, and their public side in trust.json. */
export async function initKeys(shop: Shop): Promise<Result<Said, Problem>> {
  const made = await shop.keys.init(shop.clock.now());
  if (!made.ok) return made;
  const published = shop.keys.publish(made.value.keys);
  if (!published.ok) return published;
  const first = made.value.made
    ? `made development keys in ${shop.keys.folder} (kept outside the repository)`
    : `keys are there already, in ${shop.keys.folder}`;
  const second = published.value.changed
    ? `wrote their public side to ${shownPath(shop.repository, shop.keys.trustFile)}: commit it`
    : `${shop.keys.trustFile} names them`;
  return ok({ says: `${first}\n${second}` });
}

/** `keys show`: who signs here, until when, and what others pin. */
export function showKeys(shop: Shop): Result<Said, Problem> {
  const keys = shop.keys.signing();
  if (!keys.ok) return keys;
  const trust = shop.keys.trust();
  if (!trust.ok) return trust;
  return ok({
    says: [
      ...describe(keys.value),
      ...(trust.value === undefined
        ? []
        : [`trust list   ${trustFingerprint(trust.value)}  (pin it: shotlock verify --root ...)`]),
    ].join("\n"),
  });
}

function describe(keys: SigningKeys): readonly string[] {
  const until = new Date(keys.claim.validToMs).toISOString().slice(0, DAY);
  return [
    `signer       ${keys.holder}${keys.development ? "  DEVELOPMENT: readers see an unknown signer" : ""}`,
    `certificate  until ${until}`,
    `lock key     ${shortFingerprint(keys.lock.keyId)}`,
  ];
}

/** `keys trust`: adds our public keys to trust.json. */
export function publishKeys(shop: Shop): Result<Said, Problem> {
  const keys = shop.keys.signing();
  if (!keys.ok) return keys;
  const published = shop.keys.publish(keys.value);
  if (!published.ok) return published;
  return ok({
    says: published.value.changed
      ? `wrote ${shop.keys.trustFile}: commit it`
      : `${shop.keys.trustFile} names these keys already`,
  });
}

import { plainText } from "../plain-text.ts";
import { type Finding, type FindingCode, finding } from "./findings.ts";
import type { ManifestStore, StatusEntry, ValidationResults } from "./manifest-store.ts";

/**
 * How the reader names the list of claim signers in its explanation. A signer found in any other list (people, time
 * stamps) is called trusted by c2pa-wasm 0.13.3 as well, so the list's name is what counts (decision 0006).
 */
export const CLAIM_SIGNER_LIST = "[system_anchors]";

const MEDIA = "the file is not the one that was signed (bytes changed)";
const CONTENT = "a statement inside the manifest was changed";
const SIGNATURE = "the signature over the manifest does not fit";
const UNTRUSTED = "signed by somebody who is not trusted here";
const EXPIRED = "the signing certificate has ended or has not begun";

/** Codes of the C2PA specification -> ours. What is not listed becomes `manifest-failure`, never a pass. */
const OF_STATUS: Readonly<Record<string, readonly [FindingCode, string]>> = {
  "assertion.bmffHash.mismatch": ["media-changed-after-signing", MEDIA],
  "assertion.bmffHash.malformed": ["media-changed-after-signing", MEDIA],
  "assertion.dataHash.mismatch": ["media-changed-after-signing", MEDIA],
  "assertion.hashedURI.mismatch": ["manifest-content-changed", CONTENT],
  "assertion.missing": ["manifest-content-changed", CONTENT],
  "assertion.undeclared": ["manifest-content-changed", CONTENT],
  "ingredient.manifest.mismatch": ["manifest-content-changed", "its manifest is not the one that was put in"],
  "claimSignature.mismatch": ["claim-signature-bad", SIGNATURE],
  "claimSignature.missing": ["claim-signature-bad", SIGNATURE],
  "signingCredential.untrusted": ["signer-untrusted", UNTRUSTED],
  "signingCredential.expired": ["signer-expired", EXPIRED],
  "claimSignature.outsideValidity": ["signer-expired", EXPIRED],
  "signingCredential.invalid": ["signer-unfit", "the signing certificate is not made for this"],
  "signingCredential.ocsp.revoked": ["signer-untrusted", "the signing certificate was called back"],
  "timeStamp.mismatch": ["timestamp-bad", "the time stamp does not fit"],
  "timeStamp.malformed": ["timestamp-bad", "the time stamp is broken"],
  "timeStamp.untrusted": ["timestamp-bad", "the time stamp's authority is not trusted"],
};

/** Failures of a component's signer; every other one is damage. */
const OF_COMPONENT: Partial<Readonly<Record<FindingCode, FindingCode>>> = {
  "signer-untrusted": "component-untrusted",
  "signer-unfit": "component-untrusted",
  "signer-wrong-list": "component-untrusted",
  "signer-expired": "component-expired",
};

/** What of a manifest store is to be true beyond its own good form. */
export interface StoreExpectations {
  /** Manifests of the components, one for every placed take; undefined: a file without components. */
  readonly components?: readonly string[];
}

/**
 * The acceptance rule over a whole manifest store: trusted by the right list, no failure, no delta, and the same for
 * every component, because the reader's one-word state stays `Trusted` over an untrusted or damaged component.
 * Answers every reason to refuse; empty means accepted.
 */
export function judgeManifestStore(store: ManifestStore, expectations: StoreExpectations = {}): readonly Finding[] {
  const findings = [...judgeResults(store.results)];
  for (const delta of store.deltas) {
    const name = nameOfComponent(store, delta.ingredient);
    for (const found of delta.failures.map(findingOf))
      findings.push(
        finding(OF_COMPONENT[found.code] ?? "component-changed", `${name} inside the episode: ${found.says}`),
      );
  }
  const components = store.active.ingredients.filter((ingredient) => ingredient.relationship === "componentOf");
  for (const component of components) findings.push(...judgeComponent(component));
  for (const parent of store.active.ingredients.filter((ingredient) => ingredient.relationship === "parentOf"))
    findings.push(...judgeParent(parent));
  if (expectations.components !== undefined) {
    const found = components.map((component) => component.manifestUrn ?? "none").sort();
    const expected = [...expectations.components].sort();
    if (found.join() !== expected.join()) findings.push(finding("components-differ", differenceOf(found, expected)));
  } else if (components.length > 0) findings.push(finding("components-differ", "a take carries components"));
  if (store.state !== "Trusted" && findings.length === 0) {
    const state = store.state === "" ? "unknown" : nameOf(store.state);
    findings.push(finding("manifest-failure", `the reader calls the manifest ${state}`));
  }
  return onePerSentence(findings);
}

function judgeResults(results: ValidationResults): Finding[] {
  const failures = results.failure.map(findingOf);
  // The reader follows no chain of an expired certificate and calls it untrusted as well; the first is the reason.
  const expired = failures.some((entry) => entry.code === "signer-expired");
  const findings = failures.filter((entry) => !(expired && entry.code === "signer-untrusted"));
  const trusted = results.success.filter((entry) => entry.code === "signingCredential.trusted");
  if (trusted.some((entry) => entry.explanation.includes(CLAIM_SIGNER_LIST))) return findings;
  const [other] = trusted;
  if (other !== undefined)
    findings.push(finding("signer-wrong-list", "the signer is known only from a list of people or of clocks"));
  else if (!findings.some((entry) => entry.code.startsWith("signer-")))
    findings.push(finding("signer-untrusted", UNTRUSTED));
  return findings;
}

function findingOf(entry: StatusEntry): Finding {
  const known = OF_STATUS[entry.code];
  if (known !== undefined) return finding(known[0], known[1]);
  return finding("manifest-failure", `the reader reports ${nameOf(entry.code)}`);
}

function judgeComponent(component: ManifestStore["active"]["ingredients"][number]): Finding[] {
  const name = nameOf(component.title);
  if (component.manifestUrn === undefined) return [finding("component-unsigned", `${name} carries no manifest`)];
  return judgeResults(component.atAssembly).map((found) =>
    finding(
      OF_COMPONENT[found.code] ?? "component-damaged",
      `${name}, when the episode was put together: ${found.says}`,
    ),
  );
}

/** A vendor's or camera's signer is not on our list and need not be; damage before the take was opened is told. */
function judgeParent(parent: ManifestStore["active"]["ingredients"][number]): Finding[] {
  if (parent.manifestUrn === undefined) return [];
  const found = parent.atAssembly.failure.map(findingOf).filter((entry) => entry.code !== "signer-untrusted");
  return found.map((entry) =>
    finding("component-damaged", `${nameOf(parent.title)}, when it was opened: ${entry.says}`),
  );
}

/** The delta names an assertion inside the active manifest; people want the shot. */
function nameOfComponent(store: ManifestStore, uri: string): string {
  const number = /c2pa\.ingredient(?:\.v\d)?(?:__(\d+))?$/.exec(uri)?.[1];
  const index = number === undefined ? 0 : Number(number);
  const title = store.active.ingredients[index]?.title;
  return title === undefined || title === "" ? "a component" : nameOf(title);
}

function differenceOf(found: readonly string[], expected: readonly string[]): string {
  const missing = expected.filter((urn) => !found.includes(urn)).length;
  const extra = found.filter((urn) => !expected.includes(urn)).length;
  if (missing === 0 && extra === 0) return "a take stands in the episode more or less often than the lock says";
  return `${missing} of the lock's takes are not in the episode, ${extra} are there that the lock does not name`;
}

function onePerSentence(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((entry) => {
    const key = `${entry.code} ${entry.says}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

/** Text out of a file may hold anything, and as much of it as it likes. */
function nameOf(text: string): string {
  return plainText(text, NAME_CHARACTERS_MAX);
}

const NAME_CHARACTERS_MAX = 120;

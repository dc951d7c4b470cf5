import { readFileSync } from "node:fs";
import { BMFF } from "@trustnxt/c2pa-ts/asset";
import { SuperBox } from "@trustnxt/c2pa-ts/jumbf";
import { ManifestStore, ValidationResult } from "@trustnxt/c2pa-ts/manifest";

/**
 * An independent reader of C2PA in pure TypeScript, as a second opinion on single takes. It checks no chain of trust and
 * no nested manifests, and its list of brands (private in its types) lacks mp4.
 */
const brands = (BMFF as unknown as { canReadBrands: Set<string> }).canReadBrands;
for (const brand of ["isom", "iso2", "iso5", "iso6", "avc1", "mp41", "mp42"]) brands.add(brand);

export interface SecondOpinion {
  readonly verdict: "valid" | "invalid" | "no manifest" | "malformed";
  readonly bad: readonly string[];
}

export async function secondRead(path: string): Promise<SecondOpinion> {
  const buffer = readFileSync(path);
  let asset: BMFF;
  let jumbf: Uint8Array<ArrayBuffer> | undefined;
  try {
    asset = new BMFF(buffer);
    const found = asset.getManifestJUMBF();
    jumbf = found === undefined ? undefined : new Uint8Array(found);
  } catch (error) {
    return { verdict: "malformed", bad: [String(error)] };
  }
  if (jumbf === undefined) return { verdict: "no manifest", bad: [] };
  let result: ValidationResult;
  try {
    result = await ManifestStore.read(SuperBox.fromBuffer(jumbf)).validate(asset);
  } catch (error) {
    result = ValidationResult.fromError(error instanceof Error ? error : new Error(String(error)));
  }
  const bad = result.statusEntries.filter((entry) => !entry.success).map((entry) => entry.code);
  return { verdict: result.isValid ? "valid" : "invalid", bad };
}

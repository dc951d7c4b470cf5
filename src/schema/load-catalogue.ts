import type { Catalogue } from "../core/catalogue.ts";
import { type Diagnostic, pointerTo, sortDiagnostics } from "../core/diagnostic.ts";
import { buildCatalogue } from "./build-catalogue.ts";
import {
  type CatalogueText,
  type CatalogueValidator,
  type ParsedCatalogue,
  placeName,
  placeOf,
  readCatalogueText,
} from "./catalogue-text.ts";
import { checkCatalogue } from "./check-catalogue.ts";
import { validate as generated } from "./generated/validate-catalogue.ts";
import { type CatalogueSource, mergeCatalogues } from "./merge-catalogue.ts";

export type { CatalogueText, CatalogueValidator } from "./catalogue-text.ts";

export interface LoadedCatalogue {
  /** Absent when anything is wrong: half a price list is none. */
  readonly catalogue?: Catalogue;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses, checks and merges the shipped files and a production's own ones, which are laid over them in their order and
 * may name only what they change. All findings come at once, each with its line.
 */
export function loadCatalogue(
  shipped: readonly CatalogueText[],
  own: readonly CatalogueText[] = [],
  validate: CatalogueValidator = generated as unknown as CatalogueValidator,
): LoadedCatalogue {
  const diagnostics: Diagnostic[] = [];
  const parsed: ParsedCatalogue[] = [];
  const sources: CatalogueSource[] = [];
  // By path, so that the order in which a disk lists its files decides nothing.
  const inOrder = [...shipped].sort((a, b) => (a.path < b.path ? -1 : 1)).map((file) => ({ file, isOwn: false }));
  for (const { file, isOwn } of [...inOrder, ...own.map((mine) => ({ file: mine, isOwn: true }))]) {
    const read = readCatalogueText(file, validate);
    diagnostics.push(...read.diagnostics);
    if (read.parsed !== undefined) parsed.push(read.parsed);
    if (read.value !== undefined) sources.push({ path: file.path, value: read.value, own: isOwn });
  }
  if (diagnostics.length > 0) return { diagnostics: sortDiagnostics(diagnostics) };
  const { catalogue, findings } = merge(sources, parsed);
  return findings.length > 0 ? { diagnostics: sortDiagnostics(findings) } : { catalogue, diagnostics: [] };
}

function merge(
  sources: readonly CatalogueSource[],
  parsed: readonly ParsedCatalogue[],
): { readonly catalogue: Catalogue; readonly findings: readonly Diagnostic[] } {
  const { merged, clashes } = mergeCatalogues(sources);
  const twice = clashes.map(({ path, pointer, firstIn }): Diagnostic => {
    const own = parsed.filter((one) => one.path === path);
    const message = `"${pointer[pointer.length - 1]}" already stands in ${firstIn}`;
    return { code: "DUPLICATE_ID", severity: "error", ...placeOf(own, pointer), message };
  });
  const { catalogue, problems } = buildCatalogue(merged);
  // What was read for missing fields is empty: checking it would only repeat what is known.
  const all = problems.length > 0 ? problems : checkCatalogue(catalogue);
  const wrong = all.map(({ pointer, code, says }): Diagnostic => {
    const message = `${placeName(pointer, "the catalogue")}: ${says}`;
    return { code, severity: "error", ...placeOf(parsed, pointer), pointer: pointerTo("", ...pointer), message };
  });
  return { catalogue, findings: [...twice, ...wrong] };
}

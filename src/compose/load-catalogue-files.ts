import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Catalogue } from "../core/catalogue.ts";
import { type Diagnostic, diagnostic } from "../core/diagnostic.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { CONFIG_FILE } from "../kit/config-file.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";
import { type CatalogueText, loadCatalogue } from "../schema/load-catalogue.ts";
import type { Problem } from "./problem.ts";
import type { RepositoryFolder } from "./repository-folder.ts";

const FOLDER = fileURLToPath(new URL("../catalogue/", import.meta.url));

export interface ReadCatalogue {
  /** Absent when there are errors. */
  readonly catalogue?: Catalogue;
  readonly diagnostics: readonly Diagnostic[];
}

/** The shipped catalogue with the repository's own entries over it, and every finding about those. */
export function readCatalogueFiles(repository: RepositoryFolder, config: ConfigDocument): ReadCatalogue {
  const shipped = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .map((name): CatalogueText => ({ path: name, text: readFileSync(join(FOLDER, name), "utf8") }));
  const own: CatalogueText[] = [];
  const missing: Diagnostic[] = [];
  for (const [index, path] of (config.catalogue ?? []).entries()) {
    const text = path.includes("..") ? undefined : repository.read(path);
    if (text !== undefined) own.push({ path, text });
    else
      missing.push(
        diagnostic("REFERENCE_MISSING", CONFIG_FILE, `the catalogue file ${path} is not there`, {
          hint: "mend `catalogue:` in shotlock.config.yaml",
          pointer: `/catalogue/${index}`,
        }),
      );
  }
  const loaded = loadCatalogue(shipped, own);
  const diagnostics = [...missing, ...loaded.diagnostics];
  return loaded.catalogue === undefined || missing.length > 0
    ? { diagnostics }
    : { catalogue: loaded.catalogue, diagnostics };
}

/** The same for commands that cannot go on without it. */
export function loadCatalogueFiles(repository: RepositoryFolder, config: ConfigDocument): Result<Catalogue, Problem> {
  const { catalogue, diagnostics } = readCatalogueFiles(repository, config);
  if (catalogue !== undefined) return ok(catalogue);
  const [first] = diagnostics;
  const place = first === undefined ? "" : `${first.file}:${first.line ?? 1} `;
  return fail({
    message: `the catalogue cannot be used: ${place}${first?.message ?? ""}`,
    hint: first?.hint ?? `${diagnostics.length} findings in all: shotlock lint`,
    exitCode: 1,
  });
}

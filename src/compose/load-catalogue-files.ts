import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Catalogue } from "../core/catalogue.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { ConfigDocument } from "../schema/generated/types.ts";
import { type CatalogueText, loadCatalogue } from "../schema/load-catalogue.ts";
import type { Problem } from "./problem.ts";
import type { RepositoryFolder } from "./repository-folder.ts";

const FOLDER = fileURLToPath(new URL("../catalogue/", import.meta.url));

/** The shipped catalogue with the repository's own entries over it. */
export function loadCatalogueFiles(repository: RepositoryFolder, config: ConfigDocument): Result<Catalogue, Problem> {
  const shipped = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .map((name): CatalogueText => ({ path: name, text: readFileSync(join(FOLDER, name), "utf8") }));
  const own: CatalogueText[] = [];
  for (const path of config.catalogue ?? []) {
    const text = path.includes("..") ? undefined : repository.read(path);
    if (text === undefined)
      return fail({
        message: `the catalogue file ${path} is not there`,
        hint: "mend `catalogue:` in shotlock.config.yaml",
        exitCode: 1,
      });
    own.push({ path, text });
  }
  const loaded = loadCatalogue(shipped, own);
  if (loaded.catalogue !== undefined) return ok(loaded.catalogue);
  const [first] = loaded.diagnostics;
  return fail({
    message: `the catalogue cannot be used: ${first?.file ?? ""}:${first?.line ?? 1} ${first?.message ?? ""}`,
    hint: first?.hint ?? `${loaded.diagnostics.length} findings in all`,
    exitCode: 1,
  });
}

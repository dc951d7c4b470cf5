import { type Diagnostic, type SourceTexts, sortDiagnostics } from "../core/diagnostic.ts";
import { ok, type Result } from "../core/result.ts";
import { loadConfigFile } from "../kit/config-file.ts";
import { repositoryFiles } from "../kit/repository-files.ts";
import { loadProductions } from "../operations/load.ts";
import { ruleFindings } from "./engine-rules.ts";
import { accountFindings } from "./engine-secrets.ts";
import { findRoot } from "./find-root.ts";
import { knownNames } from "./known-names.ts";
import { readCatalogueFiles } from "./load-catalogue-files.ts";
import { type Problem, problem } from "./problem.ts";
import { repositoryFolder } from "./repository-folder.ts";

export interface LintReport {
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the productions; never of the configuration, for a line of it may hold what must not be shown. */
  readonly sources: SourceTexts;
  /** Files that were looked at. */
  readonly files: number;
}

/**
 * Every finding of a repository: configuration, own catalogue files, shows, bibles and episodes. Unlike every other
 * command it goes on beside a broken configuration. Reads only; needs no key and no tool.
 */
export async function lintRepository(directory: string, episode?: string): Promise<Result<LintReport, Problem>> {
  const root = findRoot(directory);
  if (root === undefined) return problem(`${directory} is not a folder`, "give a repository with -C");
  const config = await loadConfigFile(root);
  const { catalogue, diagnostics } = readCatalogueFiles(repositoryFolder(root), config.value ?? {});
  const loaded = await loadProductions({
    files: repositoryFiles(root),
    known: knownNames(catalogue),
    ...(config.value === undefined ? {} : { config: config.value }),
    ...(episode === undefined ? {} : { episode }),
  });
  const own = [
    ...config.diagnostics,
    ...accountFindings(config.value ?? {}, catalogue),
    ...ruleFindings(config.value ?? {}, catalogue),
    ...diagnostics,
  ];
  if (loaded.files.length === 0 && !own.some((finding) => finding.severity === "error"))
    return episode === undefined || loaded.productions === 0
      ? problem("there is no production here", "shotlock init my-show writes a small one")
      : problem(`there is no episode "${episode}" here`, "episodes are files under productions/<show>/episodes/");
  return ok({
    diagnostics: sortDiagnostics([...own, ...loaded.diagnostics]),
    sources: loaded.sources,
    files: loaded.files.length + (config.isThere ? 1 : 0),
  });
}

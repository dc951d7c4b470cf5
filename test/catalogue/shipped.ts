import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Catalogue } from "../../src/core/catalogue.ts";
import { type CatalogueText, type CatalogueValidator, loadCatalogue } from "../../src/schema/load-catalogue.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The hand-written schema itself, strictly compiled: a slip in it fails here first. */
export function schemaValidator(): CatalogueValidator {
  const schema = JSON.parse(readFileSync(`${ROOT}schemas/catalogue.schema.json`, "utf8"));
  return new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema) as CatalogueValidator;
}

export function shippedFiles(): readonly CatalogueText[] {
  const folder = `${ROOT}src/catalogue/`;
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => ({ path: `src/catalogue/${name}`, text: readFileSync(folder + name, "utf8") }));
}

/** The catalogue as it is shipped. */
export function shippedCatalogue(): Catalogue {
  const { catalogue, diagnostics } = loadCatalogue(shippedFiles());
  if (catalogue === undefined)
    throw new Error(diagnostics.map((one) => `${one.file}:${one.line} ${one.message}`).join("\n"));
  return catalogue;
}

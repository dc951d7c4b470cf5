import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { codesPage } from "./codes-page.mjs";
import { REGISTRIES, registrySource } from "./registries.mjs";
import { readSchemas } from "./schema-files.mjs";
import { documentTypes } from "./schema-types.mjs";
import { validatorSource } from "./schema-validators.mjs";

/**
 * `npm run gen` writes every generated file; `--check` writes nothing and exits 1 with the names of those that are
 * not as they would be written. It runs from the source tree, with no build before it.
 */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Documents that people write: they get types. Records that programs write have theirs in src/core. */
const AUTHORED = ["show", "bible", "episode", "config", "scenario", "addresses"];
/** Definitions for the other schemas, no documents. */
const SHARED = ["common", "record"];

const checking = process.argv.includes("--check");
const { files, strangers } = await generatedFiles();
const stale = files.filter(({ path, text }) => currentText(path) !== text);

for (const path of strangers) {
  process.stderr.write(`${path} exports no entry for its registry: move it into a folder, or export one\n`);
}
if (checking) {
  for (const { path } of stale) process.stderr.write(`${path} is not fresh: run \`npm run gen\`\n`);
  process.exitCode = stale.length + strangers.length > 0 ? 1 : 0;
} else {
  for (const { path, text } of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
    process.stdout.write(`wrote ${path}\n`);
  }
}

async function generatedFiles() {
  const schemas = readSchemas(ROOT);
  const documents = [...schemas.keys()].filter((name) => !SHARED.includes(name));
  const validators = documents.map(async (name) => ({
    path: `src/schema/generated/validate-${name}.ts`,
    text: await validatorSource(ROOT, schemas, name),
  }));
  const registries = REGISTRIES.map((registry) => registrySource(ROOT, registry));
  return {
    files: [
      { path: "src/schema/generated/types.ts", text: await documentTypes(schemas, AUTHORED) },
      ...(await Promise.all(validators)),
      ...registries,
      await codesPage(ROOT),
    ],
    strangers: registries.flatMap((registry) => registry.strangers),
  };
}

/** Text as it stands, without the carriage returns that a checkout on Windows may add. */
function currentText(path) {
  const absolute = join(ROOT, path);
  return existsSync(absolute) ? readFileSync(absolute, "utf8").replaceAll("\r\n", "\n") : undefined;
}

import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAILURE_CLASSES } from "../../src/core/failure.ts";
import { STEP_KINDS } from "../../src/core/plan-steps.ts";
import {
  ANGLES,
  DIRECTIONS,
  FACINGS,
  MOVEMENTS,
  POSITIONS,
  RIGS,
  SHOT_SIZES,
  SHOT_TYPES,
  SPEEDS,
  TIERS,
  TIMES_OF_DAY,
  TRANSITIONS,
} from "../../src/core/production.ts";
import { REQUIREMENTS } from "../../src/core/route/constraints.ts";
import { LICENCES } from "../../src/core/take.ts";
import { initFiles } from "../../src/operations/init-files.ts";
import { DOCUMENT_KINDS, type SchemaPart, shapeErrors } from "../../src/schema/validators.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
type Schema = SchemaPart & { readonly $defs?: Readonly<Record<string, SchemaPart>>; readonly $id: string };
const read = (name: string): Schema => JSON.parse(readFileSync(join(ROOT, "schemas", `${name}.schema.json`), "utf8"));
const AUTHORED = ["show", "bible", "episode", "config"];
const ALL = [...DOCUMENT_KINDS, "common", "record"];

/** Every object inside a value, with the path to it. */
function partsOf(value: unknown, path: string): readonly { readonly path: string; readonly part: SchemaPart }[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, item]) => partsOf(item, `${path}/${key}`));
  return Array.isArray(value) ? inner : [{ path, part: value as SchemaPart }, ...inner];
}
const target = (reference: string, owner: string): SchemaPart | undefined => {
  const [file = "", pointer = ""] = reference.split("#");
  return read(file === "" ? owner : file.replace(".schema.json", "")).$defs?.[pointer.replace("/$defs/", "")];
};

describe("schemas", () => {
  test("every field a person writes is explained, where it stands or where it is defined", () => {
    let looked = 0;
    for (const name of [...AUTHORED, "common"]) {
      for (const { path, part } of partsOf(read(name), name)) {
        if (path.includes("/examples") || /\/(if|then|else)\b/.test(path)) continue;
        for (const [field, fieldPart] of Object.entries(part.properties ?? {})) {
          looked += 1;
          const reference = fieldPart["$ref"];
          const words =
            fieldPart.description ?? (typeof reference === "string" ? target(reference, name)?.description : undefined);
          expect(words, `${path}: ${field}`).toMatch(/.{4,}/);
        }
      }
    }
    expect(looked).toBeGreaterThan(150);
  });

  test("the first line of a document of this repository leads an editor to the schema of its kind", () => {
    const files = ["productions", "src/catalogue"].flatMap((folder) =>
      (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
        .filter((name) => name.endsWith(".yaml"))
        .map((name) => join(ROOT, folder, name)),
    );
    let looked = 0;
    for (const file of files) {
      const [, path] = /^# yaml-language-server: \$schema=(\S+)/.exec(readFileSync(file, "utf8")) ?? [];
      if (path === undefined) continue;
      looked += 1;
      expect(existsSync(join(dirname(file), path)), file).toBe(true);
      const kind = /episodes/.test(file)
        ? "episode"
        : /bible/.test(file)
          ? "bible"
          : /show/.test(file)
            ? "show"
            : "catalogue";
      expect(basename(path), file).toBe(`${kind}.schema.json`);
    }
    expect(looked).toBeGreaterThan(8);
    const ids = AUTHORED.map((kind) => read(kind).$id);
    for (const { path, text } of initFiles("my-show"))
      for (const [, address = ""] of text.matchAll(/\$schema=(\S+)/g)) expect(ids, path).toContain(address);
  });

  test("every reference leads to something", () => {
    for (const name of ALL) {
      for (const { path, part } of partsOf(read(name), name)) {
        const reference = part["$ref"];
        if (typeof reference === "string") expect(target(reference, name), path).toBeDefined();
      }
    }
  });

  test("examples fit their own schema as far as form and words go", () => {
    let looked = 0;
    for (const name of [...AUTHORED, "common"]) {
      for (const { path, part } of partsOf(read(name), name)) {
        for (const example of Array.isArray(part.examples) ? part.examples : []) {
          looked += 1;
          if (typeof example === "string" && typeof part["pattern"] === "string")
            expect(example, path).toMatch(new RegExp(part["pattern"], "u"));
          const kind = Array.isArray(example) ? "array" : typeof example === "number" ? "number" : typeof example;
          if (part.type !== undefined)
            expect(
              [part.type].flat().map((type) => (type === "integer" ? "number" : type)),
              path,
            ).toContain(kind);
        }
      }
    }
    expect(looked).toBeGreaterThan(40);
  });

  test("closed words are those of the core", () => {
    const { $defs = {} } = read("episode");
    const words = (definition: string, field: string): unknown => $defs[definition]?.properties?.[field]?.["enum"];
    const OTHER_SIZES = ["MWS", "WS", "EWS", "cowboy"];
    expect(words("framing", "size")).toEqual([...SHOT_SIZES, ...OTHER_SIZES]);
    expect(words("framing", "type")).toEqual(SHOT_TYPES);
    expect(words("framing", "angle")).toEqual(ANGLES);
    expect(words("camera", "movement")).toEqual(MOVEMENTS);
    expect(words("camera", "direction")).toEqual(DIRECTIONS);
    expect(words("camera", "speed")).toEqual(SPEEDS);
    expect(words("camera", "rig")).toEqual(RIGS);
    expect(words("castMember", "position")).toEqual(POSITIONS);
    expect(words("castMember", "facing")).toEqual(FACINGS);
    expect(words("transition", "kind")).toEqual(TRANSITIONS);
    expect(read("common").$defs?.["timeOfDay"]?.["enum"]).toEqual(TIMES_OF_DAY);
    expect(read("common").$defs?.["tier"]?.["enum"]).toEqual(TIERS);
    expect(read("common").$defs?.["engineNeeds"]?.["items"]).toEqual({ enum: REQUIREMENTS });
    expect(read("record").$defs?.["licence"]?.["enum"]).toEqual(LICENCES);
    expect(read("record").$defs?.["failureClass"]?.["enum"]).toEqual(FAILURE_CLASSES);
    expect(read("plan").$defs?.["step"]?.properties?.["kind"]?.["enum"]).toEqual(STEP_KINDS);
  });

  test("every kind has a validator that refuses something", () => {
    for (const kind of DOCUMENT_KINDS) expect(shapeErrors(kind, []).length, kind).toBeGreaterThan(0);
  });
});

/** The generator is plain JavaScript: it runs before anything is built. */
const generator = (name: string) => import(pathToFileURL(join(ROOT, "src/gen", name)).href);

describe("types of records", () => {
  const folder = mkdtempSync(join(tmpdir(), "shotlock agreement "));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("src/core and schemas say the same of plan, lock, event and trust", async () => {
    const { readSchemas } = await generator("schema-files.mjs");
    const { documentTypes } = await generator("schema-types.mjs");
    writeFileSync(
      join(folder, "schema-types.ts"),
      await documentTypes(readSchemas(ROOT), ["plan", "lock", "event", "trust"]),
    );
    writeFileSync(join(folder, "check.ts"), AGREEMENT.replaceAll("CORE", join(ROOT, "src/core").replaceAll("\\", "/")));
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    const options = [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--target",
      "es2023",
      "--module",
      "nodenext",
      "--allowImportingTsExtensions",
      "--skipLibCheck",
      "--types",
      "node",
      "--typeRoots",
      join(ROOT, "node_modules/@types"),
    ];
    const done = spawnSync(process.execPath, [compiler, ...options, join(folder, "check.ts")], {
      encoding: "utf8",
      cwd: folder,
    });
    expect(done.stdout).toBe("");
    expect(done.status).toBe(0);
  }, 60_000);
});

/**
 * Each core type against its schema's, both ways: as they are (nothing optional that is needed) and with every field
 * needed (no field that only one of them knows). Digests and template strings are plain strings to a schema.
 */
const AGREEMENT = `
import type { Documents } from "./schema-types.ts";
import type { Json, JsonObject } from "CORE/json.ts";
import type { PrintedPlan } from "CORE/../views/plan-json.ts";
import type { LockDocument } from "CORE/lock.ts";
import type { JournalEvent } from "CORE/journal-events.ts";
import type { TrustDocument } from "CORE/trust.ts";

type Plain<T> = unknown extends T ? unknown
  : [Json] extends [T] ? unknown
  : [JsonObject, string] extends [T, keyof T] ? { [key: string]: unknown }
  : T extends string ? (T extends \`sha256:\${string}\` ? string : T)
  : T extends readonly (infer Item)[] ? Plain<Item>[]
  : T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> }
  : T;
type Whole<T> = T extends readonly (infer Item)[] ? Whole<Item>[]
  : T extends object ? { [Key in keyof T]-?: Whole<Exclude<T[Key], undefined>> }
  : T;
type Fits<From, To> = [From] extends [To] ? true : { from: From; to: To };
type Same<Core, Schema> = [Fits<Core, Schema>, Fits<Schema, Core>, Fits<Whole<Core>, Whole<Schema>>, Fits<Whole<Schema>, Whole<Core>>];
type Yes = [true, true, true, true];

export const plan: Same<Plain<PrintedPlan>, Plain<Documents["plan"]>> = null as unknown as Yes;
export const lock: Same<Plain<LockDocument>, Plain<Documents["lock"]>> = null as unknown as Yes;
// A note may hold any JSON, which a schema and a type write differently.
type Typed<Event> = Exclude<Event, { readonly type: "note.written" }>;
export const event: Same<Plain<Typed<JournalEvent>>, Plain<Typed<Documents["event"]>>> = null as unknown as Yes;
export const trust: Same<Plain<TrustDocument>, Plain<Documents["trust"]>> = null as unknown as Yes;
`;

describe("npm run gen", () => {
  let copy = "";
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "shotlock gen "));
    for (const name of ["schemas", "src/gen", "src/schema/generated"])
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    for (const name of ["engines", "gates"]) mkdirSync(join(copy, "src", name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"), "junction");
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));
  const run = (root: string, ...words: readonly string[]) =>
    spawnSync(process.execPath, [join(root, "src/gen/generate.mjs"), ...words], { encoding: "utf8" });

  test("what is committed is fresh", () => {
    const { status, stderr } = run(ROOT, "--check");
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  test("a stale file is named, writing makes it fresh, a second run writes nothing", () => {
    const path = join(copy, "schemas/show.schema.json");
    writeFileSync(path, readFileSync(path, "utf8").replace("Picture and time format", "Time and picture format"));
    const stale = run(copy, "--check");
    expect(stale.status).toBe(1);
    expect(stale.stderr).toContain("src/schema/generated/types.ts is not fresh");
    expect(run(copy).stdout).toContain("wrote src/schema/generated/types.ts");
    expect(run(copy).stdout).toBe("");
  }, 60_000);

  test("a registry lists the folder's files in order, and a file that exports nothing for it is named", () => {
    for (const name of ["veo", "animatic", "kling-v2"])
      writeFileSync(join(copy, `src/engines/${name}.ts`), "export const engine = 1;\n");
    mkdirSync(join(copy, "src/engines/animatic"));
    writeFileSync(join(copy, "src/engines/animatic/drawing.ts"), "export const engine = 1;\n");
    writeFileSync(join(copy, "src/gates/notes.ts"), "export const other = 1;\n");
    const { stderr } = run(copy);
    expect(stderr).toContain("src/gates/notes.ts exports no entry");
    expect(run(copy, "--check").status).toBe(1);
    const registry = readFileSync(join(copy, "src/engines/registry.ts"), "utf8");
    expect(registry).toContain('import { engine as klingV2 } from "./kling-v2.ts";');
    expect(registry).toContain("export const engines: readonly Engine[] = [animatic, klingV2, veo];");
    expect(readFileSync(join(copy, "src/gates/registry.ts"), "utf8")).toContain(
      "export const gates: readonly Gate[] = [];",
    );
  }, 60_000);
});

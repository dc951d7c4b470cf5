import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;

/** A repository of its own in a temporary folder, with keys of its own, in which commands are typed. */
export interface TestRepository {
  readonly root: string;
  /** Variables that its commands get besides the test's own. */
  readonly environment: Readonly<Record<string, string>>;
  write(path: string, text: string): void;
  read(path: string): string;
  edit(path: string, from: string, to: string): void;
  run(...words: readonly string[]): { readonly code: number | null; readonly out: string; readonly problem: string };
}

export function testRepository(
  files: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>> = {},
): TestRepository {
  const root = mkdtempSync(join(tmpdir(), "shotlock-cli-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  const environment = {
    XDG_CONFIG_HOME: join(root, "..", `${root.split(/[\\/]/).at(-1)}-keys`),
    CI: "true",
    SHOTLOCK_OPERATOR: "tester",
    ...own,
  };
  return {
    root,
    environment,
    write,
    read,
    edit(path, from, to) {
      const text = read(path);
      if (!text.includes(from)) throw new Error(`${path} does not hold "${from}"`);
      write(path, text.replace(from, to));
    },
    run(...words) {
      const done = spawnSync(process.execPath, [PROGRAM, "-C", root, ...words], {
        encoding: "utf8",
        env: { ...process.env, ...environment },
      });
      return { code: done.status, out: done.stdout, problem: done.stderr };
    },
  };
}

/** Three short shots of a small picture: a bible with two looks, a chain, an omitted number. */
export const SMALL_SHOW: Readonly<Record<string, string>> = {
  "productions/small/show.yaml": 'id: SML\ntitle: Small\nformat: {fps: 24, resolution: 320x180, aspect: "16:9"}\n',
  "productions/small/bible/cast.yaml": `characters:
  ada:
    name: Ada
    identity: {descriptor: "woman of about fifty, grey plait", age: 50}
    looks:
      watch: {default: true, wardrobe: "yellow oilskin coat"}
      morning: {wardrobe: "cream jumper"}
locations:
  room: {descriptor: "low timbered workshop, workbench, window left", lighting: {night: "one candle"}}
`,
  "productions/small/episodes/E1.yaml": `title: Small
scenes:
  - id: 1
    slugline: INT. ROOM - NIGHT
    shots:
      - id: SH0010
        title: At the bench
        framing: MS 50mm
        duration: 1s
        cast: [ada]
        action: Ada works at the bench.
      - id: SH0020
        framing: CU
        duration: 20f
        cast: [ada]
        action: Ada looks up.
        chain: SH0010
  - id: 2
    slugline: EXT. CLIFF - DAWN
    looks: {ada: morning}
    shots:
      - id: SH0030
        framing: LS
        camera: track left
        duration: 1s
        cast: [ada]
        action: Ada runs along the cliff.
`,
};

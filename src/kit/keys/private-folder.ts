import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fail, ok, type Result } from "../../core/result.ts";
import type { KeysFailure } from "./keys-failure.ts";

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Group and world bits. */
const OTHERS = 0o077;
const FILE_BYTES_MAX = 1024 * 1024;
const BEHIND_PASSWORD = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

/** The git work tree that a path lies in, through symbolic links; undefined when it lies in none. */
export function workTreeOf(path: string): string | undefined {
  let place = resolve(path);
  while (!existsSync(place)) {
    if (dirname(place) === place) return undefined;
    place = dirname(place);
  }
  for (place = realpathSync(place); ; place = dirname(place)) {
    if (existsSync(join(place, ".git"))) return place;
    if (dirname(place) === place) return undefined;
  }
}

/**
 * Writes all files at once into a folder that only its owner may open: a folder beside it is filled and renamed, so
 * that half a set of keys never stands there. Overwrites nothing.
 */
export function writePrivateFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
): Result<string, KeysFailure> {
  const target = resolve(folder);
  const tree = workTreeOf(target);
  if (tree !== undefined)
    return fail({
      code: "KEYS_INSIDE_REPOSITORY",
      message: `${target} lies inside the git work tree ${tree}`,
      hint: "choose a folder outside of every repository: a committed key is a public key",
    });
  if (existsSync(target) && (!lstatSync(target).isDirectory() || readdirSync(target).length > 0))
    return fail({
      code: "KEYS_EXIST",
      message: `there are keys in ${target} already`,
      hint: "use them as they are, or move the folder away first; takes signed with them stay verifiable only while trust.json names them",
    });
  mkdirSync(dirname(target), { recursive: true, mode: FOLDER_MODE });
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: FOLDER_MODE });
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(draft, name), text, { mode: FILE_MODE, flag: "wx", flush: true });
  if (existsSync(target)) rmdirSync(target);
  renameSync(draft, target);
  return ok(target);
}

/**
 * A private key or salt: outside every git work tree, for its owner's eyes only, not behind a password. On Windows the
 * modes say nothing and are not looked at; there the rights of the folder count.
 */
export function readPrivateFile(path: string, hintWhenMissing: string): Result<string, KeysFailure> {
  if (!existsSync(path)) return fail({ code: "KEYS_MISSING", message: `${path} is not there`, hint: hintWhenMissing });
  const tree = workTreeOf(path);
  if (tree !== undefined)
    return fail({
      code: "KEYS_INSIDE_REPOSITORY",
      message: `the private file ${path} lies inside the git work tree ${tree}`,
      hint: "move it to a folder outside of every repository: a committed key is a public key",
    });
  const facts = statSync(path);
  if (process.platform !== "win32" && (facts.mode & OTHERS) !== 0)
    return fail({
      code: "KEYS_READABLE_BY_OTHERS",
      message: `${path} can be read by other people of this machine`,
      hint: `chmod 600 ${path}`,
    });
  if (!facts.isFile() || facts.size > FILE_BYTES_MAX)
    return fail({ code: "KEYS_BROKEN", message: `${path} is not a key file`, hint: "restore it from your backup" });
  const text = readFileSync(path, "utf8");
  if (BEHIND_PASSWORD.test(text))
    return fail({
      code: "KEYS_PASSWORD",
      message: `${path} is protected by a password, which nobody can type in a run`,
      hint: "keep it in a token or an agent and name a program that signs (signer.key.command), or store it without password, mode 600",
    });
  return ok(text);
}

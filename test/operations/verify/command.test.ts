import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LockDocument, printLock } from "../../../src/core/lock.ts";
import { shapeErrors } from "../../../src/schema/validators.ts";
import { type TestRepository, testRepository } from "../../cli/repository.ts";
import { secondRead } from "../../signers/second-reader.ts";
import { authority, HAS_FFMPEG, LAST_MONTH, scratchFolder, WHY_SKIPPED, YEAR } from "../../signers/studio.ts";

const EPISODES = "productions/tiny/episodes";
const LOCK = `${EPISODES}/E1.lock.json`;
const SIGNATURE = `${EPISODES}/E1.lock.dsse.json`;
const TRUST = "productions/trust.json";
const TINY: Readonly<Record<string, string>> = {
  ".gitignore": ".shotlock/\n",
  "productions/tiny/show.yaml": 'id: TNY\ntitle: Tiny\nformat: {fps: 24, resolution: 320x180, aspect: "16:9"}\n',
  [`${EPISODES}/E1.yaml`]:
    "title: Tiny\nscenes:\n  - id: 1\n    slugline: INT. ROOM - NIGHT\n    shots:\n      - {id: SH0010, framing: MS, duration: 12f, action: A candle burns.}\n",
};

/** The command as people type it: what the operation's own tests cannot see. One production, made once. */
describe.skipIf(!HAS_FFMPEG)(`shotlock verify and keys${WHY_SKIPPED}`, () => {
  const scratch = scratchFolder();
  let repository: TestRepository;
  const pristine = scratch.path("pristine");

  beforeAll(() => {
    repository = testRepository(TINY);
    expect(repository.run("keys", "init").code).toBe(0);
    expect(repository.run("apply", "E1").code).toBe(0);
    cpSync(repository.root, pristine, { recursive: true });
  });
  afterAll(() => scratch.remove());

  /** The same production again, whatever a test did to it. */
  function restored(): TestRepository {
    for (const name of readdirSync(repository.root))
      rmSync(join(repository.root, name), { recursive: true, force: true });
    cpSync(pristine, repository.root, { recursive: true });
    return repository;
  }
  function withKeysOf<Value>(folder: string, work: () => Value): Value {
    process.env["SHOTLOCK_KEYS"] = folder;
    try {
      return work();
    } finally {
      delete process.env["SHOTLOCK_KEYS"];
    }
  }
  const fingerprintIn = (text: string): string => /sha256:[0-9a-f]{64}/.exec(text)?.[0] ?? "none";

  test("--root pins the trust list, --json keeps its schema and names no place of this machine", async () => {
    const root = fingerprintIn(repository.run("keys", "show").out);
    const pinned = repository.run("verify", "--root", root);
    expect(pinned.problem).toBe("");
    expect(pinned.out).toContain("E1, lock 1: everything is as signed");
    expect(pinned.out).toContain("trust list pinned");
    expect(pinned.code).toBe(0);
    const other = repository.run(
      "verify",
      "--root",
      root.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    );
    expect([other.code, other.out.includes("[root-differs]")]).toEqual([2, true]);
    const nonsense = repository.run("verify", "--root", "1234");
    expect([nonsense.code, nonsense.problem.includes("is no fingerprint")]).toEqual([1, true]);
    const { out } = repository.run("verify", "--json");
    expect(shapeErrors("verify", JSON.parse(out))).toEqual([]);
    expect(out).not.toContain(repository.root);
    expect(JSON.parse(out)).toMatchObject({ exitCode: 0, episodes: [{ lockFile: LOCK, root: { fingerprint: root } }] });
  });

  test("what apply made is valid for a second implementation of C2PA as well", async () => {
    const lock = JSON.parse(repository.read(LOCK)) as LockDocument;
    const digest = lock.shots["SH0010"]?.takes["v001"]?.signed?.sha256.slice(7) ?? "";
    const file = join(repository.root, ".shotlock/store/sha256", digest.slice(0, 2), digest);
    expect(await secondRead(file)).toEqual({ verdict: "valid", bad: [] });
  });

  test("a clone has no keys, no journal and no media: nothing of it passes, and each is said", () => {
    const { root } = restored();
    rmSync(join(root, ".shotlock"), { recursive: true });
    const clone = withKeysOf(scratch.path("no-keys"), () => repository.run("verify"));
    expect(clone.code).toBe(1);
    for (const words of ["could not be checked completely", "chain unavailable", "file not here", "key trusted"])
      expect(clone.out).toContain(words);
    expect(existsSync(scratch.path("no-keys"))).toBe(false);
  });

  test("a lock that was taken away is missed, an episode that is not there is named", () => {
    const { root } = restored();
    rmSync(join(root, LOCK));
    rmSync(join(root, SIGNATURE));
    const missed = repository.run("verify");
    expect([missed.code, missed.out.includes("[lock-missing]")]).toEqual([1, true]);
    const unknown = restored().run("verify", "E9");
    expect([unknown.code, unknown.problem]).toEqual([1, expect.stringContaining("episodes with a lock: E1")]);
    // The YAML is no part of what was signed.
    repository.write(`${EPISODES}/E1.yaml`, "scenes: [");
    expect(repository.run("verify").code).toBe(0);
  });

  test("the film that people open is looked at, and a folder in a file's place is no file", () => {
    const film = join(restored().root, ".shotlock/out/TNY_E1_animatic.mp4");
    const bytes = readFileSync(film);
    bytes[bytes.length - 300] = (bytes[bytes.length - 300] ?? 0) ^ 1;
    writeFileSync(film, bytes);
    const bent = repository.run("verify");
    expect([bent.code, bent.out.includes("[output-differs]")]).toEqual([2, true]);
    const lock = JSON.parse(restored().read(LOCK)) as LockDocument;
    const digest = lock.conformed.animatic?.media.slice(7) ?? "";
    const place = join(repository.root, ".shotlock/store/sha256", digest.slice(0, 2), digest);
    rmSync(place);
    mkdirSync(place);
    const folder = repository.run("verify");
    expect([folder.code, folder.out.includes("[media-not-here]")]).toEqual([1, true]);
  });

  test("a lock and a journal that go back together are given away by git's history", () => {
    const { root } = restored();
    const git = (...words: readonly string[]): string =>
      execFileSync("git", ["-c", "user.name=anna", "-c", "user.email=anna@example.org", ...words], {
        cwd: root,
        encoding: "utf8",
      });
    git("init", "-q");
    const newer = { ...(JSON.parse(repository.read(LOCK)) as LockDocument), serial: 2 };
    const first = repository.read(LOCK);
    repository.write(LOCK, printLock(newer));
    git("add", "-A");
    git("commit", "-qm", "lock 2");
    repository.write(LOCK, first);
    const back = repository.run("verify");
    expect([back.code, back.out.includes("[lock-serial-back]")]).toEqual([2, true]);
    git("commit", "-qam", "back again");
    expect(repository.run("verify").code).toBe(2);
    rmSync(join(root, ".git"), { recursive: true });
    expect(repository.run("verify").code).toBe(0);
  });

  test("a lost signature and lost copies come back with apply; the lock stays as it is", () => {
    const { root } = restored();
    const lock = repository.read(LOCK);
    const copy = join(root, "productions/tiny/provenance/E1/SH0010.v001.json");
    const text = readFileSync(copy, "utf8");
    rmSync(copy);
    rmSync(join(root, "productions/tiny/posters/E1/SH0010.v001.jpg"));
    rmSync(join(root, SIGNATURE));
    expect(repository.run("verify").code).toBe(2);
    expect(repository.run("apply", "E1").code).toBe(0);
    expect(repository.run("verify").code).toBe(0);
    expect(readFileSync(copy, "utf8")).toBe(text);
    expect(repository.read(LOCK)).toBe(lock);
  });

  test("a colleague's keys count when trust.json says so, which only a person makes it say", () => {
    restored();
    const trust = repository.read(TRUST);
    const lock = repository.read(LOCK);
    const his = scratch.path("colleague");
    withKeysOf(his, () => {
      const elsewhere = testRepository({});
      expect(elsewhere.run("keys", "init").code).toBe(0);
      const refused = repository.run("retake", "SH0010", "--reason", "brighter");
      expect([refused.code, refused.problem]).toEqual([1, expect.stringContaining("does not name the keys")]);
      expect(repository.read(TRUST)).toBe(trust);
      expect(repository.run("keys", "trust").out).toContain("wrote productions/trust.json");
      expect(repository.run("keys", "list").out.match(/ {2}yours$/gm)).toHaveLength(2);
      const changed = repository.run("verify");
      expect([changed.code, changed.out.includes("[trust-changed]")]).toEqual([1, true]);
      expect(repository.run("apply", "E1").code).toBe(0);
      expect(repository.run("verify").code).toBe(0);
      expect(repository.read(LOCK)).toBe(lock);
    });
    expect(repository.run("verify").code).toBe(0);
  });

  test("new keys take over; what the old ones signed stays", () => {
    restored();
    const keys = scratch.path("rotating");
    withKeysOf(keys, () => {
      expect(testRepository({}).run("keys", "init").code).toBe(0);
      repository.run("keys", "trust");
      const salt = readFileSync(join(keys, "salt.hex"), "utf8");
      const rotated = repository.run("keys", "rotate");
      expect(rotated.out).toContain("the old ones lie in");
      expect(readFileSync(join(keys, "salt.hex"), "utf8")).toBe(salt);
      expect(readdirSync(dirname(keys)).some((name) => name.startsWith("rotating.until-"))).toBe(true);
      expect(repository.run("apply", "E1").code).toBe(0);
      expect(repository.run("verify").code).toBe(0);
    });
  });

  test("a studio signs with its own chain and a program, and then production is satisfied", async () => {
    const studio = await authority("Example Studio");
    const leaf = await studio.issueLeaf({ commonName: "takes", period: YEAR });
    const key = scratch.path("studio-key.pem");
    writeFileSync(key, leaf.privateKeyPem, { mode: 0o600 });
    const script =
      "process.stdout.write(require('node:crypto').sign('sha256', require('node:fs').readFileSync(0), require('node:fs').readFileSync(process.argv[1])))";
    const config = (program: readonly string[]): string =>
      `signer:\n  kind: c2pa\n  chain: certificates/chain.pem\n  key: {command: ${JSON.stringify(program)}}\n`;
    const own = testRepository({
      ...TINY,
      "certificates/chain.pem": leaf.chainPem,
      "shotlock.config.yaml": config([process.execPath, "-e", "console.error('token is locked'); process.exit(3)"]),
    });
    expect(own.run("apply", "E1").problem).toContain("keys init");
    expect(own.run("keys", "init").out).toContain("for Example Studio");
    const old = await studio.issueLeaf({ commonName: "takes", period: LAST_MONTH });
    own.write("certificates/chain.pem", old.chainPem);
    const ended = own.run("apply", "E1");
    expect([ended.code, ended.problem]).toEqual([1, expect.stringContaining("of Example Studio ended on")]);
    expect(existsSync(join(own.root, ".shotlock/store"))).toBe(false);
    own.write("certificates/chain.pem", leaf.chainPem);
    const locked = own.run("apply", "E1");
    expect([locked.code, locked.problem]).toEqual([1, expect.stringContaining("token is locked")]);
    own.write("shotlock.config.yaml", config([process.execPath, "-e", script, key]));
    expect(own.run("apply", "E1").code).toBe(0);
    const verified = own.run("verify", "--production");
    expect(verified.out).toContain("everything is as signed by production keys");
    expect(verified.out).toContain("signed by: Example Studio, takes, 2 files\n");
    expect(verified.code).toBe(0);
  });
});

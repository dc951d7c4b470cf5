import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasFfmpeg, SMALL_SHOW, type TestRepository, testRepository } from "./repository.ts";

/** Two machines that share a journal on a branch of their remote: two clones with keys of their own. */
const CONFIG = "journal: {kind: git-branch}\n";
const BRANCH = "refs/heads/shotlock/state";
const WHY_SKIPPED = hasFfmpeg ? "" : " (skipped: no ffmpeg here)";

describe.skipIf(!hasFfmpeg)(`a journal on a state branch${WHY_SKIPPED}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "shotlock-hub-"));
  const hub = join(folder, "hub.git");
  const clones: TestRepository[] = [];
  let anna: TestRepository;
  let tom: TestRepository;

  function git(repository: TestRepository, ...words: readonly string[]): string {
    const author = ["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgSign=false"];
    const done = spawnSync("git", ["-C", repository.root, ...author, ...words], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`git ${words.join(" ")}: ${done.stderr}`);
    return done.stdout;
  }
  function clone(files: Readonly<Record<string, string>>): TestRepository {
    const made = testRepository(files);
    clones.push(made);
    git(made, "init", "--quiet", "--initial-branch=main");
    git(made, "remote", "add", "origin", hub);
    expect(made.run("keys", "init").code).toBe(0);
    return made;
  }
  /** A colleague's clone of what is shared. */
  function colleague(): TestRepository {
    const made = clone({});
    // What keys init wrote is not what the team trusts.
    rmSync(join(made.root, "productions"), { recursive: true, force: true });
    git(made, "pull", "--quiet", "origin", "main");
    return made;
  }
  function share(repository: TestRepository): void {
    git(repository, "add", "-A", "--", "productions", "shotlock.config.yaml");
    git(repository, "commit", "--quiet", "-m", "shared");
    git(repository, "push", "--quiet", "origin", "HEAD:main");
  }
  const pull = (repository: TestRepository) => git(repository, "pull", "--quiet", "--rebase", "origin", "main");
  const hubGit = (...words: readonly string[]) =>
    spawnSync("git", ["-C", hub, ...words], { encoding: "utf8" }).stdout.trim();

  beforeAll(() => {
    spawnSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", hub]);
    anna = clone({ ...SMALL_SHOW, "shotlock.config.yaml": CONFIG });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    for (const { root } of clones)
      for (const place of [root, `${root}-keys`]) rmSync(place, { recursive: true, force: true });
  });

  test("apply writes there and touches nothing else: checkout, index, HEAD and branches stay", () => {
    expect(anna.run("keys", "trust").code).toBe(0);
    share(anna);
    const before = [git(anna, "rev-parse", "HEAD"), git(anna, "for-each-ref"), git(anna, "ls-files", "-s")];
    const applied = anna.run("apply", "E1", "--no-conform");
    expect(applied).toMatchObject({ code: 0, problem: "" });
    expect([git(anna, "rev-parse", "HEAD"), git(anna, "for-each-ref"), git(anna, "ls-files", "-s")]).toEqual(before);
    expect(existsSync(join(anna.root, ".shotlock/journal"))).toBe(false);
    expect(hubGit("ls-tree", "-r", "--name-only", BRANCH)).toContain("journal/0000000001.json");
    const checks = anna.run("doctor").out;
    expect(checks).toMatch(/journal on the branch shotlock\/state of origin readable, \d+ events/);
    share(anna);
  });

  test("another clone reads the state and goes on: nothing is made again, its word counts for the first one", () => {
    tom = colleague();
    // Tom's keys become trusted the usual way: in a commit.
    expect(tom.run("keys", "trust").code).toBe(0);
    share(tom);
    expect(tom.run("plan", "E1").out).not.toMatch(/^ *render/m);
    const retake = tom.run("retake", "SH0010", "--reason", "her hand is out of frame");
    expect(retake).toMatchObject({ code: 0, problem: "" });
    pull(anna);
    const plan = anna.run("plan", "E1");
    expect(plan.out).toContain("her hand is out of frame");
    expect(anna.run("apply", "E1", "--no-conform").code).toBe(0);
    expect(tom.run("why", "SH0010").out).toContain("v002");
  });

  test("a remote that cannot be reached: plans from the copy and says so, spends nothing", () => {
    renameSync(hub, `${hub}.away`);
    const plan = tom.run("plan", "E1");
    expect([plan.code, plan.out.includes("gives no answer"), /event \d+ of 20/.test(plan.out)]).toEqual([
      0,
      true,
      true,
    ]);
    tom.edit("productions/small/bible/cast.yaml", "cream jumper", "red jumper");
    const applied = tom.run("apply", "E1");
    expect([applied.code, applied.problem.includes("ls-remote")]).toEqual([3, true]);
    expect(tom.run("verify", "E1").out).not.toContain("journal is damaged");
    renameSync(`${hub}.away`, hub);
    tom.edit("productions/small/bible/cast.yaml", "red jumper", "cream jumper");
  });

  test("a branch that somebody put back, or deleted: exit 3; a person begins again from the lock", () => {
    const tip = hubGit("rev-parse", BRANCH);
    for (const words of [
      ["update-ref", BRANCH, hubGit("rev-parse", `${BRANCH}~2`)],
      ["update-ref", "-d", BRANCH],
    ]) {
      hubGit(...words);
      for (const command of [
        ["plan", "E1"],
        ["apply", "E1"],
      ]) {
        const refused = anna.run(...command);
        expect([refused.code, refused.problem.includes("journal restore")], refused.problem).toEqual([3, true]);
      }
    }
    // A clone that has never read it has the lock, which names the head.
    const third = colleague();
    expect(third.run("keys", "trust").code).toBe(0);
    expect(third.run("apply", "E1").code).toBe(3);
    expect(anna.run("journal", "restore", "E1")).toMatchObject({ code: 0, problem: "" });
    expect(hubGit("rev-parse", BRANCH)).not.toBe(tip);
    expect(anna.run("plan", "E1", "--exit-code").code).toBe(2);
  });

  test("with a folder as journal beside a state branch nothing can be bought: plan, doctor and apply say so", () => {
    git(anna, "fetch", "--quiet", "origin");
    anna.write("shotlock.config.yaml", "journal: {kind: directory}\n");
    expect(anna.run("doctor").out).toContain("there is a state branch origin/shotlock/state");
    expect(anna.run("plan", "E1", "--tier", "final").out).toContain("origin/shotlock/state");
    const applied = anna.run("apply", "E1", "--tier", "final");
    expect([applied.code, applied.problem.includes("does not know what others have bought")]).toEqual([3, true]);
  });
});

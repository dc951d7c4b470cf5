import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { hasFfmpeg, SMALL_SHOW, type TestRepository, testRepository } from "./repository.ts";

const BIBLE = "productions/small/bible/cast.yaml";
const EPISODE = "productions/small/episodes/E1.yaml";
const LOCK = "productions/small/episodes/E1.lock.json";

interface PlanStep {
  readonly kind: string;
  readonly shot: string;
  readonly causes: readonly { readonly says: string }[];
}

function steps(repository: TestRepository, ...words: readonly string[]): readonly PlanStep[] {
  const planned = repository.run("plan", "E1", "--json", ...words);
  expect(planned.problem).toBe("");
  return (JSON.parse(planned.out) as { steps: readonly PlanStep[] }).steps;
}

const making = (list: readonly PlanStep[]): readonly string[] =>
  list.filter((step) => step.kind === "render" || step.kind === "retake").map((step) => step.shot);

describe.skipIf(!hasFfmpeg)("the main job on one machine", () => {
  let repository: TestRepository;

  beforeAll(() => {
    repository = testRepository(SMALL_SHOW);
    expect(repository.run("keys", "init").code).toBe(0);
  });

  test("a plan needs no key and prints the same bytes twice", () => {
    const first = repository.run("plan", "E1");
    expect(first.code).toBe(0);
    expect(first.out).toContain("3 shots to make");
    expect(repository.run("plan", "E1").out).toBe(first.out);
    expect(repository.run("plan", "E1", "--exit-code").code).toBe(2);
  });

  test("apply renders, judges, signs, locks and conforms; the second run does nothing", () => {
    const applied = repository.run("apply", "E1");
    expect(applied.problem).toBe("");
    expect(applied.code).toBe(0);
    expect(applied.out).toContain("3 takes of 3 shots made");
    expect(existsSync(join(repository.root, ".shotlock/out/SML_E1_animatic.mp4"))).toBe(true);
    expect(existsSync(join(repository.root, "productions/small/provenance/E1/SH0010.v001.json"))).toBe(true);
    expect(existsSync(join(repository.root, "productions/small/posters/E1/SH0010.v001.jpg"))).toBe(true);
    const lock = repository.read(LOCK);
    expect(making(steps(repository))).toEqual([]);
    expect(repository.run("plan", "E1", "--exit-code").code).toBe(0);
    expect(repository.run("apply", "E1").out).toContain("nothing to render");
    expect(repository.read(LOCK)).toBe(lock);
  });

  test("verify holds, and refuses development signatures in production", () => {
    const verified = repository.run("verify", "E1");
    expect(verified.out).toContain("everything is as signed");
    expect(verified.code).toBe(0);
    expect(repository.run("verify", "E1", "--production").code).toBe(2);
  });

  test("one word of a look remakes exactly the shots that show it, and names the cause", () => {
    repository.edit(BIBLE, "cream jumper", "red jumper");
    const changed = steps(repository);
    expect(making(changed)).toEqual(["SH0030"]);
    expect(changed.find((step) => step.shot === "SH0030")?.causes[0]?.says).toBe(
      'ada, look morning, wardrobe "cream jumper" -> "red jumper"',
    );
    expect(repository.run("apply", "E1").code).toBe(0);
    expect(making(steps(repository))).toEqual([]);
    expect(repository.run("status", "E1").out).toContain("v002");
  });

  test("a chained shot follows its upstream shot only when the picture changed", () => {
    repository.edit(EPISODE, "Ada works at the bench.", "Ada works at the bench and hums.");
    expect(making(steps(repository))).toEqual(["SH0010", "SH0020"]);
    expect(repository.run("apply", "E1").code).toBe(0);
    expect(making(steps(repository))).toEqual([]);
  });

  test("order, titles, notes and transitions cost nothing and conform again", () => {
    repository.edit(EPISODE, "title: At the bench", "title: By candlelight");
    expect(making(steps(repository))).toEqual([]);
    repository.edit(
      EPISODE,
      "        duration: 1s\n        cast: [ada]\n        action: Ada runs",
      "        transition: {in: dissolve 8f}\n        duration: 1s\n        cast: [ada]\n        action: Ada runs",
    );
    const planned = repository.run("plan", "E1");
    expect(planned.out).toContain("The episode is cut together");
    const conformed = repository.run("apply", "E1");
    expect(conformed.code).toBe(0);
    expect(conformed.out).not.toContain("rendering");
  });

  test("retake, circle and keep are recorded, say what they do, and end in a lock that verifies", () => {
    const asked = repository.run("retake", "SH0030", "--reason", "she should look back");
    expect(asked.out).toContain("Not sent: your reason");
    expect(making(steps(repository))).toEqual(["SH0030"]);
    expect(repository.run("apply", "E1").code).toBe(0);
    expect(repository.run("circle", "SH0030", "v002").out).toContain("v002 is circled");
    expect(repository.run("circle", "SH0030", "v099").code).toBe(1);
    repository.edit(BIBLE, "red jumper", "blue jumper");
    expect(making(steps(repository))).toEqual(["SH0030"]);
    expect(repository.run("keep", "SH0030", "--reason", "the colour is not seen at this size").code).toBe(0);
    expect(making(steps(repository))).toEqual([]);
    expect(repository.run("apply", "E1").code).toBe(0);
    expect(repository.run("verify", "E1").code).toBe(0);
  });

  test("a person's own footage becomes a take", () => {
    const own = join(repository.root, "own.mp4");
    writeFileSync(own, readFileSync(join(repository.root, ".shotlock/out/SML_E1_animatic.mp4")));
    const adopted = repository.run("adopt", "SH0010", own);
    expect(adopted.problem).toBe("");
    expect(adopted.out).toContain("is your footage");
    expect(making(steps(repository)).includes("SH0010")).toBe(false);
  });

  test("footage that the YAML names is taken from the production's folder, at its own rate", () => {
    const own = testRepository({
      "productions/own/show.yaml": 'id: OWN\nformat: {fps: 24, resolution: 320x180, aspect: "16:9"}\n',
      "productions/own/episodes/E1.yaml":
        "shots:\n  - {id: SH0010, framing: LS, duration: 1s, action: A tram, source: {kind: provided, path: footage/tram.mp4}}\n",
    });
    own.write("productions/own/footage/note.txt", "");
    const film = join(own.root, "productions/own/footage/tram.mp4");
    const made = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=16:duration=1.1", "-pix_fmt", "yuv420p", film];
    expect(spawnSync("ffmpeg", ["-v", "error", ...made]).status).toBe(0);
    expect(own.run("keys", "init").code).toBe(0);
    const applied = own.run("apply", "E1");
    expect([applied.code, applied.problem]).toEqual([0, ""]);
    expect(making(JSON.parse(own.run("plan", "E1", "--json").out).steps)).toEqual([]);
    expect(own.run("verify", "E1").code).toBe(0);
  });

  test("a changed byte in a take, in the lock and in the journal is found, each under its own name", () => {
    expect(repository.run("apply", "E1").code).toBe(0);
    expect(repository.run("verify", "E1").code).toBe(0);
    const lock = repository.read(LOCK);
    repository.write(LOCK, lock.replace('"serial": ', '"serial":  '));
    const stale = repository.run("verify", "E1");
    expect(stale.code).toBe(2);
    expect(stale.out).toContain("lock-signature-stale");
    repository.write(LOCK, lock);
    const digits = /"signed": \{[^}]*?"sha256": "sha256:([0-9a-f]{64})"/.exec(lock)?.[1] ?? "";
    const victim = join(repository.root, ".shotlock/store/sha256", digits.slice(0, 2), digits);
    const bytes = readFileSync(victim);
    const place = bytes.length - 200;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    chmodSync(victim, 0o644);
    writeFileSync(victim, bytes);
    expect(repository.run("verify", "E1").code).toBe(2);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(victim, bytes);
    const journal = join(repository.root, ".shotlock/journal");
    const batch = join(
      journal,
      readdirSync(journal)
        .filter((name) => name.endsWith(".json"))
        .sort()[3] as string,
    );
    const text = readFileSync(batch, "utf8");
    writeFileSync(batch, text.replace('"tester"', '"teste2"'));
    const broken = repository.run("apply", "E1");
    expect(broken.code).toBe(3);
    expect(broken.problem).toContain("journal");
    writeFileSync(batch, text);
    expect(repository.run("verify", "E1").code).toBe(0);
  });

  test("a clone without the journal plans from the lock, does not render, and begins again by a person's word", () => {
    const clone = testRepository({});
    for (const path of [
      LOCK,
      "productions/small/episodes/E1.lock.dsse.json",
      "productions/trust.json",
      EPISODE,
      BIBLE,
      "productions/small/show.yaml",
    ])
      clone.write(path, repository.read(path));
    expect(making(steps(clone))).toEqual([]);
    expect(clone.run("keys", "init").code).toBe(0);
    clone.edit(BIBLE, "yellow oilskin coat", "green oilskin coat");
    const refused = clone.run("apply", "E1");
    expect(refused.code).toBe(3);
    expect(refused.problem).toContain("journal restore");
    expect(clone.run("journal", "restore", "E1").code).toBe(0);
    expect(clone.run("apply", "E1").code).toBe(0);
  });
});

describe("without tools", () => {
  test("init writes a production that lints clean and overwrites nothing", () => {
    const repository = testRepository({});
    expect(repository.run("init", "lighthouse").code).toBe(0);
    expect(repository.run("lint").out).toContain("no findings");
    repository.write("productions/lighthouse/show.yaml", "id: MINE\n");
    expect(repository.run("init", "lighthouse").out).toContain("kept   productions/lighthouse/show.yaml");
    expect(repository.read("productions/lighthouse/show.yaml")).toBe("id: MINE\n");
    expect(repository.run("plan").out).toContain("3 shots to make");
  });

  test("mistakes are answered with a sentence and what to do, never a stack", () => {
    const repository = testRepository(SMALL_SHOW);
    for (const [words, says] of [
      [["plan", "E9"], "no episode"],
      [["why", "SH9999"], "no shot SH9999"],
      [["why", "parsec"], "not a shot"],
      [["plan", "--tier", "best"], "not a tier"],
      [["plan", "--engines", "klingg"], "did you mean"],
      [["apply", "--parallel", "0"], "whole number"],
      [["apply"], "keys init"],
      [["verify"], "no episode here has a lock"],
    ] as const) {
      const answered = repository.run(...words);
      expect(answered.code, words.join(" ")).toBe(1);
      expect(answered.problem, words.join(" ")).toContain(says);
      expect(answered.problem, words.join(" ")).not.toContain("    at ");
    }
  });

  test("lint: all findings at once as text, JSON and annotations; exit 1", () => {
    const repository = testRepository({
      ...SMALL_SHOW,
      [EPISODE]: (SMALL_SHOW[EPISODE] ?? "")
        .replace("framing: CU", "framing: CUU")
        .replace("track left", "trakc left")
        .replace("cast: [ada]", "cast: [adda]"),
    });
    const text = repository.run("lint");
    expect(text.code).toBe(1);
    expect(text.out).toContain("3 errors");
    expect(text.out).toContain("did you mean `ada`?");
    // A cast that misspells Ada is one mistake: that she is in the action and not in the cast is not said beside it.
    const json = JSON.parse(repository.run("lint", "--json").out) as { readonly findings: readonly unknown[] };
    expect(json.findings).toHaveLength(3);
    expect(repository.run("lint", "--format", "github").out.match(/^::error /gm)).toHaveLength(3);
  });
});

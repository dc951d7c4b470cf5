import { beforeAll, describe, expect, test } from "vitest";
import { SMALL_SHOW, type TestRepository, testRepository } from "./repository.ts";

/** What a person types after `plan`, `why`, `status` and `engines`: no key, no ffmpeg, nothing rendered. */

let repository: TestRepository;

beforeAll(() => {
  repository = testRepository({
    ...SMALL_SHOW,
    "productions/small/episodes/E2.yaml": `title: Second
shots:
  - { id: SH0010, framing: CU, duration: 2s, action: A cup. }
  - { id: SH0050, framing: CU, duration: 2s, action: A spoon., engine: sora, deny: [veoo] }
`,
  });
});

function shotsOf(...words: readonly string[]): readonly string[] {
  const planned = repository.run("plan", "--json", ...words);
  expect(planned.problem).toBe("");
  const plans = JSON.parse(planned.out) as unknown;
  type Steps = { readonly episode: string; readonly steps: readonly { readonly shot: string }[] };
  return (Array.isArray(plans) ? (plans as Steps[]) : [plans as Steps]).flatMap(({ episode, steps }) =>
    steps.map((step) => `${episode}/${step.shot}`),
  );
}

describe("--only", () => {
  test("in every episode that has the shot, and in no other", () => {
    expect(shotsOf("--only", "10,SH0050")).toEqual(["E1/SH0010", "E2/SH0010", "E2/SH0050"]);
  });

  test("a shot that nobody has is an error, not an empty plan", () => {
    const none = repository.run("plan", "--only", "SH0010,SH9999");
    expect([none.code, none.out, none.problem]).toEqual([1, "", expect.stringContaining("no shot SH9999 here")]);
    const one = repository.run("plan", "E2", "--only", "SH0051");
    expect([one.code, one.problem]).toEqual([
      1,
      expect.stringContaining("E2 has no shot SH0051: did you mean `SH0050`?"),
    ]);
  });
});

describe("--engines", () => {
  test("an engine that is gone: which date, what instead, and exit 3 because a person is waited for", () => {
    const gone = repository.run("plan", "E2", "--tier", "final", "--engines", "sora", "--exit-code");
    expect(gone.code).toBe(3);
    expect(gone.out).toContain("openai/sora-2, openai/sora-2-pro: was removed on 2026-09-24; instead:");
    expect(gone.out).toContain("Nothing can be made now: 2 shots wait for a person.");
    expect(gone.out).not.toContain("shotlock apply");
  });

  test("names that mean nothing are all said at once", () => {
    const wrong = repository.run("plan", "E2", "--tier", "final", "--engines", "runwya,klign,\u001b[2J");
    expect(wrong.code).toBe(1);
    expect(wrong.problem).toMatch(/"runwya": did you mean runway\?; .*"klign": did you mean kling\?/);
    expect(wrong.problem).not.toContain("\u001b");
    expect(repository.run("plan", "--engines", ",").problem).toContain("--engines names no engine");
    expect(repository.run("engines", "klign")).toMatchObject({ code: 1, problem: expect.stringContaining("kling") });
  });

  test("real engines show who would get which shot, for how much, and whether they can be ordered from yet", () => {
    const priced = repository.run("plan", "E1", "--tier", "final", "--engines", "runway,kling,veo,luma");
    expect(priced.code).toBe(0);
    expect(priced.out).toMatch(/3 shots to make, 2\.8 s of picture\. About \$\d+(\.\d\d)?, never above \$\d+/);
    expect(priced.out).toMatch(/^\+ {2}SH0010 .* -> \d+\.\d s +\$\d+\.\d\d +\$\d+\.\d\d +\$\d+\.\d\d$/m);
    const named = repository.run("plan", "E1", "--tier", "final", "--engines", "luma").out;
    expect(named).toContain("this version of shotlock cannot order from luma yet");
    // What nobody names is what can be ordered.
    expect(repository.run("plan", "E1", "--tier", "final").out).not.toContain("cannot order from");
    expect(priced.out.split("\n").filter((line) => [...line].length > 100)).toEqual([]);
    const why = repository.run("why", "E1/SH0010", "--tier", "final", "--engines", "runway,kling,veo,luma").out;
    expect(why).toMatch(/^engine: .* per accepted take \(\d+ % of takes accepted\)$/m);
    expect(why).toContain("what would change the choice");
    expect(why).toContain("openai/sora-2");
  });
});

test("names in the YAML that mean nothing, or nothing any more, are said in every tier", () => {
  const out = repository.run("plan", "E2").out.replaceAll(/\n {2}/g, " ");
  expect(out).toContain('! SH0050: no engine or model is called "veoo": did you mean veo');
  expect(out).toContain('! SH0050: "sora" was removed on 2026-09-24');
});

test("status by tier", () => {
  expect(repository.run("status", "E1", "--tier", "final").out).toContain(
    "0 of 3 shots in final; nothing paid so far.",
  );
});

test("an engine by name with the source of its numbers", () => {
  const asked = repository.run("engines", "luma/ray-3.2").out;
  expect(asked).toMatch(/price: .*checked 2026-11-22/);
  expect(asked).not.toContain("vertex");
});

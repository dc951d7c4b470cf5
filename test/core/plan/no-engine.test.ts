import { expect, test } from "vitest";
import type { Exclusion } from "../../../src/core/route-decision.ts";
import { episode, nothing, plan, receipt, shot } from "./story.ts";

function out(constraint: string, says: string, ...models: readonly string[]): Exclusion[] {
  return models.map((model) => ({ model, endpoint: `somewhere/${model}`, constraint, says }));
}

function cause(excluded: readonly Exclusion[]): string | undefined {
  const next = plan(episode([shot("SH0010")]), nothing(), { tier: "final", route: () => ({ ...receipt(), excluded }) });
  expect(next.steps[0]?.causes[0]?.code).toBe("no-engine");
  return next.steps[0]?.causes[0]?.says;
}

test("a reason that several share is said once", () => {
  expect(cause(out("duration", "at most 8 s", "google/veo-3.1", "kling/kling-3.0"))).toBe(
    "no engine can: google/veo-3.1, kling/kling-3.0: at most 8 s",
  );
});

test("the nearest misses first, many models counted, the rest behind `why`", () => {
  const excluded = [
    ...out("duration", "at most 8 s", "a", "b", "c", "d"),
    ...out("aspect", "no 9:16", "e"),
    ...out("price-unknown", "no price", "f"),
    ...out("lora-base", "no LoRA", "g"),
  ];
  expect(cause(excluded)).toBe(
    "no engine can: f: no price; g: no LoRA; e: no 9:16; 1 more reason: `shotlock why SH0010 --tier final`",
  );
  expect(cause(excluded.slice(0, 5))).toBe("no engine can: e: no 9:16; at most 8 s (4 models)");
});

test("too dear: the cheapest speaks for all", () => {
  const dear = (takeMicros: number, model: string): Exclusion => ({
    ...(out("over-shot-ceiling", `one take costs ${takeMicros}`, model)[0] as Exclusion),
    takeMicros,
  });
  expect(cause([dear(900, "a"), dear(300, "b"), dear(600, "c")])).toBe(
    "no engine can: a, b, c: the cheapest is still too dear, one take costs 300",
  );
});

test("what was left out by choice is no reason while an engine is there that cannot", () => {
  const choice = out("not-asked-for", "not among sora", "a", "b");
  const retired = out("retired", "was removed on 2026-09-24", "openai/sora-2");
  expect(cause([...choice, ...out("duration", "at most 8 s", "c"), ...retired])).toBe("no engine can: c: at most 8 s");
  expect(cause([...choice, ...retired])).toBe("no engine can: openai/sora-2: was removed on 2026-09-24");
});

test("everything refused: the refusals, not the engine that is gone anyway", () => {
  const refused = [...out("denied", "the shot refuses veo", "a", "b"), ...out("denied", "the shot refuses fal", "c")];
  expect(cause([...refused, ...out("retired", "was removed", "openai/sora-2"), ...out("tier", "no", "x")])).toBe(
    "no engine can: the shot refuses veo (2 models); the shot refuses fal (1 model)",
  );
});

test("nothing in the catalogue at all", () => {
  expect(cause([])).toBe("no engine is set up for this tier");
});

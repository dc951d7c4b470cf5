import RunwayML from "@runwayml/sdk";
import { describe, expect, test } from "vitest";
import { stand } from "./stand.ts";

/** The vendor's own client against the emulator: what it sends is accepted, what it reads is there. */
function client(baseURL: string, apiKey = "key_sandbox"): RunwayML {
  return new RunwayML({ apiKey, baseURL, maxRetries: 0 });
}

const GEN45 = { model: "gen4.5", promptText: "slow push in", ratio: "1280:720", duration: 5 } as const;
const MINUTE = 60_000;

async function status(runway: RunwayML, id: string) {
  return await runway.tasks.retrieve(id);
}

describe("Runway's own client", () => {
  test("a task goes from PENDING to SUCCEEDED, costs what was estimated, and its film can be fetched", async () => {
    const { sandbox, clock } = await stand();
    const runway = client(sandbox.addresses.runway);
    const created = await runway.textToVideo.create({ ...GEN45, seed: 0 });
    expect(created.estimatedCost).toEqual({ credits: 60 });
    expect(await status(runway, created.id)).toMatchObject({ status: "PENDING", estimatedCost: { credits: 60 } });
    clock.move(20_000);
    const running = await status(runway, created.id);
    expect(running.status).toBe("RUNNING");
    expect(running.status === "RUNNING" && running.progress > 0 && running.progress < 1).toBe(true);
    clock.move(2 * MINUTE);
    const done = await status(runway, created.id);
    expect(done).toMatchObject({ status: "SUCCEEDED", cost: { credits: 60 } });
    const again = await status(runway, created.id);
    const [url] = done.status === "SUCCEEDED" ? done.output : [];
    expect(again.status === "SUCCEEDED" && again.output[0]).not.toBe(url);
    const film = await fetch(String(url));
    expect(film.headers.get("content-type")).toBe("video/mp4");
    expect(await film.text()).toContain(`${created.id} normal 120`);
    const bill = await sandbox.bill();
    expect(bill.micros).toBe(600_000);
    expect(bill.lines).toMatchObject([{ kind: "charge", job: created.id, account: "runway-1", credits: 60 }]);
    expect(sandbox.jobs().runway).toMatchObject([{ job: created.id, seed: 0, state: "done", prompt: "slow push in" }]);
  });

  test("a picture is uploaded in two steps and named in a task", async () => {
    const { sandbox, clock } = await stand();
    const runway = client(sandbox.addresses.runway);
    const file = new File([new Uint8Array([137, 80, 78, 71])], "frame.png", { type: "image/png" });
    const { uri } = await runway.uploads.createEphemeral({ file });
    expect(uri).toMatch(/^runway:\/\//);
    const known = await runway.imageToVideo.create({ ...GEN45, promptImage: uri });
    const unknown = await runway.imageToVideo.create({ ...GEN45, promptImage: "runway://nowhere" });
    clock.move(3 * MINUTE);
    expect(await status(runway, known.id)).toMatchObject({ status: "SUCCEEDED" });
    expect(await status(runway, unknown.id)).toMatchObject({
      status: "FAILED",
      failureCode: "ASSET.INVALID",
      cost: { credits: 0 },
    });
  });

  test("the organization tells limits and what is left", async () => {
    const { sandbox } = await stand({ runway: { concurrent: 3, creditBalance: 1000 } });
    const runway = client(sandbox.addresses.runway);
    await runway.textToVideo.create(GEN45);
    const told = await runway.organization.retrieve();
    expect(told.creditBalance).toBe(940);
    expect(told.tier.models["gen4.5"]).toEqual({ maxConcurrentGenerations: 3, maxDailyGenerations: 200 });
    expect(told.usage.models["gen4.5"]).toEqual({ dailyGenerations: 1 });
  });

  test("a wrong key, too little credit and a full day are refused, and nothing is charged", async () => {
    const { sandbox } = await stand({ runway: { creditBalance: 100, daily: 1 } });
    const { addresses } = sandbox;
    await expect(client(addresses.runway, "key_other").textToVideo.create(GEN45)).rejects.toMatchObject({
      status: 401,
    });
    const runway = client(addresses.runway);
    await runway.textToVideo.create(GEN45);
    await expect(runway.textToVideo.create({ ...GEN45, model: "veo3.1", duration: 4 })).rejects.toMatchObject({
      status: 400,
      error: { error: expect.stringContaining("not have enough credits") },
    });
    await expect(runway.textToVideo.create(GEN45)).rejects.toMatchObject({ status: 429 });
    expect((await sandbox.bill()).micros).toBe(600_000);
    expect(JSON.stringify(sandbox.events())).not.toContain("key_other");
  });

  test("what is above the limit is THROTTLED and starts when a slot is free", async () => {
    const { sandbox, clock } = await stand({ runway: { concurrent: 1 } });
    const runway = client(sandbox.addresses.runway);
    const first = await runway.textToVideo.create(GEN45);
    const second = await runway.textToVideo.create(GEN45);
    clock.move(10_000);
    expect(await status(runway, first.id)).toMatchObject({ status: "RUNNING" });
    expect(await status(runway, second.id)).toMatchObject({ status: "THROTTLED" });
    clock.move(95_000);
    expect(await status(runway, first.id)).toMatchObject({ status: "SUCCEEDED" });
    expect(await status(runway, second.id)).toMatchObject({ status: "RUNNING" });
  });

  test("DELETE cancels what waits and gives the money back; of a finished task it destroys the film", async () => {
    const { sandbox, clock } = await stand();
    const runway = client(sandbox.addresses.runway);
    const waiting = await runway.textToVideo.create(GEN45);
    await runway.tasks.delete(waiting.id);
    await expect(status(runway, waiting.id)).rejects.toMatchObject({ status: 404 });
    expect((await sandbox.bill()).micros).toBe(0);
    const finished = await runway.textToVideo.create(GEN45);
    clock.move(3 * MINUTE);
    const task = await status(runway, finished.id);
    await runway.tasks.delete(finished.id);
    expect((await fetch(task.status === "SUCCEEDED" ? String(task.output[0]) : "")).status).toBe(404);
    expect((await sandbox.bill()).jobs).toEqual({ [waiting.id]: 0, [finished.id]: 600_000 });
  });
});

describe("Runway's validation", () => {
  const bodies: readonly [string, string, object][] = [
    ["an unknown field", "text_to_video", { ...GEN45, reference: "x" }],
    ["sound on a silent model", "text_to_video", { ...GEN45, audio: true }],
    ["a ratio of another variant", "text_to_video", { ...GEN45, ratio: "1104:832" }],
    ["a length as a word", "text_to_video", { ...GEN45, duration: "5" }],
    ["a length above ten", "text_to_video", { ...GEN45, duration: 11 }],
    ["half a second", "text_to_video", { ...GEN45, duration: 2.5 }],
    ["no length", "text_to_video", { ...GEN45, duration: undefined }],
    ["a prompt of 1001 units", "text_to_video", { ...GEN45, promptText: "x".repeat(1001) }],
    ["a prompt of 501 pairs", "text_to_video", { ...GEN45, promptText: "😀".repeat(501) }],
    ["an empty prompt", "text_to_video", { ...GEN45, promptText: "" }],
    ["a model of the other endpoint", "text_to_video", { ...GEN45, model: "gen4_turbo" }],
    ["a model that ran out", "video_to_video", { model: "gen4_aleph" }],
    ["five seconds of Veo", "text_to_video", { ...GEN45, model: "veo3.1" }],
    ["a picture without one", "image_to_video", { ...GEN45 }],
    [
      "a last frame alone",
      "image_to_video",
      { model: "veo3.1", ratio: "1280:720", promptImage: [{ position: "last", uri: "https://a.example/a.png" }] },
    ],
    [
      "a last frame for gen4.5",
      "image_to_video",
      { ...GEN45, promptImage: [{ position: "last", uri: "https://a.example/a.png" }] },
    ],
    ["a GIF", "image_to_video", { ...GEN45, promptImage: "data:image/gif;base64,AAAA" }],
    ["a plain http address", "image_to_video", { ...GEN45, promptImage: "http://a.example/a.png" }],
  ];
  test.each(bodies)("refuses %s with 400 and charges nothing", async (_name, endpoint, body) => {
    const { sandbox } = await stand();
    const answer = await fetch(`${sandbox.addresses.runway}/v1/${endpoint}`, {
      method: "POST",
      headers: { authorization: "Bearer key_sandbox", "x-runway-version": "2024-11-06" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: expect.any(String) });
    expect((await sandbox.bill()).lines).toEqual([]);
    expect(sandbox.jobs().runway).toEqual([]);
  });

  test("refuses a request without its version header", async () => {
    const { sandbox } = await stand();
    const answer = await fetch(`${sandbox.addresses.runway}/v1/organization`, {
      headers: { authorization: "Bearer key_sandbox" },
    });
    expect(answer.status).toBe(400);
  });
});

import { expect, test } from "vitest";
import { makeOrder } from "../../src/core/make-order.ts";
import { endpointOrderOf } from "../engines/endpoint-orders.ts";
import { sampleEpisode } from "./plan/sample-files.ts";

test("where no sound is ordered a silent clip is as it should be, also for a shot with a voice over it", async () => {
  const episode = await sampleEpisode();
  const shot = episode.shots.find(({ id }) => id === "SH0010");
  if (shot === undefined) throw new Error("the sample has SH0010");
  const audioOf = (audio: boolean | undefined) =>
    makeOrder({
      episode,
      shot,
      tier: "final",
      candidate: {
        identity: { engine: "x", model: "x/x", modelVersion: "1", endpoint: "x/x" },
        quote: {
          takeMicros: 0,
          billedMilliseconds: 0,
          wantedMilliseconds: 6000,
          deliveredFrames: 144,
          degradations: [],
          source: "test",
        },
        acceptancePerMille: 1000,
        terms: [],
        totalMicros: 0,
      },
      attempt: "a",
      take: "v001",
      seed: "1",
      profile: "full",
      startTimecodeFrames: 0,
      ...(audio === undefined ? {} : { endpoint: { ...endpointOf, audio } }),
    }).audio;
  const { endpoint: endpointOf } = endpointOrderOf({ remote: "x" }) as Required<ReturnType<typeof endpointOrderOf>>;
  expect([audioOf(undefined), audioOf(true), audioOf(false)]).toEqual(["required", "required", "none"]);
});

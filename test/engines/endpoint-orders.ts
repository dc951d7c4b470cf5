import type { EndpointOrder, ShotOrder } from "../../src/core/order.ts";
import { type OrderWish, orderOf } from "./orders.ts";

/** Orders for engines of vendors: what is ordered at an endpoint can be said, the rest is there. */
export function endpointOrderOf(
  endpoint: Partial<EndpointOrder> & { remote: string },
  wish: OrderWish = {},
): ShotOrder {
  return orderOf({
    ...wish,
    order: {
      tier: "draft",
      ...wish.order,
      endpoint: {
        clipMs: 5000,
        aspect: "16:9",
        resolution: "720p",
        audio: false,
        prompt: "A man waits at the window.",
        references: [],
        loras: [],
        takeMicros: 600_000,
        ...endpoint,
      },
    },
  });
}

import type { EndpointOrder, ShotOrder } from "../../src/core/order.ts";
import { DUMMY_KEYS } from "../../src/sandbox/sandbox.ts";
import type { VendorName } from "../../src/sandbox/vendor-names.ts";
import { endpointOrderOf } from "../engines/endpoint-orders.ts";

/** How an engine of a vendor is tried at its emulator. */
export interface VendorStand {
  readonly vendor: VendorName;
  readonly secrets: Readonly<Record<string, string>>;
  /** Price of one clip as its vendor bills it, micros. */
  readonly takeMicros: number;
  /** A lost answer can be looked up. */
  readonly finds: boolean;
  order(seed?: string): ShotOrder;
}

function stand(
  vendor: VendorName,
  secret: string | undefined,
  endpoint: Partial<EndpointOrder> & { readonly remote: string; readonly takeMicros: number },
): VendorStand {
  return {
    vendor,
    secrets: secret === undefined ? {} : { [secret]: String(DUMMY_KEYS[vendor][0]) },
    takeMicros: endpoint.takeMicros,
    finds: secret === undefined,
    order: (seed = "7") => endpointOrderOf(endpoint, { order: { seed } }),
  };
}

/** Every engine of the registry that is no engine of this machine, by id. */
export const VENDOR_STANDS: Readonly<Record<string, VendorStand>> = {
  runway: stand("runway", "RUNWAYML_API_SECRET", { remote: "gen4.5", takeMicros: 600_000 }),
  fal: stand("fal", "FAL_KEY", { remote: "fal-ai/pika/v2.2/text-to-video", takeMicros: 200_000 }),
  comfyui: stand("comfyui", undefined, {
    remote: "wan2.2_14B",
    clipFrames: 81,
    clipRate: "16",
    resolution: "480p",
    takeMicros: 0,
  }),
};

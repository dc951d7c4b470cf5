import { drawUuid } from "../draw.ts";
import { type Answer, type Exchange, isObject, jsonBody } from "../exchange.ts";
import { tellExposedKey, type VendorDesk } from "../vendor.ts";

/** Largest ephemeral upload. */
const BYTES_MAX = 200 * 1024 * 1024;
const LIFE_MS = 24 * 3_600_000;

export interface Uploads {
  create(exchange: Exchange): Answer;
  /** The second step: the file as a form, to the storage host. */
  store(exchange: Exchange): Answer;
  /** True when a `runway://` address names a file that is here. */
  has(uri: string): boolean;
}

/** Ephemeral uploads, in two steps as the vendor's client makes them. Only that a file came is kept, not its bytes. */
export function createUploads(desk: VendorDesk): Uploads {
  const places = new Map<string, { readonly createdMs: number; stored: boolean }>();
  return {
    create(exchange) {
      const body = jsonBody(exchange);
      if (exchange.method !== "POST") return { status: 405, json: { error: "Method not allowed." } };
      if (!isObject(body) || typeof body["filename"] !== "string" || body["type"] !== "ephemeral")
        return { status: 400, json: { error: "Validation of body failed" } };
      const id = drawUuid(desk.seed, "runway", "upload", places.size);
      places.set(id, { createdMs: desk.time.now(), stored: false });
      return {
        status: 200,
        json: {
          uploadUrl: `${exchange.origin}/storage/${id}`,
          fields: { key: id, policy: "sandbox" },
          runwayUri: `runway://${id}`,
        },
      };
    },
    store(exchange) {
      const place = places.get(exchange.path.split("/")[2] ?? "");
      tellExposedKey(desk, exchange);
      const isForm = (exchange.headers["content-type"] ?? "").startsWith("multipart/form-data");
      if (exchange.method !== "POST" || place === undefined || !isForm)
        return { status: 403, json: { error: "Denied" } };
      if (exchange.body.length > BYTES_MAX) return { status: 413, json: { error: "Too large" } };
      place.stored = true;
      return { status: 204 };
    },
    has(uri) {
      const place = places.get(uri.replace("runway://", ""));
      return place?.stored === true && desk.time.now() - place.createdMs < LIFE_MS;
    },
  };
}

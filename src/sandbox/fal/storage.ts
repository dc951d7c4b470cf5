import { drawUuid } from "../draw.ts";
import { type Answer, type Exchange, isObject, jsonBody } from "../exchange.ts";
import { tellExposedKey, type VendorDesk } from "../vendor.ts";

export interface Storage {
  initiate(exchange: Exchange): Answer;
  /** The file itself, to the storage host. */
  put(exchange: Exchange): Answer;
  has(url: string): boolean;
}

/** Uploads: an address is asked for, the file is put there. Only that it came is kept. */
export function createStorage(desk: VendorDesk): Storage {
  const stored = new Map<string, boolean>();
  return {
    initiate(exchange) {
      const body = jsonBody(exchange);
      if (!isObject(body) || typeof body["content_type"] !== "string" || typeof body["file_name"] !== "string")
        return { status: 422, json: { detail: [{ loc: ["body"], msg: "field required", type: "missing" }] } };
      const id = drawUuid(desk.seed, "fal", "upload", stored.size);
      stored.set(id, false);
      const name = encodeURIComponent(body["file_name"]);
      return {
        status: 200,
        json: { upload_url: `${exchange.origin}/upload/${id}`, file_url: `${exchange.origin}/uploaded/${id}/${name}` },
      };
    },
    put(exchange) {
      const id = exchange.path.split("/")[2] ?? "";
      tellExposedKey(desk, exchange);
      if (exchange.method !== "PUT" || !stored.has(id)) return { status: 403 };
      stored.set(id, true);
      return { status: 200 };
    },
    has: (url) => stored.get(/\/uploaded\/([^/]+)\//.exec(url)?.[1] ?? "") === true,
  };
}

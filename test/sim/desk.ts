import { sha256 } from "../../src/core/digest.ts";
import type { ApplyDesk } from "../../src/operations/apply/desk.ts";
import type { Store } from "../../src/ports/store.ts";
import { contentOf, memoryPorts, memorySigner } from "../operations/apply/memory-ports.ts";
import type { WorldClock } from "./clock.ts";

/** Files by path and the store's content by digest, as all machines share them. */
export interface Shelves {
  readonly files: Map<string, string>;
  readonly store: Map<string, { readonly content: string; readonly step: number }>;
  step(): number;
}

export function sharedStore(shelves: Shelves): Store {
  const { files, store } = shelves;
  return {
    id: "shared",
    durable: true,
    async put(path) {
      const content = contentOf(files, path);
      const digest = sha256(content);
      if (!store.has(digest)) store.set(digest, { content, step: shelves.step() });
      files.set(`/store/${digest}`, content);
      return { sha256: digest, bytes: content.length };
    },
    pathOf: async (digest) => (store.has(digest) ? `/store/${digest}` : undefined),
    has: async (digest) => store.has(digest),
  };
}

/** The mark that only the signer makes. */
export const SIGNED_MARK = "\nsigned at ";

export function markingSigner({ files }: Shelves, clock: WorldClock): ApplyDesk["signer"] {
  return memorySigner(files, () => `${SIGNED_MARK}${clock.nowMs}`);
}

export function plainPorts({ files }: Shelves) {
  return memoryPorts(files, "truncated");
}

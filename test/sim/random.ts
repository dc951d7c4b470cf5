/** 32 bits of a text, well mixed: the same on every machine. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * A draw from [0, 1000) that belongs to a name and not to a moment: the nth order of a shot meets the same luck whatever
 * else happened before it, so that leaving out a fault or a crash changes as little as possible of a failing world.
 */
export function perMilleOf(seed: number, name: string): number {
  return hash32(`${seed} ${name}`) % 1000;
}

/** Whole numbers of 32 bits in a row, the same ones for a beginning. */
export function drawsFrom(beginning: number): () => number {
  let state = beginning >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Draws in a row, for making a scenario. */
export interface Dice {
  /** Whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(perMille: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

export function diceOf(key: string): Dice {
  const next = drawsFrom(hash32(key));
  const between = (low: number, high: number): number => low + (next() % (high - low + 1));
  return {
    between,
    chance: (perMille) => next() % 1000 < perMille,
    pick(items) {
      const item = items[next() % items.length];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}

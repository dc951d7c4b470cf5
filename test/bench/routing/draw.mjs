// Every draw is the hash of named parts, so that all policies meet the same world, and a run is replayed by its seed.

/** FNV-1a over the joined parts and a finaliser; uniform in [0, 1). */
export function draw(...parts) {
  let hash = 2166136261;
  for (const character of parts.join("|")) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489917);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

/** Standard normal. */
export function drawNormal(...parts) {
  return Math.sqrt(-2 * Math.log(draw(...parts, "u") + 1e-12)) * Math.cos(2 * Math.PI * draw(...parts, "v"));
}

/** Share of a standard normal below x. */
export function phi(x) {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const y =
    1 -
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) *
      t *
      Math.exp((-x * x) / 2);
  return 0.5 * (1 + (x < 0 ? -y : y));
}

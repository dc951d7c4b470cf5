/** Longer words are compared by their beginning only: a hint is not worth quadratic time on hostile input. */
const LENGTH_MAX = 64;

/** Number of insertions, deletions, swaps and replacements between two words. */
export function editDistance(from: string, to: string): number {
  const left = from.slice(0, LENGTH_MAX);
  const right = to.slice(0, LENGTH_MAX);
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1];
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? 0;
}

/** The known word that was probably meant; undefined when none is near enough to be worth saying. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    // So many letters more or less are as many steps: too far, whatever the letters are.
    if (Math.abs(candidate.length - wanted.length) > stepsAllowed(wanted, candidate)) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  if (best !== undefined && best.distance < wanted.length) {
    if (best.distance <= stepsAllowed(wanted, best.word)) return best.word;
  }
  // `push` for `push-in`: a beginning that only one word has.
  const begun = wanted.length < 3 ? [] : known.filter((candidate) => candidate.toLowerCase().startsWith(`${wanted}-`));
  return begun.length === 1 ? begun[0] : undefined;
}

/** A third of the letters may be wrong. */
function stepsAllowed(wanted: string, candidate: string): number {
  return Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
}

/** `did you mean `push-in`?`, or undefined. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? undefined : `did you mean \`${nearest}\`?`;
}

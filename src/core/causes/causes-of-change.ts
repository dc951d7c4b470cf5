import type { Basis } from "../basis.ts";
import type { Cause } from "../plan-steps.ts";
import { intentCauses } from "./intent-causes.ts";
import { partCauses } from "./part-causes.ts";

/** Fields of the intent that bring bible parts in or take them out. */
const BRINGS: { readonly [kind: string]: readonly string[] } = {
  character: ["cast", "dialogue"],
  location: ["location", "timeOfDay", "lighting"],
  prop: ["props"],
  style: ["style"],
  upstream: ["chain"],
};

/**
 * Why a take of `was` is not a take of `now`: the differences of the intent first, then those of the bible.
 * A part that only came or went because the cast (or set, or style) did is not told twice.
 */
export function causesOfChange(was: Basis, now: Basis): Cause[] {
  const intent = was.intent.digest === now.intent.digest ? [] : intentCauses(was.intent.value, now.intent.value);
  const subjects = new Set(intent.map((cause) => cause.subject));
  const parts = partCauses(was.parts, now.parts).filter((cause) => {
    if (cause.code !== "part-added" && cause.code !== "part-removed") return true;
    const kind = cause.subject.split("/")[0] ?? "";
    return !(BRINGS[kind] ?? []).some((field) => subjects.has(field));
  });
  return [...intent, ...parts];
}

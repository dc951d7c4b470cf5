import { UsageProblem } from "./context.ts";

/** `runway, kling` -> names; undefined when the option was not given. Commas too many are forgiven, no name is not. */
export function readEngineList(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0)
    throw new UsageProblem(
      "--engines names no engine",
      "write --engines runway,kling; shotlock engines lists them all",
    );
  return [...new Set(names)];
}

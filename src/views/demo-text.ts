import type { DemoResult } from "../operations/demo-result.ts";

/** The end of the demo: what was made, where it lies, three things to try next. */
export function demoAsText(result: DemoResult): string {
  const width = Math.max(...result.things.map((thing) => thing.what.length), 0);
  const made = result.things.map((thing) => `  ${thing.what.padEnd(width)}  ${thing.path}`);
  const next = [
    result.change === undefined
      ? `  1. change a word of a shot in the episode's YAML and run: npx shotlock plan ${result.episodeId}`
      : `  1. in ${result.change.file} change "${result.change.from}" to "${result.change.to}", then: npx shotlock plan ${result.episodeId}\n     (exactly ${result.change.shots} shots are remade by npx shotlock apply ${result.episodeId})`,
    `  2. see what real engines would cost:  npx shotlock plan ${result.episodeId} --tier final --engines runway,kling,veo,luma`,
    `  3. check every signature offline:     npx shotlock verify ${result.episodeId}`,
  ];
  return ["", "Made:", ...made, "", "Try next:", ...next, ""].join("\n");
}

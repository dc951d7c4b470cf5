import type { Workshop } from "../compose.ts";
import type { Episode, Shot } from "../core/production.ts";
import { parseShotAddress } from "../core/shot-address.ts";
import { findingsAsText } from "../views/findings.ts";
import { UsageProblem } from "./context.ts";
import type { Terminal } from "./terminal.ts";

/** Loads what was named (or everything); prints the findings and gives undefined when one of them is an error. */
export async function episodesToWorkOn(
  workshop: Workshop,
  terminal: Terminal,
  name: string | undefined,
): Promise<readonly Episode[] | undefined> {
  const loaded = await workshop.load(name);
  if (loaded.diagnostics.some((finding) => finding.severity === "error")) {
    terminal.problem(findingsAsText(loaded.diagnostics, { colour: terminal.colour, sources: loaded.sources }));
    return undefined;
  }
  if (loaded.episodes.length === 0)
    throw new UsageProblem(
      name === undefined ? "there is no production here" : `there is no episode "${name}" here`,
      name === undefined
        ? "shotlock init my-show writes a small one"
        : `episodes are files under productions/<show>/episodes/`,
    );
  return loaded.episodes;
}

/** The shot that an address means; asks for the episode when two have a shot of that number. */
export async function shotToWorkOn(
  workshop: Workshop,
  terminal: Terminal,
  text: string,
): Promise<{ episode: Episode; shot: Shot } | undefined> {
  const address = parseShotAddress(text);
  if (!address.ok) throw new UsageProblem(address.error);
  const episodes = await episodesToWorkOn(workshop, terminal, address.value.episode);
  if (episodes === undefined) return undefined;
  const { show } = address.value;
  const meant = episodes.filter((episode) => show === undefined || episode.show.id === show);
  const found = meant.flatMap((episode) =>
    episode.shots.filter((shot) => shot.id === address.value.shot).map((shot) => ({ episode, shot })),
  );
  const [first, ...others] = found;
  if (first === undefined)
    throw new UsageProblem(`no shot ${address.value.shot} here`, "shotlock status lists the shots");
  if (others.length > 0)
    throw new UsageProblem(
      `${address.value.shot} stands in more than one episode`,
      `write one of: ${found.map(({ episode }) => `${addressOf(episode, meant)}/${address.value.shot}`).join(", ")}`,
    );
  return first;
}

/** The shortest name of an episode that means no other one. */
function addressOf({ id, folder }: Episode, all: readonly Episode[]): string {
  return all.filter((episode) => episode.id === id).length > 1 ? `${folder.split("/").at(-1)}/${id}` : id;
}

import type { Command } from "commander";
import type { Workshop } from "../../compose.ts";
import type { Episode, Shot, Tier } from "../../core/production.ts";
import type { CommandContext } from "../context.ts";
import { readTier, withWorkshop } from "../context.ts";
import { shotToWorkOn } from "../episodes.ts";
import { EXIT } from "../exit.ts";
import { tellProblem } from "../tell-problem.ts";

/** A decision of a person about one shot: found, recorded as an event, projected into the lock. */
export interface DecisionRequest {
  readonly shot: string;
  readonly tier: string | undefined;
  decide(workshop: Workshop, found: { episode: Episode; shot: Shot; tier: Tier }): ReturnType<Workshop["decide"]>;
}

/** Shared frame of retake, circle, keep and adopt: they differ only in the event. */
export function runDecision(command: Command, context: CommandContext, request: DecisionRequest): Promise<void> {
  return withWorkshop(command, context, async (workshop) => {
    const { terminal } = context;
    const found = await shotToWorkOn(workshop, terminal, request.shot);
    if (found === undefined) return EXIT.error;
    const decided = await request.decide(workshop, { ...found, tier: readTier(request.tier, workshop.defaultTier) });
    if (!decided.ok) return tellProblem(terminal, decided.error);
    terminal.out(decided.value.says);
    return EXIT.done;
  });
}

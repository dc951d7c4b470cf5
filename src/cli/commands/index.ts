import type { Command } from "commander";
import type { CommandContext } from "../context.ts";
import { registerAdopt } from "./adopt.ts";
import { registerApply } from "./apply.ts";
import { registerApprove } from "./approve.ts";
import { registerCircle } from "./circle.ts";
import { registerConform } from "./conform.ts";
import { registerDemo } from "./demo.ts";
import { registerDoctor } from "./doctor.ts";
import { registerEngines } from "./engines.ts";
import { registerInit } from "./init.ts";
import { registerJournal } from "./journal.ts";
import { registerKeep } from "./keep.ts";
import { registerKeys } from "./keys.ts";
import { registerLint } from "./lint.ts";
import { registerPlan } from "./plan.ts";
import { registerRetake } from "./retake.ts";
import { registerSandbox } from "./sandbox.ts";
import { registerStatus } from "./status.ts";
import { registerStop } from "./stop.ts";
import { registerVerify } from "./verify.ts";
import { registerWhy } from "./why.ts";

/** All commands, in the order in which a newcomer meets them. */
export function registerCommands(program: Command, context: CommandContext): void {
  registerInit(program, context);
  registerLint(program, context);
  registerPlan(program, context);
  registerApprove(program, context);
  registerApply(program, context);
  registerStatus(program, context);
  registerWhy(program, context);
  registerRetake(program, context);
  registerCircle(program, context);
  registerKeep(program, context);
  registerAdopt(program, context);
  registerStop(program, context);
  registerConform(program, context);
  registerVerify(program, context);
  registerEngines(program, context);
  registerKeys(program, context);
  registerJournal(program, context);
  registerDoctor(program, context);
  registerDemo(program, context);
  registerSandbox(program, context);
}

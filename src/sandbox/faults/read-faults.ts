import { fail, ok, type Result } from "../../core/result.ts";
import type { ScenarioDocument } from "../../schema/generated/types.ts";
import { shapeErrors } from "../../schema/validators.ts";
import type { Fault } from "./fault-book.ts";
import { senselessFields } from "./fault-words.ts";

/** `{faults: [...]}` of a scenario file or of `POST /__faults`, checked; else what is wrong with it. */
export function readFaults(value: unknown): Result<readonly Fault[], string> {
  const [wrong] = shapeErrors("scenario", value);
  if (wrong !== undefined) return fail(`${wrong.instancePath === "" ? "/" : wrong.instancePath}: ${wrong.keyword}`);
  const { faults } = value as ScenarioDocument;
  for (const [index, fault] of faults.entries()) {
    const [field] = senselessFields(fault);
    if (field !== undefined) return fail(`/faults/${index}/${field}: says nothing for ${fault.fault}`);
  }
  return ok(faults);
}

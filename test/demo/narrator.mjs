import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatMicros } from "../../dist/core/money.js";

/** Events of the journal in a folder, in order. A batch that is being written is read the next time. */
export function journalEvents(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .sort();
  return names.flatMap((name) => {
    try {
      return JSON.parse(readFileSync(join(folder, name), "utf8")).events;
    } catch {
      return [];
    }
  });
}

/** What one event means, in a line for people; undefined for what goes without saying. */
export function decisionLine(event) {
  const { type, shot } = event;
  const say = (text) => `${shot}  ${text}`;
  if (type === "attempt.intended") {
    const where = `orders ${event.take} from ${event.identity.endpoint}, reserves ${formatMicros(event.reserveMicros)}, licence ${event.licence}`;
    return say(event.reassignedBecause === undefined ? where : `${where}\n        because ${event.reassignedBecause}`);
  }
  if (type === "attempt.refused")
    return say(`refused before it began (${event.failure.class}): ${event.failure.message}`);
  if (type === "attempt.failed")
    return say(`failed (${event.failure.class}, ${chargeWords(event.failure.charge)}): ${event.failure.message}`);
  if (type === "attempt.doubted") return say(`IN DOUBT, nothing is ordered again: ${event.says}`);
  if (type === "attempt.abandoned") return say(`given up: ${event.reason}`);
  if (type === "attempt.submitted" && event.by === "person") return say("a person found the job: it is collected");
  if (type === "attempt.done") return say(`made, ${chargeWords(event.charge)}`);
  if (type === "take.accepted") return say(`${event.take.id} accepted: every gate passed, signed, circled`);
  if (type === "take.set-aside") {
    const failed = event.take.judgement?.readings?.filter(({ verdict }) => verdict === "fail") ?? [];
    return say(`${event.take.id} set aside and kept: ${failed.map(({ gate, says }) => `${gate}: ${says}`).join("; ")}`);
  }
  return undefined;
}

function chargeWords(charge) {
  if (charge === undefined) return "no word on money";
  if (charge.certainty === "known") return charge.micros === 0 ? "free" : `${formatMicros(charge.micros)} charged`;
  return `up to ${formatMicros(charge.atMostMicros)} may be charged`;
}

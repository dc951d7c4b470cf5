import { formatMicros } from "../core/money.ts";
import { plainText } from "../core/plain-text.ts";
import type { Doubt } from "../core/spending/doubts.ts";

/** Where a vendor lists jobs and what it took for them. */
const DASHBOARDS: Readonly<Record<string, string>> = {
  runway: "dev.runwayml.com, the organisation's usage, and the tasks of its API key",
  fal: "fal.ai/dashboard, requests of the endpoint; an id is called request_id there",
  comfyui: "the History of the ComfyUI that was asked; an id is called prompt_id there",
};

/** What was sent, when, to whom, what it may cost, where to look, and what can be said about it. */
export function doubtAsText(doubt: Doubt, address: string, currency: string): string {
  const { kind, number, identity, account, at, atMostMicros } = doubt;
  const when = at === undefined ? "at an unknown time" : `at ${at.slice(0, 16).replace("T", " ")} UTC`;
  const where = account === identity.engine ? "" : `, account ${account}`;
  const money = formatMicros(atMostMicros, currency);
  const says = {
    submit: "nobody knows whether it was taken: no answer came",
    lost: "it was under way when the journal was lost",
    bill: "it has ended, and nobody knows yet what it cost",
  }[kind];
  const seed = doubt.seed === undefined ? "" : `, seed ${doubt.seed}`;
  const lines = [
    `${address}, attempt ${number}: sent ${when} to ${identity.endpoint}${where}; ${says}.`,
    `  It may cost up to ${money}, which stays reserved.`,
    `  Look there: ${DASHBOARDS[identity.engine] ?? `the list of jobs of ${identity.engine}`}. Our name for it: ${doubt.attempt}${seed}.`,
    ...choices(doubt, address),
  ];
  return lines.map((line) => plainText(line)).join("\n");
}

function choices({ kind }: Doubt, address: string): readonly string[] {
  const command = `shotlock resolve ${address}`;
  if (kind === "bill")
    return [`  It is on the bill: ${command} --charged AMOUNT    It is not: ${command} --not-charged`];
  const given = [
    `  Another one in its place, the old reserve kept until the bill is known: ${command} --resubmit`,
    `  Give it up: ${command} --drop    Both take --charged AMOUNT or --not-charged when that is known.`,
  ];
  return kind === "lost" ? given.slice(1) : [`  It is there: ${command} --adopt JOB`, ...given];
}

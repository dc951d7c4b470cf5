import type { JobNotice } from "../../src/sandbox/vendor.ts";
import { eventsOf } from "./running.ts";
import { booksOf, command, inDoubt, type World } from "./world.ts";

/** The journal's time may run a little ahead of the clock: nothing in it happens at the same moment. */
const CLOCKS_APART_MS = 1_000;

/**
 * Does what a person does about a doubt: looks at the vendor's dashboard for a job with the prompt and the time of the attempt that no
 * attempt of ours names, and says so, or says that there is none.
 */
export async function resolveDoubts(world: World): Promise<void> {
  for (const { shot, attempt } of inDoubt(world)) {
    const job = await jobOf(world, attempt);
    const answer = job === undefined ? ["--resubmit", "--not-charged"] : ["--adopt", job.job];
    const resolved = await command(world, "resolve", `E1/${shot}`, "--reason", "looked up in the dashboard", ...answer);
    if (resolved.code !== 0) throw new Error(`nobody could resolve ${attempt} of ${shot}`);
  }
}

async function jobOf(world: World, attempt: string): Promise<JobNotice | undefined> {
  const events = eventsOf(world.repository);
  const intent = events.find((event) => event.type === "attempt.intended" && event.attempt === attempt);
  if (intent?.type !== "attempt.intended") throw new Error(`${attempt} has no intent`);
  const endpoint = intent.order["endpoint"] as { readonly prompt?: string } | undefined;
  const named = new Set(
    events.flatMap((event) => (event.type === "attempt.submitted" ? [String(event.job["id"])] : [])),
  );
  const { jobs } = await booksOf(world, events);
  // Not by the seed: a model may take none, and ours are folded into a vendor's range.
  const since = Date.parse(intent.at) - CLOCKS_APART_MS;
  const fitting = jobs.filter(
    (job) => !named.has(job.job) && job.prompt === endpoint?.prompt && job.acceptedAtMs >= since,
  );
  if (fitting.length > 1) throw new Error(`${fitting.length} jobs of ${attempt}: it was ordered more than once`);
  return fitting[0];
}

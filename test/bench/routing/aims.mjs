// What the bench is to show, judged on its own numbers; what is not reached is printed with what it lacks.
import { donePercent, interval, makespan, mean, timeRatio, usdRatio } from "./statistics.mjs";

const FAST_SCENARIOS = new Set(["calm", "outage", "r429", "slowtail", "deprecate"]);
const USD_AIM = { honest: 0.7, wrong: 0.8 };
const NO_PEER = new Set(["balanced", "fast", "cheap", "quality", "oracle"]);

/** @param table prior -> scenario -> policy -> runs */
export function aimsOf(table) {
  const aims = [];
  for (const [prior, scenarios] of Object.entries(table))
    for (const [scenario, runs] of Object.entries(scenarios)) {
      aims.push(
        ...balancedAims(prior, scenario, runs),
        ...fastAims(prior, scenario, runs),
        ...doneAims(prior, scenario, runs),
      );
      const doubled = [...(runs.balanced ?? []), ...(runs.fast ?? [])].some((run) => run.doublePaid > 0);
      aims.push({
        name: `${prior} ${scenario}: nothing paid twice`,
        reached: !doubled,
        says: doubled ? "a job was" : "0",
      });
    }
  for (const [prior, scenarios] of Object.entries(table)) aims.push(...regretAims(prior, scenarios));
  return aims;
}

function balancedAims(prior, scenario, runs) {
  const [ours, theirs] = [runs.balanced, runs["least-busy"]];
  if (ours === undefined || theirs === undefined) return [];
  const ratio = usdRatio(ours, theirs);
  const [low, high] = interval(usdRatio, ours, theirs);
  const [done, least] = [donePercent(ours), donePercent(theirs)];
  const known = runs.oracle === undefined ? "" : `; an oracle pays ${usdRatio(runs.oracle, theirs).toFixed(3)}`;
  return [
    {
      name: `${prior} ${scenario}: balanced pays at most ${USD_AIM[prior].toFixed(2)} of least-busy`,
      reached: ratio <= USD_AIM[prior],
      says: `${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})${known}`,
    },
    {
      name: `${prior} ${scenario}: balanced finishes as many`,
      reached: done >= least,
      says: `${done.toFixed(1)} % against ${least.toFixed(1)} %`,
    },
  ];
}

function fastAims(prior, scenario, runs) {
  if (!FAST_SCENARIOS.has(scenario) || runs.fast === undefined) return [];
  const done = donePercent(runs.fast);
  const rivals = Object.entries(runs).filter(([name, list]) => !NO_PEER.has(name) && donePercent(list) >= done - 1);
  if (rivals.length === 0)
    return [{ name: `${prior} ${scenario}: fast is no slower`, reached: true, says: "no peer finishes as many" }];
  const [name, best] = rivals.reduce((one, other) => (makespan(other[1]) < makespan(one[1]) ? other : one));
  const ratio = timeRatio(runs.fast, best);
  const [low, high] = interval(timeRatio, runs.fast, best);
  const says = `${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}) of ${name}`;
  return [{ name: `${prior} ${scenario}: fast is no slower than the best peer`, reached: ratio <= 1, says }];
}

function doneAims(prior, scenario, runs) {
  if (scenario !== "outage" && scenario !== "deprecate") return [];
  return ["balanced", "fast"]
    .filter((name) => runs[name] !== undefined)
    .map((name) => {
      const done = donePercent(runs[name]);
      return { name: `${prior} ${scenario}: ${name} finishes 99 %`, reached: done >= 99, says: `${done.toFixed(1)} %` };
    });
}

function regretAims(prior, { calm, qdrop }) {
  if (calm?.balanced === undefined || qdrop?.balanced === undefined) return [];
  const after = qdrop.balanced.filter((run) => run.late.count > 0);
  const base = mean(calm.balanced, (run) => run.regret / run.done);
  const name = `${prior} qdrop: regret after 15 bad takes at most 1.3 of calm`;
  if (after.length === 0) return [{ name, reached: true, says: "no run took 15 bad takes: the alarm came before" }];
  const late = mean(after, (run) => run.late.regret / run.late.count);
  const says = `${(late / base).toFixed(2)} (${late.toFixed(2)} against ${base.toFixed(2)}, ${after.length} runs took so many)`;
  return [{ name, reached: late <= 1.3 * base, says }];
}

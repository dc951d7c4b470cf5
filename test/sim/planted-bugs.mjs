/** Bugs of which each would cost a production money or footage, as small changes of the program's text. */
export const PLANTED_BUGS = [
  {
    name: "paid takes are not counted",
    patches: [
      {
        file: "src/core/admission.ts",
        find: "if (soFar.used >= shot.maxPaidTakes)",
        replace: "if (soFar.used >= 1_000)",
      },
    ],
  },
  {
    name: "an intent reserves nothing",
    patches: [
      {
        file: "src/operations/apply/run-shot.ts",
        find: "reserveMicros: start.reserveMicros,",
        replace: "reserveMicros: 0,",
      },
    ],
  },
  {
    name: "an older run goes on writing (no fencing)",
    patches: [
      {
        file: "src/operations/apply/journal-record.ts",
        find: "refuseTakeOver(known.contents, now.value.contents, stamp);",
        replace: "",
      },
    ],
  },
  {
    name: "a stale state after another writer",
    patches: [
      {
        file: "src/operations/apply/journal-record.ts",
        find: "known = again.value;",
        replace:
          "known = { contents: again.value.contents, state: { ...known.state, sequence: again.value.state.sequence, head: again.value.state.head } };",
      },
    ],
  },
  {
    name: "a failed create is sent again",
    patches: [
      {
        file: "src/operations/apply/run-attempt.ts",
        find: "const submitted = await engine.submit(orderOf(attempt), own);",
        replace:
          "let submitted = await engine.submit(orderOf(attempt), own); if (!submitted.ok && submitted.error.class === 'ambiguous-submit') submitted = await engine.submit(orderOf(attempt), own);",
      },
    ],
  },
  {
    name: "an intent is submitted again after a restart",
    patches: [
      {
        file: "src/operations/apply/run-attempt.ts",
        find: "async function lookForJob(work: EngineWork): Promise<StepEnd> {",
        replace:
          "async function lookForJob(work: EngineWork): Promise<StepEnd> { if (work.attempt.standing === 'intent') { await submitAttempt(work.context, work.shot, work.attempt); return 'goes-on'; }",
      },
    ],
  },
  {
    name: "in doubt is given up when no list shows it",
    patches: [
      {
        file: "src/operations/apply/run-attempt.ts",
        find: "if (isNowhere && isSure && attempt.reserveMicros === 0)",
        replace: "if (isNowhere)",
      },
    ],
  },
  {
    name: "the charge of a failed attempt is dropped",
    patches: [
      {
        file: "src/core/journal-state/fold-attempt.ts",
        find: "charge: before.charge ?? event.failure.charge,",
        replace: "charge: { certainty: 'known', micros: 0 },",
      },
    ],
  },
  {
    name: "a slow job that was given up counts as free",
    patches: [
      {
        file: "src/operations/apply/collect-footage.ts",
        find: '{ certainty: "unknown" as const, atMostMicros: attempt.reserveMicros }',
        replace: '{ certainty: "known" as const, micros: 0 }',
      },
    ],
  },
  {
    name: "a take that may come late loses its number",
    patches: [{ file: "src/core/take-names.ts", find: " || mayComeLate(attempt)", replace: "" }],
  },
  {
    name: "an error of asking ends the attempt",
    patches: [
      {
        file: "src/operations/apply/collect-footage.ts",
        find: "trouble = polled.ok ? 0 : trouble + 1;",
        replace:
          "trouble = polled.ok ? 0 : trouble + 1; if (!polled.ok) return recordFailed(work, { ...polled.error, advice: 'next-route' }, false);",
      },
    ],
  },
  {
    name: "circled before it is signed",
    patches: [
      {
        file: "src/operations/apply/finish-attempt.ts",
        find: 'const take = await signTake(stored, await describeTake(stored, attempt, "accepted"));',
        replace: 'const take = await describeTake(stored, attempt, "accepted");',
      },
    ],
  },
  {
    name: "the gates' verdict is not asked for",
    patches: [
      {
        file: "src/operations/apply/finish-attempt.ts",
        find: 'if (work.attempt.judgement.verdict === "fail")',
        replace: "if (work.attempt.judgement.scorePerMille < 100)",
      },
    ],
  },
  {
    name: "the lock is written from the state before the run",
    patches: [
      {
        file: "src/operations/apply/write-lock.ts",
        find: "const lock = projectLock(state, place);",
        replace:
          "const lock = projectLock({ ...state, shots: Object.fromEntries(Object.entries(state.shots).map(([id, shot]) => [id, { ...shot, circled: {} }])) }, place);",
      },
    ],
  },
  {
    name: "a wait that an engine asked for is skipped",
    patches: [
      {
        file: "src/core/health/pause.ts",
        find: "return Math.max(0, pause.untilMs - Math.max(nowMs, pause.fromMs));",
        replace: "return Math.min(0, pause.untilMs - Math.max(nowMs, pause.fromMs));",
      },
    ],
  },
  {
    name: "ceilings are not looked at",
    patches: [
      {
        file: "src/core/admission/payment.ts",
        find: "if (room !== undefined && price > Math.max(0, room.micros))",
        replace: "if (room !== undefined && price > 1_000 * Math.max(1, room.micros))",
      },
    ],
  },
  {
    name: "time runs backwards with the clock",
    patches: [
      {
        file: "src/operations/apply/journal-record.ts",
        find: "last === undefined ? 0 : Date.parse(last) + 1",
        replace: "last === undefined ? 0 : 1",
      },
    ],
  },
  {
    name: "a retake is never answered",
    patches: [
      {
        file: "src/core/journal-state/fold-shot.ts",
        find: "return shot.retakes.filter(",
        replace: "if (shot.takes.length >= 0) return shot.retakes; return shot.retakes.filter(",
      },
    ],
  },
  {
    name: "a stop is not asked for",
    patches: [
      {
        file: "src/core/admission/payment.ts",
        find: "if (stopped !== undefined)",
        replace: 'if (stopped?.reason === "")',
      },
    ],
  },
  {
    name: "a grant is never used up",
    patches: [
      {
        file: "src/core/admission/payment.ts",
        find: "if (ofShot + price > of.ceilingMicros)",
        replace: "if (ofShot + price > 1_000 * of.ceilingMicros)",
      },
      {
        file: "src/core/admission/payment.ts",
        find: "if (ofAll + price > grant.ceilingMicros)",
        replace: "if (ofAll + price > 1_000 * grant.ceilingMicros)",
      },
    ],
  },
  {
    name: "a grant never ends",
    patches: [{ file: "src/core/spending/live-grant.ts", find: " || grant.expiresAt <= at)", replace: ")" }],
  },
  {
    name: "the breaker is not asked",
    patches: [{ file: "src/core/health/admits.ts", find: "[breakerWait(health, question), ", replace: "[" }],
  },
  {
    name: "an account's limit is not asked for",
    patches: [
      { file: "src/core/health/admits.ts", find: " ?? slots(health, question) ?? GO", replace: " ?? GO" },
      {
        file: "src/core/health/admits.ts",
        find: "return Math.max(0, slotsOf(lane, limit.running) - underWay(health, limit.lane, id, nowMs).length);",
        replace: "return Number.MAX_SAFE_INTEGER + 0 * (lane === undefined ? 0 : id.length);",
      },
    ],
  },
  {
    name: "an engine's wish for peace holds one shot only",
    patches: [{ file: "src/core/health/admits.ts", find: ", pauseWait(health, question)]", replace: "]" }],
  },
];

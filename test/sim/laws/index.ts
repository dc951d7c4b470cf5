import { boundedAttempts } from "./bounded-attempts.ts";
import { chargesByLicence } from "./charges-by-licence.ts";
import { circledInStore } from "./circled-in-store.ts";
import { comesToRest } from "./comes-to-rest.ts";
import { decidedBeforeSent } from "./decided-before-sent.ts";
import { journalFolds } from "./journal-folds.ts";
import type { Law } from "./law.ts";
import { leavesInPeace } from "./leaves-in-peace.ts";
import { ledgerIsBill } from "./ledger-is-bill.ts";
import { licencesHold } from "./licences-hold.ts";
import { lockFromJournal } from "./lock-from-journal.ts";
import { lockNeedsVerdict } from "./lock-needs-verdict.ts";
import { nothingLost } from "./nothing-lost.ts";
import { oneWord } from "./one-word.ts";
import { onlyApproved } from "./only-approved.ts";
import { onlySigned } from "./only-signed.ts";
import { sparesTheSick } from "./spares-the-sick.ts";
import { stopIsKept } from "./stop-is-kept.ts";
import { submittedOnce } from "./submitted-once.ts";
import { withinCeilings } from "./within-ceilings.ts";
import { withinLimits } from "./within-limits.ts";
import { withinReserve } from "./within-reserve.ts";

/** The laws, one a file. A scenario never turns one off. */
export const LAWS: readonly Law[] = [
  submittedOnce,
  decidedBeforeSent,
  chargesByLicence,
  licencesHold,
  withinReserve,
  withinCeilings,
  onlyApproved,
  ledgerIsBill,
  boundedAttempts,
  leavesInPeace,
  sparesTheSick,
  withinLimits,
  stopIsKept,
  nothingLost,
  lockNeedsVerdict,
  circledInStore,
  onlySigned,
  journalFolds,
  lockFromJournal,
  oneWord,
  comesToRest,
];

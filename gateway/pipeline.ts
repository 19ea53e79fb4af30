import { authenticate } from "./authenticate/authenticate.ts";
import { decide } from "./decide/decide.ts";
import { dryRunOrReject } from "./decide/dry-run-or-reject.ts";
import { stillGranted } from "./decide/still-granted.ts";
import { execute } from "./execute/execute.ts";
import { readBody } from "./front/read-body.ts";
import { wishes } from "./front/wishes.ts";
import { grant } from "./grant/grant-step.ts";
import { bound } from "./limit/bound.ts";
import { chargeSubjects } from "./limit/charge-subjects.ts";
import { quota } from "./limit/quota.ts";
import { rate } from "./limit/rate.ts";
import { readDocument } from "./operation/read-document.ts";
import { record } from "./record/record.ts";
import type { Step } from "./step.ts";

/**
 * The life of a request, in order. The list IS the architecture: each step runs the rest of the list and may change the answer
 * on its way out, so what stands first has the last word. A gateway without governance or ledger has the same list; the steps
 * that need them let everything pass.
 */
export const pipeline: readonly Step[] = [
  authenticate, // who asks, before the body is read
  readBody, // what is asked: one operation, or a batch of which each goes on alone
  wishes, // a dry run, or denials without errors; malformed wishes are refused
  record, // a durable record of what the rest answers, whatever that is; only then the answer
  rate, // one operation of the app's rate
  readDocument, // parsed within its limits, validated; once per text
  bound, // variables coerced; page sizes and cost
  grant, // caller and purpose to a compiled grant, from memory
  decide, // every coordinate on every concrete type, before planning
  quota, // whoever guesses is slowed; the grants' requests per day
  dryRunOrReject, // what wants no data is answered from the decision
  chargeSubjects, // the people and firms of the answer are counted against the grants
  stillGranted, // the grant is looked at again, and stated in the answer
  execute, // planned, fetched with an envelope each, written in one pass
];

/** The list cut shortest: an operation is read, for who asks what it needs. */
export const reading: readonly Step[] = pipeline.slice(
  pipeline.indexOf(readDocument),
  pipeline.indexOf(readDocument) + 1,
);

/** The same list cut short: how an operation that is only asked about would be answered. */
export const why: readonly Step[] = pipeline.slice(pipeline.indexOf(readDocument), pipeline.indexOf(quota) + 1);

import { execute } from "./execute/execute.ts";
import type { CallerLimiter } from "./limit/callers/caller-limiter.ts";
import { limitCallers } from "./limit/callers/limit-callers.ts";
import { limit } from "./limit/limit.ts";
import { answerDecision } from "./decide/answer-decision.ts";
import type { Governance } from "./decide/create-governance.ts";
import { recordStep } from "./record/record-disclosure.ts";
import { release } from "./release/release.ts";
import type { WatchedLedger } from "./record/watch-ledger.ts";
import type { Step } from "./step.ts";
import { upstream } from "./upstream/upstream.ts";

/** What turns a router into a hub. A gateway over somebody else's public graph may have neither. */
export interface Keepers {
  /** Who may see what: callers, grants, policy, envelopes. */
  readonly governance?: Governance | undefined;
  /** What callers may ask for at all; it outlives a reload of the supergraph. */
  readonly limiter?: CallerLimiter | undefined;
  /** Where every disclosure is recorded before it is released. */
  readonly ledger?: WatchedLedger | undefined;
}

/** The life of a request, in order. The list IS the architecture: each step lives in the folder of its name. */
export const pipeline = ({ governance, limiter, ledger }: Keepers): readonly Step[] => [
  // authenticate, grant, policy: who asks, under which grant, and what every coordinate comes to
  ...(governance?.steps ?? []),
  limit,
  ...(governance === undefined || limiter === undefined ? [] : [limitCallers(limiter)]),
  // what wants no data: a dry run, a refusal as a whole
  ...(governance === undefined ? [] : [answerDecision]),
  execute(governance?.enforcementOf),
  upstream,
  ...(ledger === undefined ? [] : [recordStep(ledger, governance?.stillGranted)]),
  release({ ledger, grants: governance?.grants }),
];

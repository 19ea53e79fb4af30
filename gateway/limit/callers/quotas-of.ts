import type { Quota } from "../../grant/grant.ts";
import type { Decision } from "../../policy/decision.ts";
import type { DecidedRequest } from "../../policy/request-decisions.ts";

/** A grant whose quota an operation is charged to. */
export interface ChargedGrant {
  readonly grant: string;
  readonly quota: Quota;
}

const NOTHING: readonly ChargedGrant[] = Object.freeze([]);
const known = new WeakMap<Decision, readonly ChargedGrant[]>();

const isUnlimited = ({ requestsPerDay, subjectsPerDay }: Quota): boolean =>
  requestsPerDay === null && subjectsPerDay === null;

/** The most generous first. */
const byRoom = ({ quota: a }: ChargedGrant, { quota: b }: ChargedGrant): number =>
  (b.requestsPerDay ?? Infinity) === (a.requestsPerDay ?? Infinity)
    ? (b.subjectsPerDay ?? Infinity) < (a.subjectsPerDay ?? Infinity)
      ? -1
      : 1
    : (b.requestsPerDay ?? Infinity) < (a.requestsPerDay ?? Infinity)
      ? -1
      : 1;

const compile = ({ decision, catalogue }: Pick<DecidedRequest, "decision" | "catalogue">): readonly ChargedGrant[] => {
  const used = new Set<string>();
  for (const [coordinate, { grants }] of decision.granted) {
    if (catalogue.items.get(coordinate)?.share === "UNCONDITIONAL") continue;
    for (const grant of grants) used.add(grant);
  }
  const active = decision.grant.active.map(({ id, quota }): ChargedGrant => ({ grant: id, quota }));
  const charged = used.size > 0 ? active.filter(({ grant }) => used.has(grant)) : active.toSorted(byRoom).slice(0, 1);
  return Object.freeze(charged.filter(({ quota }) => !isUnlimited(quota)));
};

/**
 * The grants whose quotas an operation uses up: every grant that gives one of its conditional coordinates. What is
 * unconditional comes with any grant, so an operation of nothing else is charged to the most generous one alone. An
 * operation that is denied as a whole uses up none.
 */
export const quotasOf = (request: Pick<DecidedRequest, "decision" | "catalogue">): readonly ChargedGrant[] => {
  const { decision } = request;
  if (decision.granted.size === 0) return NOTHING;
  const before = known.get(decision);
  if (before) return before;
  const charged = compile(request);
  known.set(decision, charged);
  return charged;
};

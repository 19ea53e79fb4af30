import type { Quota, Spent } from "../../grant/grant.ts";
import type { Decision, DecidedRequest } from "../../decide/decision.ts";

/** A grant whose quota an operation is charged to. */
export interface ChargedGrant {
  readonly grant: string;
  readonly quota: Quota;
}

const NONE_SPENT: Spent = new Map();
const UNLIMITED: Quota = Object.freeze({ requestsPerDay: null, subjectsPerDay: null });
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

const compile = (
  { decision, catalogue }: Pick<DecidedRequest, "decision" | "catalogue">,
  spent: Spent,
): readonly ChargedGrant[] => {
  const isOpen = (coordinate: string): boolean => catalogue.items.get(coordinate)?.share === "UNCONDITIONAL";
  const own = new Set<string>();
  const used = new Set<string>();
  for (const [coordinate, { grants, inputs }] of decision.granted) {
    if (!isOpen(coordinate)) for (const grant of grants) own.add(grant);
    for (const input of inputs) if (!isOpen(input.coordinate)) for (const grant of input.grants) used.add(grant);
  }
  const charge = (grant: string): ChargedGrant => ({ grant, quota: decision.grant.quotaOf(grant) ?? UNLIMITED });
  const active = decision.grant.active.map(({ id }) => charge(id)).filter(({ grant }) => !spent.has(grant));
  const paying =
    own.size > 0
      ? [...own]
      : active
          .toSorted(byRoom)
          .slice(0, 1)
          .map(({ grant }) => grant);
  const charged = [...new Set([...paying, ...used])].map(charge);
  return Object.freeze(charged.filter(({ quota }) => !isUnlimited(quota)));
};

/**
 * The grants whose quotas an operation uses up: every grant that gives one of its conditional coordinates, and every grant
 * by which a department gets an input that it derives one from. What is
 * unconditional comes with any grant, so an operation of nothing else is charged to the most generous one alone. An
 * operation that is denied as a whole uses up none.
 */
export function quotasOf(
  request: Pick<DecidedRequest, "decision" | "catalogue">,
  spent: Spent = NONE_SPENT,
): readonly ChargedGrant[] {
  const { decision } = request;
  if (decision.granted.size === 0) return NOTHING;
  const before = known.get(decision);
  if (before) return before;
  const charged = compile(request, spent);
  known.set(decision, charged);
  return charged;
}

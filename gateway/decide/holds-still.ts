import { intersectScope } from "../grant/row-scope.ts";
import type { FindGrant } from "../grant/find-grant.ts";
import type { DecidedRequest, Decision } from "./decision.ts";
import type { GrantedVerdict } from "./coordinate/policy-question.ts";

/** True while a request's decision still holds: neither a revocation nor an expiry has come between. */
export type HoldsStill = (request: DecidedRequest) => boolean;

type Given = Pick<GrantedVerdict, "outcome" | "scope">;

/** As clear or clearer, and every row. */
const covers = (now: Given | undefined, before: Given): boolean =>
  now !== undefined &&
  (now.outcome === before.outcome || now.outcome === "CLEAR") &&
  intersectScope(now.scope, before.scope).join() === before.scope.join();

const inputsCovered = (now: GrantedVerdict | undefined, { inputs }: GrantedVerdict): boolean =>
  inputs.every((input) =>
    covers(
      now?.inputs.find((found) => found.department === input.department && found.coordinate === input.coordinate),
      input,
    ),
  );

const denialsOf = ({ denials }: Decision): ReadonlySet<string> => new Set(denials.map(({ coordinate }) => coordinate));

const typesOf = ({ outcomes }: Decision): readonly string[] =>
  [...outcomes.keys()].map((coordinate) => coordinate.split(".")[0] ?? "");

/** True when a later decision on the same operation gives everything that this one gave; denials do not matter. */
const givesAsMuch = (before: Decision, now: Decision): boolean => {
  const deniedBefore = denialsOf(before);
  const hides = ({ enforcement }: Decision, typeName: string): boolean =>
    enforcement.rowGate?.(typeName, () => undefined) !== undefined;
  return (
    [...before.granted].every(([coordinate, verdict]) => {
      const later = now.granted.get(coordinate);
      return covers(later, verdict) && inputsCovered(later, verdict);
    }) &&
    [...before.revealed].every(([field, told]) =>
      [...told].every(([coordinate, verdict]) => covers(now.revealed.get(field)?.get(coordinate), verdict)),
    ) &&
    [...denialsOf(now)].every((coordinate) => deniedBefore.has(coordinate)) &&
    typesOf(before).every((typeName) => hides(before, typeName) || !hides(now, typeName))
  );
};

/** The same operation under what the grants have become; undefined when it would be refused. */
const decidedNow = ({ decideUnder }: DecidedRequest, grant: Decision["grant"]): Decision | undefined => {
  try {
    return decideUnder(grant);
  } catch {
    return undefined;
  }
};

/**
 * Looks the grant up again, from memory. Where it has changed, the operation is decided anew: the answer leaves only if all
 * that it was given is given still, so that a change that has nothing to do with it takes no answer away, least of all that
 * of the step that made it. A store that has closed itself grants nothing any more.
 */
export function createHoldsStill(findGrant: FindGrant, clock: () => number): HoldsStill {
  return (request) => {
    const found = findGrant(request, clock());
    if (found.kind !== "grant") return false;
    if (found.grant.hash === request.decision.grant.hash) return true;
    const now = decidedNow(request, found.grant);
    return now !== undefined && givesAsMuch(request.decision, now);
  };
}
